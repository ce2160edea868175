import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";

export type Usage = {
  /** Series that sent in the last day: what counts against the limit. */
  series: number;
  /** Most labels that one of them has. */
  labelsMax: number;
  /** Times of the newest stored things; null when there was none lately. */
  newest: { metrics: Date | null; logs: Date | null; traces: Date | null };
};

const dayMs = 86_400_000;
/** What is older than this is "nothing lately": looking further would read more than the answer is worth. */
const newestWithinMs = 15 * 60_000;
const aheadMs = 10 * 60_000;

/** How much of its limits a workspace uses, and how far behind its newest data is. */
export async function readUsage(telemetry: Telemetry, workspaceId: string, now: Date): Promise<Usage> {
  const day = { from: new Date(now.getTime() - dayMs), to: new Date(now.getTime() + dayMs) };
  const lately = {
    from: new Date(now.getTime() - newestWithinMs),
    to: new Date(now.getTime() + aheadMs),
  };
  const newest = async (table: "metric_samples" | "logs" | "spans"): Promise<Date | null> => {
    const [row] = await telemetry.query({
      name: `sources.newest.${table}`,
      sql: `SELECT count() AS n, toUnixTimestamp64Milli(toDateTime64(max(time), 3, 'UTC')) AS newest FROM ${table}
            WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`,
      row: z.object({ n: z.coerce.number(), newest: z.coerce.number() }),
      workspaceId,
      window: lately,
    });
    return row && row.n > 0 ? new Date(row.newest) : null;
  };
  const [series, metrics, logs, traces] = await Promise.all([
    telemetry.query({
      name: "sources.series",
      sql: `SELECT uniqExact(series_id) AS series, max(length(labels)) AS labelsMax FROM metric_series
            WHERE workspace_id = {workspaceId:UUID}
              AND last_seen >= toDateTime(${fromTime}, 'UTC') AND last_seen < toDateTime(${toTime}, 'UTC')`,
      row: z.object({ series: z.coerce.number(), labelsMax: z.coerce.number() }),
      workspaceId,
      window: day,
    }),
    newest("metric_samples"),
    newest("logs"),
    newest("spans"),
  ]);
  return {
    series: series[0]?.series ?? 0,
    labelsMax: series[0]?.labelsMax ?? 0,
    newest: { metrics, logs, traces },
  };
}

/** The most that came within one minute, as a mean per second, and the largest body. */
export async function busiestMinute(
  telemetry: Telemetry,
  scope: { workspaceId: string; window: Window },
): Promise<{ requestsPerSecond: number; bytesPerSecond: number; bytesMax: number }> {
  const [row] = await telemetry.query({
    name: "sources.busiest",
    sql: `SELECT max(requestCount) / 60 AS requestsPerSecond, max(byteCount) / 60 AS bytesPerSecond, max(largest) AS bytesMax
          FROM (
            SELECT minute, sum(requests) AS requestCount, sum(bytes) AS byteCount, max(bytes_max) AS largest
            FROM ingest_senders
            WHERE workspace_id = {workspaceId:UUID} AND minute >= toDateTime(${fromTime}, 'UTC')
              AND minute < toDateTime(${toTime}, 'UTC')
            GROUP BY minute
          )`,
    row: z.object({
      requestsPerSecond: z.coerce.number(),
      bytesPerSecond: z.coerce.number(),
      bytesMax: z.coerce.number(),
    }),
    ...scope,
  });
  return row ?? { requestsPerSecond: 0, bytesPerSecond: 0, bytesMax: 0 };
}
