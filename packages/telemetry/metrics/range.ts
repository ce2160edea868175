import { invalid } from "@triops/kernel/errors";
import { z } from "zod";
import { idList } from "../client/question.ts";
import type { Param, Telemetry } from "../client/telemetry.ts";
import type { MetricKind } from "../tables/series.ts";
import { groupSeries, type SeriesGroup } from "./grouping.ts";
import { quantileOfBuckets } from "./histogram-quantile.ts";
import { nativeQuantiles } from "./native-groups.ts";
import type { MetricFilter } from "./selector.ts";
import { aliveInWindow, matchSeries, type SeriesInfo } from "./series.ts";
import { increaseRows, isAtStep, type RowsPlan, seriesRows } from "./series-rows.ts";
import { planSource, type SourcePlan } from "./source.ts";
import { bucketsMax, chooseStepMs, gridTimes, type Source } from "./step.ts";

export const aggregates = [
  "avg",
  "min",
  "max",
  "sum",
  "count",
  "p50",
  "p95",
  "p99",
  "rate",
  "increase",
] as const;
/**
 * avg, sum: of the series' means in the bucket. min, max: of all samples. count: series that sent.
 * p50 … p99: of all samples, or of one-minute means beyond a day; on `…_bucket` of a histogram, and on
 * an exponential one, the estimated quantile.
 * rate: per second, increase: absolute; both reset-safe and summed over the group's series.
 */
export type Aggregate = (typeof aggregates)[number];

export type RangeQuestion = {
  workspaceId: string;
  metric: string;
  filters: readonly MetricFilter[];
  groupBy: readonly string[];
  aggregate: Aggregate;
  from: Date;
  to: Date;
  /** Chosen for about 300 buckets when absent. */
  stepMs?: number | undefined;
  /** 20 by default; the groups with the greatest mean are returned. */
  groupsMax?: number | undefined;
};

export type RangeGroup = {
  labels: Record<string, string>;
  seriesCount: number;
  /** Aligned with `times`; null where nothing came. */
  values: (number | null)[];
  /** Least and greatest sample of the bucket; all null for sums, counts and rates. */
  min: (number | null)[];
  max: (number | null)[];
};

export type RangeResult = {
  /** Bucket starts, epoch milliseconds. */
  times: number[];
  stepMs: number;
  source: Source;
  kind: MetricKind | null;
  unit: string;
  seriesTotal: number;
  groupsTotal: number;
  groups: RangeGroup[];
};

const quantiles: Partial<Record<Aggregate, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** @throws invalid, limitReached, unavailable */
export async function rangeQuery(telemetry: Telemetry, question: RangeQuestion): Promise<RangeResult> {
  const fromMs = question.from.getTime();
  const toMs = question.to.getTime();
  if (!(toMs > fromMs)) throw invalid("The end of the range must come after its start");
  const window = { from: question.from, to: question.to };
  const series = await matchSeries(telemetry, { ...question, window });
  const stepMs =
    question.stepMs ?? chooseStepMs(toMs - fromMs, await sampleIntervalMs(telemetry, question, series));
  if (!Number.isInteger(stepMs) || stepMs < 1_000)
    throw invalid("The step must be whole milliseconds, at least a second");
  if ((toMs - fromMs) / stepMs > bucketsMax)
    throw invalid(`At most ${bucketsMax} steps; choose a larger step`);
  const isPercentile = question.aggregate in quantiles;
  const plan = await planSource(telemetry, {
    workspaceId: question.workspaceId,
    stepMs,
    fromMs,
    toMs,
    isPercentile,
  });
  const times = gridTimes(fromMs, toMs, stepMs);
  const grid: Grid = { times, stepMs, ...plan };
  const quantile = quantiles[question.aggregate];
  const ofHistogram =
    quantile !== undefined && series[0]?.kind === "histogram" && question.metric.endsWith("_bucket");
  const grouped = groupSeries(series, question.groupBy);
  const groupsMax = question.groupsMax ?? 20;
  const shown = grouped.slice(0, groupsMax);
  const ofNative = quantile !== undefined && series[0]?.kind === "exponential";
  const groups = ofHistogram
    ? await histogramGroups(telemetry, question, grid, shown, quantile)
    : ofNative
      ? asGroups(shown, await nativeQuantiles(telemetry, question, grid, shown, quantile))
      : await plainGroups(telemetry, question, grid, grouped, groupsMax);
  return {
    times,
    stepMs,
    source: plan.source,
    kind: series[0]?.kind ?? null,
    unit: ofHistogram ? await histogramUnit(telemetry, question) : (series[0]?.unit ?? ""),
    seriesTotal: series.length,
    groupsTotal: grouped.length,
    groups,
  };
}

type Grid = SourcePlan & { times: number[]; stepMs: number };

const cell = z.tuple([z.number(), z.number().nullable(), z.number().nullable(), z.number().nullable()]);
const row = z.object({ g: z.number(), points: z.array(cell) });

async function plainGroups(
  telemetry: Telemetry,
  question: RangeQuestion,
  grid: Grid,
  groups: SeriesGroup[],
  groupsMax: number,
): Promise<RangeGroup[]> {
  if (groups.length === 0) return [];
  const isRate = question.aggregate === "rate" || question.aggregate === "increase";
  const ids = groups.flatMap((group) => group.series.map((one) => one.seriesId));
  const numbers = groups.flatMap((group, index) => group.series.map(() => String(index)));
  const firstMs = grid.times[0] ?? 0;
  const plan = { source: grid.source, rolledUpToMs: grid.rolledUpToMs, stepMs: grid.stepMs };
  const rows = await telemetry.query({
    name: `metrics.range.${question.aggregate}`,
    sql: groupedStatement(
      partsOf(groups, isRate, plan),
      question.aggregate,
      idList(ids),
      idList(numbers),
      groupsMax,
    ),
    params: { metric: question.metric, firstMs } satisfies Record<string, Param>,
    row,
    workspaceId: question.workspaceId,
    // A rate needs the sample before its first bucket.
    window: {
      from: new Date(firstMs - (isRate ? Math.max(300_000, grid.stepMs) : 0)),
      to: question.to,
    },
    timeoutSeconds: 20,
  });
  return rows.flatMap((found) => {
    const group = groups[found.g];
    return group ? [fillGroup(group, found.points, grid.times.length)] : [];
  });
}

type Part = { plan: RowsPlan; isDelta: boolean };

/** Rates read running totals and amounts differently, and one metric may have series of both: two services, one name. */
function partsOf(groups: SeriesGroup[], isRate: boolean, plan: Omit<RowsPlan, "seriesCondition">): Part[] {
  const series = groups.flatMap((group) => group.series);
  const byKind = Map.groupBy(
    series,
    (one) => isRate && (one.temporality === "delta" || one.kind === "delta"),
  );
  return [...byKind].map(([isDelta, some]) => ({
    plan: { ...plan, seriesCondition: `series_id IN (${idList(some.map((one) => one.seriesId))})` },
    isDelta,
  }));
}

function groupedStatement(
  parts: Part[],
  aggregate: Aggregate,
  ids: string,
  numbers: string,
  groupsMax: number,
): string {
  const group = `transform(series_id, [${ids}]::Array(UInt64), [${numbers}]::Array(UInt32), toUInt32(4294967295)) AS g`;
  const stepMs = parts[0]?.plan.stepMs ?? 1;
  const rows = parts.map((part) => valueRows(part.plan, aggregate, part.isDelta, group));
  const joined =
    rows.length === 1
      ? rows[0]
      : `SELECT g, b, sumOrNull(v) AS v, ${none} AS lo, ${none} AS hi FROM (${rows.join(" UNION ALL ")}) GROUP BY g, b`;
  return `SELECT g, groupArray((toUInt32(intDiv(b - {firstMs:Int64}, ${stepMs})), v, lo, hi)) AS points
    FROM (${joined})
    WHERE b >= {firstMs:Int64}
    GROUP BY g ORDER BY avg(v) DESC NULLS LAST, g LIMIT ${groupsMax}`;
}

const none = "CAST(NULL, 'Nullable(Float64)')";

/** Rows g, b, v, lo, hi. */
function valueRows(plan: RowsPlan, aggregate: Aggregate, isDelta: boolean, group: string): string {
  const bucket = `intDiv(rb, ${plan.stepMs}) * ${plan.stepMs} AS b`;
  if (aggregate === "rate" || aggregate === "increase") {
    if (isDelta) {
      const total = aggregate === "rate" ? `sum(s) / ${plan.stepMs / 1_000}` : "sum(s)";
      return `SELECT ${group}, ${bucket}, toNullable(${total}) AS v, ${none} AS lo, ${none} AS hi
        FROM (${seriesRows(plan)}) GROUP BY g, b`;
    }
    const total =
      aggregate === "rate" ? "sumOrNullIf(inc / span * 1000, span > 0)" : "sumOrNullIf(inc, span > 0)";
    return `SELECT ${group}, b, ${total} AS v, ${none} AS lo, ${none} AS hi FROM (${increaseRows(plan)}) GROUP BY g, b`;
  }
  const level = quantiles[aggregate];
  if (level !== undefined) {
    if (plan.source === "raw") return rawQuantiles(plan, group, level);
    return `SELECT ${group}, ${bucket}, toNullable(quantileExactInclusive(${level})(s / c)) AS v,
      toNullable(min(mn)) AS lo, toNullable(max(mx)) AS hi FROM (${seriesRows(plan)}) GROUP BY g, b`;
  }
  const perSeries = isAtStep(plan)
    ? `SELECT series_id, rb AS b, s AS ss, c AS cc, mn AS mn1, mx AS mx1 FROM (${seriesRows(plan)})`
    : `SELECT series_id, ${bucket}, sum(s) AS ss, sum(c) AS cc, min(mn) AS mn1, max(mx) AS mx1
       FROM (${seriesRows(plan)}) GROUP BY series_id, b`;
  const value = {
    avg: ["avg(ss / cc)", true],
    sum: ["sum(ss / cc)", false],
    min: ["min(mn1)", true],
    max: ["max(mx1)", true],
    count: ["toFloat64(count())", false],
  } as const;
  const [text, banded] = value[aggregate as keyof typeof value];
  const band = banded
    ? "toNullable(min(mn1)) AS lo, toNullable(max(mx1)) AS hi"
    : `${none} AS lo, ${none} AS hi`;
  return `SELECT ${group}, b, toNullable(${text}) AS v, ${band} FROM (${perSeries}) GROUP BY g, b`;
}

function rawQuantiles(plan: RowsPlan, group: string, level: number): string {
  return `SELECT ${group}, intDiv(toUnixTimestamp64Milli(time), ${plan.stepMs}) * ${plan.stepMs} AS b,
      toNullable(quantileExactInclusive(${level})(value)) AS v, toNullable(min(value)) AS lo, toNullable(max(value)) AS hi
    FROM metric_samples
    WHERE workspace_id = {workspaceId:UUID} AND metric = {metric:String} AND ${plan.seriesCondition}
      AND time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')
      AND NOT isNaN(value)
    GROUP BY g, b`;
}

function fillGroup(group: SeriesGroup, points: z.infer<typeof cell>[], length: number): RangeGroup {
  const empty = () => new Array<number | null>(length).fill(null);
  const filled: RangeGroup = {
    labels: group.labels,
    seriesCount: group.series.length,
    values: empty(),
    min: empty(),
    max: empty(),
  };
  for (const [index, value, low, high] of points) {
    if (index >= length) continue;
    filled.values[index] = value;
    filled.min[index] = low;
    filled.max[index] = high;
  }
  return filled;
}

function asGroups(groups: SeriesGroup[], values: (number | null)[][]): RangeGroup[] {
  return groups.map((group, i) => {
    const own = values[i] ?? [];
    const nothing = own.map(() => null);
    return {
      labels: group.labels,
      seriesCount: group.series.length,
      values: own,
      min: nothing,
      max: nothing,
    };
  });
}

/** A histogram's buckets are counts; what was counted has the unit of its sum. */
async function histogramUnit(telemetry: Telemetry, question: RangeQuestion): Promise<string> {
  const [found] = await telemetry.query({
    name: "metrics.histogramUnit",
    sql: `SELECT anyLast(unit) AS text FROM metric_series
          WHERE workspace_id = {workspaceId:UUID} AND metric = {metric:String} AND ${aliveInWindow}`,
    params: { metric: question.metric.replace(/_bucket$/, "_sum") },
    row: z.object({ text: z.string() }),
    workspaceId: question.workspaceId,
    window: { from: question.from, to: question.to },
  });
  return found?.text ?? "";
}

/** One quantile per group and bucket, from how much each `le` bucket grew. */
async function histogramGroups(
  telemetry: Telemetry,
  question: RangeQuestion,
  grid: Grid,
  groups: SeriesGroup[],
  quantile: number,
): Promise<RangeGroup[]> {
  return Promise.all(
    groups.map(async (group) => {
      const byBound = groupSeries(group.series, ["le"]);
      const grown = await plainGroups(
        telemetry,
        { ...question, aggregate: "increase" },
        grid,
        byBound,
        byBound.length,
      );
      const bounds = grown.map((one) => ({
        le: Number(one.labels.le === "+Inf" ? "Infinity" : one.labels.le),
        values: one.values,
      }));
      const values = quantileOfBuckets(bounds, quantile, grid.times.length);
      const nothing = values.map(() => null);
      return { labels: group.labels, seriesCount: group.series.length, values, min: nothing, max: nothing };
    }),
  );
}

const recentMs = 20 * 60_000;

/** Median time between two samples of a series, seen in the last twenty minutes of the range; 0 when unknown. */
async function sampleIntervalMs(
  telemetry: Telemetry,
  question: RangeQuestion,
  series: SeriesInfo[],
): Promise<number> {
  if (series.length === 0) return 0;
  const some = series.slice(0, 20).map((one) => one.seriesId);
  const [found] = await telemetry.query({
    name: "metrics.sampleInterval",
    sql: `SELECT toFloat64(median(gap)) AS gapMs FROM (
            SELECT arrayReduce('median', arrayPopFront(arrayDifference(arraySort(groupUniqArray(1000)(toUnixTimestamp64Milli(time)))))) AS gap
            FROM metric_samples
            WHERE workspace_id = {workspaceId:UUID} AND metric = {metric:String} AND series_id IN (${idList(some)})
              AND time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')
            GROUP BY series_id HAVING uniqExact(time) > 1
          )`,
    params: { metric: question.metric },
    row: z.object({ gapMs: z.number().nullable() }),
    workspaceId: question.workspaceId,
    window: {
      from: new Date(Math.max(question.from.getTime(), question.to.getTime() - recentMs)),
      to: question.to,
    },
  });
  return found?.gapMs ?? 0;
}
