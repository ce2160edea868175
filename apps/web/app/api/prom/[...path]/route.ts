import { createPromApi } from "../../../../api/prom/answer.ts";
import { api } from "../../../../server/api.ts";
import { web } from "../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  const { runtime, env } = web();
  return createPromApi({
    runtime,
    authenticator: api().api.authenticator,
    experimental: env.TRIOPS_PROMQL_EXPERIMENTAL,
  })(request);
}

export { handle as GET, handle as POST };
