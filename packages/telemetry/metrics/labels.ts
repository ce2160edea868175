import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { aliveInWindow } from "./series.ts";

type Scope = { workspaceId: string; window: Window; metric?: string | undefined };

const metricCondition = "({metric:String} = '' OR metric = {metric:String})";

/** Label names in use, of one metric or of all, with the number of different values. */
export async function listLabelNames(
  telemetry: Telemetry,
  scope: Scope,
): Promise<{ label: string; valueCount: number }[]> {
  return telemetry.query({
    name: "metrics.labelNames",
    sql: `SELECT pair.1 AS label, uniq(pair.2) AS valueCount
          FROM (
            SELECT arrayJoin(labels) AS pair FROM metric_series
            WHERE workspace_id = {workspaceId:UUID} AND ${metricCondition} AND ${aliveInWindow}
          )
          GROUP BY label ORDER BY label LIMIT 1000`,
    params: { metric: scope.metric ?? "" },
    row: z.object({ label: z.string(), valueCount: z.coerce.number() }),
    workspaceId: scope.workspaceId,
    window: scope.window,
  });
}

/** Values of one label with the number of series that carry each; `search` matches any part, ignoring case. */
export async function listLabelValues(
  telemetry: Telemetry,
  question: Scope & { label: string; search?: string; limit?: number },
): Promise<{ value: string; seriesCount: number }[]> {
  return telemetry.query({
    name: "metrics.labelValues",
    sql: `SELECT labels[{label:String}] AS value, uniq(series_id) AS seriesCount
          FROM metric_series
          WHERE workspace_id = {workspaceId:UUID} AND ${metricCondition} AND ${aliveInWindow}
            AND mapContains(labels, {label:String}) AND positionCaseInsensitive(value, {search:String}) > 0
          GROUP BY value ORDER BY value LIMIT ${Math.min(question.limit ?? 200, 1_000)}`,
    params: {
      metric: question.metric ?? "",
      label: question.label,
      search: (question.search ?? "").slice(0, 200),
    },
    row: z.object({ value: z.string(), seriesCount: z.coerce.number() }),
    workspaceId: question.workspaceId,
    window: question.window,
  });
}
