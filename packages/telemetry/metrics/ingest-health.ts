import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";

export type IngestHealth = {
  totals: {
    signal: string;
    /** Id of the key that sent it. */
    source: string;
    outcome: "accepted" | "rejected" | "late";
    reason: string;
    count: number;
    lastMinute: Date;
  }[];
  minutes: { minute: Date; accepted: number; rejected: number; late: number }[];
  /** Time of the newest sample of the window; how far it lies back is the lag. */
  newestSample: Date | null;
};

const outcomes = ["accepted", "rejected", "late"] as const;
const inWindow = `workspace_id = {workspaceId:UUID} AND minute >= toDateTime(${fromTime}, 'UTC') AND minute < toDateTime(${toTime}, 'UTC')`;

/** What came in, from whom, and what was refused and why. */
export async function ingestHealth(
  telemetry: Telemetry,
  scope: { workspaceId: string; window: Window },
): Promise<IngestHealth> {
  const [totals, minutes, newest] = await Promise.all([
    telemetry.query({
      name: "ingest.totals",
      sql: `SELECT signal, source, outcome, reason, sum(count) AS total, toUnixTimestamp(max(minute)) AS lastMinute
            FROM ingest_counters WHERE ${inWindow}
            GROUP BY signal, source, outcome, reason ORDER BY signal, source, outcome, reason LIMIT 5000`,
      row: z.object({
        signal: z.string(),
        source: z.string(),
        outcome: z.enum(outcomes),
        reason: z.string(),
        total: z.coerce.number(),
        lastMinute: z.coerce.number(),
      }),
      ...scope,
    }),
    telemetry.query({
      name: "ingest.minutes",
      sql: `SELECT toUnixTimestamp(minute) AS at, sumIf(count, outcome = 'accepted') AS accepted,
              sumIf(count, outcome = 'rejected') AS rejected, sumIf(count, outcome = 'late') AS late
            FROM ingest_counters WHERE ${inWindow} GROUP BY minute ORDER BY minute LIMIT 50000`,
      row: z.object({
        at: z.coerce.number(),
        accepted: z.coerce.number(),
        rejected: z.coerce.number(),
        late: z.coerce.number(),
      }),
      ...scope,
    }),
    telemetry.query({
      name: "ingest.newest",
      sql: `SELECT count() AS n, toUnixTimestamp64Milli(max(time)) AS newest FROM metric_samples
            WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`,
      row: z.object({ n: z.coerce.number(), newest: z.coerce.number() }),
      ...scope,
    }),
  ]);
  return {
    totals: totals.map(({ total, lastMinute, ...rest }) => ({
      ...rest,
      count: total,
      lastMinute: new Date(lastMinute * 1000),
    })),
    minutes: minutes.map(({ at, ...rest }) => ({ minute: new Date(at * 1000), ...rest })),
    newestSample: newest[0] && newest[0].n > 0 ? new Date(newest[0].newest) : null,
  };
}
