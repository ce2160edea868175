import { mlflowVersion } from "../../api/mlflow/server-info.ts";

/** The release of MLflow's API, for its clients. */
export const GET = (): Response => new Response(mlflowVersion, { headers: { "content-type": "text/plain" } });
