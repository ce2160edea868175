/** Observations of some stretch of time in the buckets of a native histogram (see `tables/histograms.ts`). */
export type NativeCounts = {
  schema: number;
  zeroThreshold: number;
  zero: number;
  /** Bucket index → observations. */
  positive: Map<number, number>;
  negative: Map<number, number>;
};

const schemaMax = 8;
export const noCounts = (): NativeCounts => ({
  schema: schemaMax,
  zeroThreshold: 0,
  zero: 0,
  positive: new Map(),
  negative: new Map(),
});

/** The bucket that holds bucket `index` where buckets are 2^`shift` times as wide. Exact. */
const coarser = (index: number, shift: number): number => Math.floor((index - 1) / 2 ** shift) + 1;

function rescale(buckets: Map<number, number>, shift: number): Map<number, number> {
  if (shift === 0) return buckets;
  const merged = new Map<number, number>();
  for (const [index, count] of buckets) {
    const wide = coarser(index, shift);
    merged.set(wide, (merged.get(wide) ?? 0) + count);
  }
  return merged;
}

/** Adds `sign` times `more` to `total`, both brought to the coarser of their schemas. */
export function addCounts(total: NativeCounts, more: NativeCounts, sign: 1 | -1 = 1): void {
  const schema = Math.min(total.schema, more.schema);
  for (const side of ["positive", "negative"] as const) {
    const own = rescale(total[side], total.schema - schema);
    for (const [index, count] of rescale(more[side], more.schema - schema)) {
      own.set(index, (own.get(index) ?? 0) + sign * count);
    }
    total[side] = own;
  }
  total.schema = schema;
  total.zero += sign * more.zero;
  total.zeroThreshold = Math.max(total.zeroThreshold, more.zeroThreshold);
}

/**
 * Estimates a quantile as Prometheus' `histogram_quantile` does for native histograms: exponential interpolation within
 * the bucket that holds the rank, linear within the zero bucket. Null when nothing was counted.
 */
export function quantileOfNative(counts: NativeCounts, quantile: number): number | null {
  const bound = (index: number) => 2 ** (index * 2 ** -counts.schema);
  const some = (side: Map<number, number>) => [...side].filter(([, count]) => count > 0);
  const negative = some(counts.negative).sort((a, b) => b[0] - a[0]);
  const positive = some(counts.positive).sort((a, b) => a[0] - b[0]);
  const zero = Math.max(0, counts.zero);
  const sum = (side: [number, number][]) => side.reduce((total, [, count]) => total + count, 0);
  const total = sum(negative) + zero + sum(positive);
  if (!(total > 0)) return null;
  const rank = quantile * total;
  let below = 0;
  for (const [index, count] of negative) {
    const part = (rank - below) / count;
    if (part <= 1) return -(bound(index) * (bound(index - 1) / bound(index)) ** part);
    below += count;
  }
  if (zero > 0 && rank - below <= zero) {
    const low = negative.length > 0 ? -counts.zeroThreshold : 0;
    const high = positive.length > 0 ? counts.zeroThreshold : 0;
    return low + (high - low) * ((rank - below) / zero);
  }
  below += zero;
  for (const [index, count] of positive) {
    const part = (rank - below) / count;
    if (part <= 1) return bound(index - 1) * (bound(index) / bound(index - 1)) ** Math.max(0, part);
    below += count;
  }
  const [last] = positive.at(-1) ?? [0];
  return bound(last);
}
