import { createAlertmanagerApi } from "../../../../api/alertmanager/answer.ts";
import { api } from "../../../../server/api.ts";
import { web } from "../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

function handle(request: Request): Promise<Response> {
  const { runtime } = web();
  return createAlertmanagerApi({ runtime, authenticator: api().api.authenticator })(request);
}

export { handle as DELETE, handle as GET, handle as POST };
