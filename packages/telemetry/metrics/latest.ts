import { limitReached } from "@triops/kernel/errors";
import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Param, Telemetry } from "../client/telemetry.ts";
import { type MetricKind, metricKinds } from "../tables/series.ts";
import { filterCondition, type MetricFilter } from "./selector.ts";
import { aliveInWindow, seriesMatchedMax } from "./series.ts";

export type PointSelector = { id: string; metric: string; filters: readonly MetricFilter[] };

export type SeriesPoints = {
  /** Ids of the selectors that this series matches. */
  selectorIds: string[];
  metric: string;
  kind: MetricKind;
  /** "delta" when each value is an amount since the one before. */
  temporality: string;
  unit: string;
  seriesId: string;
  labels: Record<string, string>;
  /** Epoch milliseconds, ascending, each once; empty when the series sent nothing. Stale markers are left out. */
  times: number[];
  values: number[];
};

export type LatestQuestion = {
  workspaceId: string;
  selectors: readonly PointSelector[];
  /** Half open: `since` belongs to it, `until` does not. */
  since: Date;
  until: Date;
  /** 500,000 by default. */
  pointsMax?: number;
};

/** Parameters travel in the request's address: this many selectors keep it below its limit. */
const selectorsPerStatement = 20;

/**
 * The points of every series that any selector matches, for judging many monitors at once: two statements per
 * twenty selectors, whatever the number of series. Series known in the window but silent come with no points.
 * @throws limitReached, invalid, unavailable
 */
export async function latestPoints(telemetry: Telemetry, question: LatestQuestion): Promise<SeriesPoints[]> {
  const found = new Map<string, SeriesPoints>();
  for (let at = 0; at < question.selectors.length; at += selectorsPerStatement) {
    await findSeries(telemetry, question, question.selectors.slice(at, at + selectorsPerStatement), found);
  }
  if (found.size > seriesMatchedMax)
    throw limitReached(`More than ${seriesMatchedMax} series match; add a filter`);
  const metrics = [...new Set([...found.values()].map((series) => series.metric))];
  for (let at = 0; at < metrics.length; at += selectorsPerStatement) {
    await readPoints(telemetry, question, metrics.slice(at, at + selectorsPerStatement), found);
  }
  return [...found.values()];
}

const seriesRow = z.object({
  id: z.string(),
  metric: z.string(),
  labelMap: z.record(z.string(), z.string()),
  seriesKind: z.enum(metricKinds),
  seriesTemporality: z.string(),
  seriesUnit: z.string(),
  matched: z.array(z.number()),
});

async function findSeries(
  telemetry: Telemetry,
  question: LatestQuestion,
  selectors: readonly PointSelector[],
  found: Map<string, SeriesPoints>,
): Promise<void> {
  const params: Record<string, Param> = {};
  const conditions = selectors.map((selector, index) => {
    const condition = filterCondition(selector.filters, `s${index}f`);
    Object.assign(params, condition.params, { [`m${index}`]: selector.metric });
    return `(s.metric = {m${index}:String} AND ${condition.sql.replaceAll("labels[", "s.labels[")})`;
  });
  const rows = await telemetry.query({
    name: "metrics.latestSeries",
    sql: `SELECT toString(series_id) AS id, metric, any(s.labels) AS labelMap, any(s.kind) AS seriesKind,
            any(s.temporality) AS seriesTemporality, any(s.unit) AS seriesUnit,
            any(arrayFilter((position, holds) -> holds, range(${selectors.length}), [${conditions.join(", ")}])) AS matched
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND ${aliveInWindow}
            AND metric IN (${selectors.map((_, index) => `{m${index}:String}`).join(", ")})
          GROUP BY metric, series_id HAVING notEmpty(matched) LIMIT ${seriesMatchedMax + 1}`,
    params,
    row: seriesRow,
    workspaceId: question.workspaceId,
    window: { from: question.since, to: question.until },
  });
  for (const row of rows) {
    const ids = row.matched.map((index) => selectors[index]?.id ?? "");
    const known = found.get(row.id);
    if (known) known.selectorIds.push(...ids);
    else {
      found.set(row.id, {
        selectorIds: ids,
        metric: row.metric,
        kind: row.seriesKind,
        temporality: row.seriesTemporality,
        unit: row.seriesUnit,
        seriesId: row.id,
        labels: row.labelMap,
        times: [],
        values: [],
      });
    }
  }
}

async function readPoints(
  telemetry: Telemetry,
  question: LatestQuestion,
  metrics: readonly string[],
  found: Map<string, SeriesPoints>,
): Promise<void> {
  const wanted = new Set(metrics);
  const ids = [...found.values()]
    .filter((series) => wanted.has(series.metric))
    .map((series) => series.seriesId);
  const pointsMax = question.pointsMax ?? 500_000;
  const rows = await telemetry.query({
    name: "metrics.latestPoints",
    sql: `SELECT toString(series_id) AS id,
            arraySort(groupUniqArray((toUnixTimestamp64Milli(time) - {fromMs:Int64}, value))) AS points
          FROM metric_samples
          WHERE workspace_id = {workspaceId:UUID} AND metric IN {metrics:Array(String)} AND time >= ${fromTime} AND time < ${toTime}
            AND NOT isNaN(value) AND series_id IN (${ids.join(",")})
          GROUP BY series_id`,
    params: { metrics: [...metrics] },
    row: z.object({ id: z.string(), points: z.array(z.tuple([z.coerce.number(), z.number().nullable()])) }),
    workspaceId: question.workspaceId,
    window: { from: question.since, to: question.until },
  });
  const startMs = question.since.getTime();
  let points = 0;
  for (const row of rows) {
    const series = found.get(row.id);
    points += row.points.length;
    if (points > pointsMax) throw limitReached(`More than ${pointsMax} points; choose a shorter time`);
    let before = -1;
    for (const [offset, value] of row.points) {
      if (value === null || offset === before) continue;
      series?.times.push(startMs + offset);
      series?.values.push(value);
      before = offset;
    }
  }
}
