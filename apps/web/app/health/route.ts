/** What MLflow's client and its deployments ask. Whether all parts work is said at `/api/health`. */
export const GET = (): Response => new Response("OK", { headers: { "content-type": "text/plain" } });
