/** Growth of one cumulative `le` bucket per time step. */
export type BucketGrowth = { le: number; values: readonly (number | null)[] };

/**
 * Estimates a quantile per step as Prometheus' `histogram_quantile` does: linear within the bucket that holds the
 * rank, the lower bound of the first bucket taken as 0 when its upper bound is positive, and the last finite bound
 * for ranks in the +Inf bucket. Null where nothing was counted or the +Inf bucket is missing.
 */
export function quantileOfBuckets(
  buckets: readonly BucketGrowth[],
  quantile: number,
  steps: number,
): (number | null)[] {
  const sorted = [...buckets].filter((bucket) => !Number.isNaN(bucket.le)).sort((a, b) => a.le - b.le);
  if (sorted.length < 2 || sorted.at(-1)?.le !== Infinity) return new Array<number | null>(steps).fill(null);
  return Array.from({ length: steps }, (_, step) => {
    // A bucket that was not sent in this step grew as little as the one below it: counts must not fall.
    let floor = 0;
    const counts = sorted.map((bucket) => {
      floor = Math.max(floor, bucket.values[step] ?? 0);
      return floor;
    });
    const total = counts.at(-1) ?? 0;
    if (!(total > 0)) return null;
    const rank = quantile * total;
    const index = counts.findIndex((count) => count >= rank);
    const upper = sorted[index]?.le ?? Infinity;
    if (upper === Infinity) return sorted.at(-2)?.le ?? null;
    const lower = index > 0 ? (sorted[index - 1]?.le ?? 0) : Math.min(0, upper);
    if (index === 0 && upper <= 0) return upper;
    const below = index > 0 ? (counts[index - 1] ?? 0) : 0;
    const inside = (counts[index] ?? 0) - below;
    return inside > 0 ? lower + ((upper - lower) * (rank - below)) / inside : upper;
  });
}
