import { answerTail } from "../../../../../api/logs-tail.ts";
import { api } from "../../../../../server/api.ts";
import { web } from "../../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  const { runtime, live } = web();
  return answerTail(request, { runtime, live, authenticator: api().api.authenticator });
}
