import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { metricKinds } from "../tables/series.ts";
import { aliveInWindow } from "./series.ts";

export type MetricSummary = {
  metric: string;
  /** Name without `_bucket`, `_sum` and `_count`. */
  family: string;
  kind: (typeof metricKinds)[number];
  unit: string;
  description: string;
  /** The sender's own name for it. */
  sourceName: string;
  seriesCount: number;
  firstSeen: Date;
  lastSeen: Date;
};

const row = z.object({
  metric: z.string(),
  family: z.string(),
  kind: z.enum(metricKinds),
  unit: z.string(),
  description: z.string(),
  sourceName: z.string(),
  seriesCount: z.coerce.number(),
  firstSeen: z.coerce.number(),
  lastSeen: z.coerce.number(),
});

/**
 * Metrics that sent within the window, by name. `search` matches any part of the name or description,
 * ignoring case. `cursor` is the last name of the page before.
 */
export async function listMetrics(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; search?: string; cursor?: string; limit?: number },
): Promise<{ data: MetricSummary[]; nextCursor: string | null }> {
  const limit = Math.min(question.limit ?? 50, 1_000);
  const rows = await telemetry.query({
    name: "metrics.list",
    sql: `SELECT metric, anyLast(s.family) AS family, anyLast(s.kind) AS kind, anyLast(s.unit) AS unit,
            anyLast(s.description) AS description, anyLast(s.source_name) AS sourceName,
            uniqIf(series_id, ${aliveInWindow}) AS seriesCount,
            toUnixTimestamp(min(first_seen)) AS firstSeen, toUnixTimestamp(max(last_seen)) AS lastSeen
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND metric > {cursor:String}
            AND (positionCaseInsensitive(s.metric, {search:String}) > 0
              OR positionCaseInsensitive(s.description, {search:String}) > 0)
          GROUP BY metric HAVING seriesCount > 0 ORDER BY metric LIMIT ${limit + 1}`,
    params: { cursor: question.cursor ?? "", search: (question.search ?? "").slice(0, 200) },
    row,
    workspaceId: question.workspaceId,
    window: question.window,
  });
  const page = rows.slice(0, limit);
  const heard = await lastHeard(telemetry, question, page.at(-1)?.metric);
  return {
    data: page.map((found) => ({
      ...found,
      firstSeen: new Date(found.firstSeen * 1000),
      lastSeen: new Date(Math.max(found.lastSeen, heard.get(found.metric) ?? 0) * 1000),
    })),
    nextCursor: rows.length > limit ? (page.at(-1)?.metric ?? null) : null,
  };
}

/** Series are announced every five minutes; samples say exactly when a metric that still sends was last heard. */
const announcedMs = 6 * 60_000;

/** Epoch seconds of the newest sample of each metric of a page, where one came within minutes of the window's end. */
async function lastHeard(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; cursor?: string },
  last: string | undefined,
): Promise<Map<string, number>> {
  if (last === undefined) return new Map();
  const { from, to } = question.window;
  const rows = await telemetry.query({
    name: "metrics.lastHeard",
    sql: `SELECT metric, toUnixTimestamp(max(time)) AS heard FROM metric_samples
          WHERE workspace_id = {workspaceId:UUID} AND metric > {cursor:String} AND metric <= {last:String}
            AND time >= ${fromTime} AND time < ${toTime}
          GROUP BY metric`,
    params: { cursor: question.cursor ?? "", last },
    row: z.object({ metric: z.string(), heard: z.coerce.number() }),
    workspaceId: question.workspaceId,
    window: { from: new Date(Math.max(from.getTime(), to.getTime() - announcedMs)), to },
  });
  return new Map(rows.map((found) => [found.metric, found.heard]));
}
