import { api } from "../../../server/api.ts";

export const dynamic = "force-dynamic";

/** For load balancers and people: 503 when a page could not be shown. Says nothing that a stranger may not know. */
export async function GET(): Promise<Response> {
  const { health: probe, vitals } = api();
  const health = await probe();
  // Our own collector reads how late this process is; memory and process id are nobody's business.
  const { uptimeSeconds, eventLoop } = vitals.read();
  return Response.json(
    { ...health, process: { uptimeSeconds, eventLoop } },
    {
      status: health.status === "down" ? 503 : 200,
      headers: { "cache-control": "no-store" },
    },
  );
}
