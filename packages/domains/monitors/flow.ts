import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { ingestHealth } from "@triops/telemetry/metrics/ingest-health";

/** The newest sample that is known of a workspace, and when we asked for it last. Epoch milliseconds. */
export type Flow = { newest: number | null; askedAt: number };

/** Older than this, what was just read does not show that data flows: then we ask. */
const freshMs = 20_000;
const askEveryMs = 30_000;
const lookBackMs = 86_400_000;

/**
 * Time of the newest sample of a workspace; asked for only when none of those just read is fresh.
 * @throws unavailable
 */
export async function newestSample(
  telemetry: Telemetry,
  workspaceId: string,
  flow: Flow,
  justRead: Iterable<number>,
  now: number,
): Promise<number | null> {
  for (const at of justRead) if (at > (flow.newest ?? 0)) flow.newest = at;
  const fresh = flow.newest !== null && now - flow.newest <= freshMs;
  if (fresh || now - flow.askedAt < askEveryMs) return flow.newest;
  const from = new Date(Math.max(flow.newest ?? 0, now - lookBackMs));
  const window = { from, to: new Date(now + 60_000) };
  const { newestSample } = await ingestHealth(telemetry, { workspaceId, window });
  flow.askedAt = now;
  const newest = newestSample?.getTime() ?? 0;
  if (newest > (flow.newest ?? 0)) flow.newest = newest;
  return flow.newest;
}
