import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";

const row = z.object({
  workspaceId: z.string(),
  /** `2026-11-23`, UTC. */
  day: z.string(),
  /** Of the virtual key, or of the API key where it is none; empty for calls without a key. */
  keyId: z.string(),
  teamId: z.string(),
  /** A decimal. */
  usd: z.string(),
});
export type DaySpend = z.output<typeof row>;

/** What calls of the gateway cost by workspace, key, team and day; of those that began since `fromMs` and ended before `endedBeforeMs`. */
export function spendByDay(telemetry: Telemetry, fromMs: number, endedBeforeMs: number): Promise<DaySpend[]> {
  return telemetry.administer({
    name: "llm.spend_by_day",
    sql: `SELECT toString(workspace_id) AS workspaceId, toString(day) AS day, keyId, team AS teamId,
        toString(sum(cost)) AS usd
      FROM (
        SELECT workspace_id, toDate(time, 'UTC') AS day, if(virtual_key = '', key_id, virtual_key) AS keyId, team, cost
        FROM llm_spans
        WHERE time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
          AND time < fromUnixTimestamp64Milli({endedBeforeMs:Int64}, 'UTC')
          AND toUnixTimestamp64Milli(time) + intDiv(duration_ns, 1000000) < {endedBeforeMs:Int64}
          AND source = 'gateway'
        ORDER BY revision DESC
        LIMIT 1 BY workspace_id, trace_id, span_id
      )
      WHERE cost > 0
      GROUP BY workspaceId, day, keyId, teamId`,
    params: { fromMs, endedBeforeMs },
    row,
    timeoutSeconds: 60,
  });
}
