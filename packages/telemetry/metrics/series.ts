import { limitReached } from "@triops/kernel/errors";
import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { metricKinds } from "../tables/series.ts";
import { filterCondition, type MetricFilter } from "./selector.ts";

/** Series are announced again at least this often while they send; a window is widened by it. */
const announceHours = 2;

/**
 * Series that had a chance to send within the window. Samples as old as the retention are accepted, so a series
 * first heard of today may have a past.
 */
export const aliveInWindow = `first_seen < ${toTime} + toIntervalDay(retention_days) AND last_seen >= ${fromTime} - INTERVAL ${announceHours} HOUR`;

export const seriesMatchedMax = 20_000;

export type SeriesInfo = {
  seriesId: string;
  labels: Record<string, string>;
  kind: (typeof metricKinds)[number];
  temporality: string;
  unit: string;
};

const row = z.object({
  id: z.string(),
  labelMap: z.record(z.string(), z.string()),
  seriesKind: z.enum(metricKinds),
  seriesTemporality: z.string(),
  seriesUnit: z.string(),
});

/**
 * The series of one metric that match.
 * @throws limitReached above 20,000, invalid
 */
export async function matchSeries(
  telemetry: Telemetry,
  selector: { workspaceId: string; window: Window; metric: string; filters: readonly MetricFilter[] },
): Promise<SeriesInfo[]> {
  const condition = filterCondition(selector.filters);
  const rows = await telemetry.query({
    name: "metrics.matchSeries",
    sql: `SELECT toString(series_id) AS id, any(s.labels) AS labelMap, any(s.kind) AS seriesKind,
            any(s.temporality) AS seriesTemporality, any(s.unit) AS seriesUnit
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND metric = {metric:String} AND ${condition.sql}
          GROUP BY series_id
          HAVING min(first_seen) < ${toTime} + toIntervalDay(max(retention_days)) AND max(last_seen) >= ${fromTime} - INTERVAL ${announceHours} HOUR
          LIMIT ${seriesMatchedMax + 1}`,
    params: { ...condition.params, metric: selector.metric },
    row,
    workspaceId: selector.workspaceId,
    window: selector.window,
  });
  if (rows.length > seriesMatchedMax) {
    throw limitReached(`More than ${seriesMatchedMax} series match; add a filter`);
  }
  return rows.map((found) => ({
    seriesId: found.id,
    labels: found.labelMap,
    kind: found.seriesKind,
    temporality: found.seriesTemporality,
    unit: found.seriesUnit,
  }));
}
