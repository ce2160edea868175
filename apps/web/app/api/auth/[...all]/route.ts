import { web } from "../../../../server/runtime.ts";

export const dynamic = "force-dynamic";

/** The library says how long to wait in a header of its own; clients know the standard one. */
async function handle(request: Request): Promise<Response> {
  const response = await web().auth.handler(request);
  const waitSeconds = response.headers.get("x-retry-after");
  if (response.status === 429 && waitSeconds) response.headers.set("retry-after", waitSeconds);
  return response;
}

export { handle as GET, handle as POST };
