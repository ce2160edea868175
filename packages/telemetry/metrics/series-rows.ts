import type { Source } from "./step.ts";

/**
 * Statement texts that turn samples or rollups into rows of one shape, per series and bucket:
 * series_id, rb (bucket start, epoch ms), mn, mx, s (sum), c (count), f/ft (first value and time),
 * l/lt (last), inc (reset-safe increase within the bucket).
 * All text here is ours; identifiers are digits, everything else is bound.
 */
export type RowsPlan = {
  source: Source;
  /** Rollups are complete before this time; what follows is read from the samples. Epoch ms. */
  rolledUpToMs: number;
  stepMs: number;
  /** Reset-safe increases cost a sort, so they are computed only for rates. */
  withIncrease: boolean;
  seriesCondition: string;
};

const scope = "workspace_id = {workspaceId:UUID} AND metric = {metric:String}";

/** Time between consecutive values, reset-safe: a value below its predecessor restarted from zero. */
export const increaseWithin = (points: string) =>
  `arraySum(arrayMap((p, n) -> if(n.2 >= p.2, n.2 - p.2, n.2), arrayPopBack(${points}), arrayPopFront(${points})))`;

const ms = (time: string) => `fromUnixTimestamp64Milli(toInt64(${time}), 'UTC')`;

function rawRows(plan: RowsPlan, bucketMs: number, from: string): string {
  const increase = plan.withIncrease
    ? `argMin(value, time) AS f, min(t) AS ft, argMax(value, time) AS l, max(t) AS lt,
       ${increaseWithin("arraySort(groupArray((t, value)))")} AS inc`
    : "0. AS f, toInt64(0) AS ft, 0. AS l, toInt64(0) AS lt, 0. AS inc";
  return `SELECT series_id, intDiv(toUnixTimestamp64Milli(time) AS t, ${bucketMs}) * ${bucketMs} AS rb,
      min(value) AS mn, max(value) AS mx, sum(value) AS s, toUInt64(count()) AS c, ${increase}
    FROM metric_samples
    WHERE ${scope} AND ${plan.seriesCondition} AND time >= ${from} AND time < ${ms("{toMs:Int64}")} AND NOT isNaN(value)
    GROUP BY series_id, rb`;
}

function rollupRows(plan: RowsPlan, to: string): string {
  // A bucket that was computed twice has two rows until they merge; the later one is right.
  return `SELECT series_id, rb, r.1 AS mn, r.2 AS mx, r.3 AS s, r.4 AS c, r.5 AS f, r.6 AS ft, r.7 AS l, r.8 AS lt, r.9 AS inc
    FROM (
      SELECT series_id, toInt64(toUnixTimestamp(bucket)) * 1000 AS rb,
        argMax((min, max, sum, count, first, toUnixTimestamp64Milli(first_time), last,
          toUnixTimestamp64Milli(last_time), increase), version) AS r
      FROM metric_rollup_${plan.source}
      WHERE ${scope} AND ${plan.seriesCondition} AND bucket >= toDateTime(${ms("{fromMs:Int64}")}, 'UTC')
        AND bucket < toDateTime(${to}, 'UTC')
      GROUP BY series_id, rb
    )`;
}

/** Rows at the source's own resolution: the step for raw data, a minute or an hour for rollups. */
export function seriesRows(plan: RowsPlan): string {
  const start = ms("{fromMs:Int64}");
  if (plan.source === "raw") return rawRows(plan, plan.stepMs, start);
  const boundary = ms(String(plan.rolledUpToMs));
  const bucketMs = plan.source === "1m" ? 60_000 : 3_600_000;
  return `${rollupRows(plan, `least(${boundary}, ${ms("{toMs:Int64}")})`)}
    UNION ALL
    ${rawRows(plan, bucketMs, `greatest(${boundary}, ${start})`)}`;
}

/** A longer silence than this leaves the increase across it unknown, so that a gap stays a gap. */
const silenceMsMax = 5 * 60_000;

/** Per series and bucket: inc and span (ms that it covers), with the step from the bucket before included. */
export function increaseRows(plan: RowsPlan): string {
  const gapMs = Math.max(silenceMsMax, 2 * plan.stepMs);
  return `SELECT series_id, intDiv(rb, ${plan.stepMs}) * ${plan.stepMs} AS b, sum(inc + crossing) AS inc, sum(span) AS span
    FROM (
      SELECT series_id, rb, inc,
        lagInFrame(l, 1, 0.) OVER earlier AS pl, lagInFrame(lt, 1, toInt64(0)) OVER earlier AS plt,
        plt > 0 AND ft - plt <= ${gapMs} AS continues,
        if(continues, if(f >= pl, f - pl, f), 0.) AS crossing,
        lt - if(continues, plt, ft) AS span
      FROM (${seriesRows(plan)})
      WINDOW earlier AS (PARTITION BY series_id ORDER BY rb ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    )
    GROUP BY series_id, b`;
}
