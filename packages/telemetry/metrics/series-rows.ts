import type { SourcePlan } from "./source.ts";

/**
 * Statement texts that turn samples or rollups into rows per series and bucket. All text here is ours; identifiers are
 * digits, everything else is bound.
 */
export type RowsPlan = SourcePlan & {
  stepMs: number;
  seriesCondition: string;
};

const scope = "workspace_id = {workspaceId:UUID} AND metric = {metric:String}";
const ms = (time: string) => `fromUnixTimestamp64Milli(toInt64(${time}), 'UTC')`;
const start = ms("{fromMs:Int64}");
const end = ms("{toMs:Int64}");
const bucketMsOf = (plan: RowsPlan) => (plan.source === "1m" ? 60_000 : 3_600_000);

const samplesFrom = (plan: RowsPlan, from: string) =>
  `metric_samples WHERE ${scope} AND ${plan.seriesCondition} AND time >= ${from} AND time < ${end} AND NOT isNaN(value)`;

/**
 * A bucket that was computed twice has two rows until they merge; the later one is right. Read in the order of the
 * table this takes a twentieth of the time of argMax over the same rows.
 */
function rollups(plan: RowsPlan, columns: string): string {
  return `SELECT series_id, toInt64(toUnixTimestamp(bucket)) * 1000 AS rb, ${columns}
    FROM metric_rollup_${plan.source}
    WHERE ${scope} AND ${plan.seriesCondition} AND bucket >= toDateTime(${start}, 'UTC')
      AND bucket < toDateTime(least(${ms(String(plan.rolledUpToMs))}, ${end}), 'UTC')
    ORDER BY series_id, bucket, version DESC LIMIT 1 BY series_id, bucket`;
}

const tailStart = (plan: RowsPlan) => `greatest(${ms(String(plan.rolledUpToMs))}, ${start})`;

/** Whether `seriesRows` come one per series and step already. */
export const isAtStep = (plan: RowsPlan): boolean =>
  plan.source === "raw" || bucketMsOf(plan) === plan.stepMs;

/** Rows series_id, rb (start, epoch ms), mn, mx, s (sum), c (count) at the step for samples, at theirs for rollups. */
export function seriesRows(plan: RowsPlan): string {
  const raw = (bucketMs: number, from: string) => `SELECT series_id,
      intDiv(toUnixTimestamp64Milli(time), ${bucketMs}) * ${bucketMs} AS rb,
      min(value) AS mn, max(value) AS mx, sum(value) AS s, toUInt64(count()) AS c
    FROM ${samplesFrom(plan, from)} GROUP BY series_id, rb`;
  if (plan.source === "raw") return raw(plan.stepMs, start);
  return `SELECT * FROM (${rollups(plan, "min AS mn, max AS mx, sum AS s, count AS c")})
    UNION ALL ${raw(bucketMsOf(plan), tailStart(plan))}`;
}

/** A longer silence than this leaves the increase across it unknown, so that a gap stays a gap. */
const silenceMsMax = 5 * 60_000;

/**
 * Rows series_id, b, inc (reset-safe increase: a value below its predecessor restarted from zero) and span (ms that
 * the increase covers). Each step from one value to the next belongs to the bucket of the later one. One array per
 * series is several times faster than a window function or an array per bucket.
 */
export function increaseRows(plan: RowsPlan): string {
  const gapMs = Math.max(silenceMsMax, 2 * plan.stepMs);
  const steps = plan.source === "raw" ? sampleSteps(plan) : rollupSteps(plan, gapMs);
  return `SELECT series_id, intDiv(j.1, ${plan.stepMs}) * ${plan.stepMs} AS b, sum(j.2) AS inc, sum(j.3) AS span
    FROM (${steps}) WHERE j.3 <= ${gapMs} OR j.4 = 1
    GROUP BY series_id, b`;
}

/** j: time of the later value, increase, milliseconds, 1 when the span lies within one rollup. */
function sampleSteps(plan: RowsPlan): string {
  return `SELECT series_id, arrayJoin(arrayMap(
      (p, n) -> (n.1, if(n.2 >= p.2, n.2 - p.2, n.2), n.1 - p.1, 0), arrayPopBack(points), arrayPopFront(points))) AS j
    FROM (
      SELECT series_id, arraySort(groupArray((toUnixTimestamp64Milli(time), value))) AS points
      FROM ${samplesFrom(plan, start)} GROUP BY series_id
    )`;
}

/** Rollups and single samples as (ft, f, lt, l, inc, rb): first time and value, last time and value, inner increase. */
function rollupSteps(plan: RowsPlan, gapMs: number): string {
  const columns = `toUnixTimestamp64Milli(first_time) AS ft, first AS f,
    toUnixTimestamp64Milli(last_time) AS lt, last AS l, increase AS inc`;
  return `SELECT series_id, arrayJoin(arrayMap(
      (p, n) -> if(n.1 - p.3 <= ${gapMs},
        (n.6, n.5 + if(n.2 >= p.4, n.2 - p.4, n.2), n.3 - p.3, 1),
        (n.6, n.5, n.3 - n.1, 1)),
      arrayPushFront(arrayPopBack(points), (-1000000000000000, 0., -1000000000000000, 0., 0., 0)), points)) AS j
    FROM (
      SELECT series_id, arraySort(groupArray(point)) AS points
      FROM (
        SELECT series_id, (ft, f, lt, l, inc, rb) AS point FROM (${rollups(plan, columns)})
        UNION ALL
        SELECT series_id, (toUnixTimestamp64Milli(time) AS t, value, t, value, 0., t) AS point
        FROM ${samplesFrom(plan, tailStart(plan))}
      )
      GROUP BY series_id
    )`;
}
