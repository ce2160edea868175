import type { ResultSeries } from "@triops/telemetry/promql/engine";

/** One bucket of a series: the newest value in it, and the least and greatest of all that were evaluated in it. */
export type FoldedPoint = { timeMs: number; value: number; min: number; max: number };

/**
 * Lays the steps of a range query into wider buckets that end at `startMs` plus whole buckets. The value is the one at
 * the bucket's end, as a query with that step would give it; the extremes keep what lies between two of them.
 * A bucket in which nothing was evaluated stays absent: a gap. NaN is never an extreme.
 */
export function foldSeries(
  { times, values }: Pick<ResultSeries, "times" | "values">,
  startMs: number,
  bucketMs: number,
): FoldedPoint[] {
  const folded: FoldedPoint[] = [];
  for (let at = 0; at < times.length; at++) {
    const value = values[at] ?? Number.NaN;
    const timeMs = startMs + Math.ceil(((times[at] ?? 0) - startMs) / bucketMs) * bucketMs;
    const last = folded.at(-1);
    if (last?.timeMs !== timeMs) {
      folded.push({ timeMs, value, min: value, max: value });
      continue;
    }
    last.value = value;
    if (value < last.min || Number.isNaN(last.min)) last.min = value;
    if (value > last.max || Number.isNaN(last.max)) last.max = value;
  }
  return folded;
}
