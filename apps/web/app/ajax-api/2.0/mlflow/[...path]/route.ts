import { handleMlflow as handle } from "../../../../../api/mlflow/handler.ts";

export const dynamic = "force-dynamic";

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
