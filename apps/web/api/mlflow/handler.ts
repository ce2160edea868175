import { api } from "../../server/api.ts";
import { web } from "../../server/runtime.ts";
import { createMlflowApi } from "./answer.ts";

/** One for every address of the API. */
export const handleMlflow = (request: Request): Promise<Response> =>
  createMlflowApi({ runtime: web().runtime, authenticator: api().api.authenticator })(request);
