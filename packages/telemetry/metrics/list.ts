import { z } from "zod";
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
  return {
    data: page.map((found) => ({
      ...found,
      firstSeen: new Date(found.firstSeen * 1000),
      lastSeen: new Date(found.lastSeen * 1000),
    })),
    nextCursor: rows.length > limit ? (page.at(-1)?.metric ?? null) : null,
  };
}
