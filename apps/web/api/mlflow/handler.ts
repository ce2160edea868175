import { api } from "../../server/api.ts";
import { web } from "../../server/runtime.ts";
import { createMlflowApi } from "./answer.ts";

/** One for every address of the API. */
export function handleMlflow(request: Request): Promise<Response> {
  const { runtime, apiRates: rates } = web();
  return createMlflowApi({ runtime, authenticator: api().api.authenticator, rates })(request);
}
