import { api } from "../../../server/api.ts";

export const dynamic = "force-dynamic";

/** For load balancers and people: 503 when a page could not be shown. Says nothing that a stranger may not know. */
export async function GET(): Promise<Response> {
  const health = await api().health();
  return Response.json(health, {
    status: health.status === "down" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
