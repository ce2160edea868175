import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";

export const signals = ["traces", "logs", "metrics"] as const;
export type Signal = (typeof signals)[number];

export type FoundService = {
  workspaceId: string;
  service: string;
  signal: Signal;
  firstSeen: Date;
  lastSeen: Date;
};

const rowsMax = 20_000;

/**
 * Names of services that traces, logs and metrics carried since then. Metrics are announced at least every two
 * hours while they come, logs and rollups of traces are looked through by time.
 * @throws unavailable
 */
export async function discoverServices(telemetry: Telemetry, since: Date): Promise<FoundService[]> {
  const at = "fromUnixTimestamp64Milli({since:Int64}, 'UTC')";
  const rows = await telemetry.administer({
    name: "services.discover",
    sql: `SELECT toString(workspace_id) AS workspaceId, name AS service, signal,
            toUnixTimestamp(min(first)) AS firstSeen, toUnixTimestamp(max(last)) AS lastSeen
          FROM (
            SELECT workspace_id, toString(service) AS name, 'traces' AS signal, min(bucket) AS first, max(bucket) AS last
            FROM service_minutes WHERE version >= ${at} GROUP BY workspace_id, name
            UNION ALL
            SELECT workspace_id, toString(service) AS name, 'logs' AS signal,
              toDateTime(min(time), 'UTC') AS first, toDateTime(max(time), 'UTC') AS last
            FROM logs WHERE time >= ${at} GROUP BY workspace_id, name
            UNION ALL
            SELECT workspace_id, labels['service_name'] AS name, 'metrics' AS signal,
              min(first_seen) AS first, max(last_seen) AS last
            FROM metric_series WHERE last_seen >= toDateTime(${at}, 'UTC') GROUP BY workspace_id, name
          ) WHERE name != '' GROUP BY workspaceId, service, signal ORDER BY workspaceId, service LIMIT ${rowsMax}`,
    params: { since: since.getTime() },
    row: z.object({
      workspaceId: z.uuid(),
      service: z.string(),
      signal: z.enum(signals),
      firstSeen: z.coerce.number(),
      lastSeen: z.coerce.number(),
    }),
    timeoutSeconds: 30,
  });
  return rows.map((row) => ({
    ...row,
    firstSeen: new Date(row.firstSeen * 1_000),
    lastSeen: new Date(row.lastSeen * 1_000),
  }));
}
