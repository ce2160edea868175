import { api } from "../../server/api.ts";
import { web } from "../../server/runtime.ts";
import { createLangfuseApi } from "./answer.ts";

/** One for every address of the API. */
export const handleLangfuse = (request: Request): Promise<Response> =>
  createLangfuseApi({ runtime: web().runtime, authenticator: api().api.authenticator })(request);
