import type { ApiRates } from "@triops/domains/api-keys/index";
import { authorise } from "@triops/domains/permissions";
import type { Runtime } from "@triops/domains/runtime";
import { newId } from "@triops/kernel/ids";
import type { Authenticator } from "../authenticate.ts";
import { MlflowRefusal, refused, succeeded } from "./answers.ts";
import { artifactOperations } from "./artifacts.ts";
import { fieldsOf } from "./body.ts";
import { experimentOperations } from "./experiments.ts";
import { createInput } from "./input.ts";
import { loggedModelOperations } from "./logged-models.ts";
import { loggingOperations } from "./logging.ts";
import type { Operation } from "./operation.ts";
import { registryOperations } from "./registry.ts";
import { versionOperations } from "./registry-versions.ts";
import { routesOf } from "./routes.ts";
import { runOperations } from "./runs.ts";
import { serverOperations } from "./server-info.ts";
import { webhookOperations } from "./webhooks.ts";

/** Every operation of MLflow's API that Triops has. */
export const operations: readonly Operation[] = [
  ...serverOperations,
  ...experimentOperations,
  ...runOperations,
  ...loggingOperations,
  ...loggedModelOperations,
  ...artifactOperations,
  ...registryOperations,
  ...versionOperations,
  ...webhookOperations,
];

/** The API's own prefixes: of clients and of MLflow's own screens, in both its versions. */
const prefix = /^\/(?:ajax-)?api\/[23]\.0\/(?:mlflow(?=\/)|(?=mlflow-artifacts\/))/;

const find = routesOf(operations);

type Parts = { runtime: Runtime; authenticator: Authenticator; rates: ApiRates };

/** MLflow's REST API: `MLFLOW_TRACKING_URI` is the web address, `MLFLOW_TRACKING_TOKEN` a key. */
export function createMlflowApi({
  runtime,
  authenticator,
  rates,
}: Parts): (request: Request) => Promise<Response> {
  async function answer(request: Request, requestId: string): Promise<Response> {
    const { pathname } = new URL(request.url);
    const below = pathname.replace(prefix, "");
    const path = below.startsWith("/") ? below : `/${below}`;
    const found = below === pathname ? null : find(request.method, path);
    if (!found)
      throw new MlflowRefusal(
        404,
        "ENDPOINT_NOT_FOUND",
        `No operation of MLflow's API: ${pathname.slice(0, 200)}`,
      );
    if ("allow" in found) {
      const refusal = new MlflowRefusal(405, "BAD_REQUEST", `This address answers ${found.allow.join(", ")}`);
      const response = refused(refusal, requestId, runtime.log);
      response.headers.set("allow", found.allow.join(", "));
      return response;
    }
    const { operation } = found;
    const { caller, setCookies } = await authenticator.callerOf(request, requestId);
    await rates.take(caller.context);
    authorise(caller.context.actor, operation.permission);
    // The bytes of an artifact are read by the operation itself, as they come.
    const isBytes = operation.methods.includes("PUT");
    const { fields, bytes } = isBytes ? { fields: {}, bytes: 0 } : await fieldsOf(request);
    const result = await operation.run({
      caller,
      input: createInput(fields),
      path: found.path,
      request,
      bodyBytes: bytes,
      requestId,
    });
    const response = succeeded(result, requestId);
    for (const cookie of setCookies) response.headers.append("set-cookie", cookie);
    return response;
  }

  return async (request) => {
    const requestId = newId();
    try {
      return await answer(request, requestId);
    } catch (error) {
      return refused(error, requestId, runtime.log);
    }
  };
}
