import { answerJoin } from "../../../api/join.ts";
import { web } from "../../../server/runtime.ts";

export const dynamic = "force-dynamic";

const handle = (request: Request): Promise<Response> => {
  const { runtime, auth, env } = web();
  return answerJoin(request, { runtime, auth, trustedProxies: env.TRIOPS_TRUSTED_PROXIES });
};

export { handle as GET, handle as POST };
