import { web } from "../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

const handle = (request: Request): Promise<Response> => web().auth.handler(request);

export { handle as GET, handle as POST };
