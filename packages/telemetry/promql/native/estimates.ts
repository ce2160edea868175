import { allBuckets, type Bucket, isCustom, type NativeHistogram } from "./histogram.ts";

/** The part of a bucket that can hold something: a zero bucket with neighbours on one side only ends at zero. */
function narrowed(histogram: NativeHistogram, bucket: Bucket): Bucket {
  const { lower, upper } = bucket;
  if (isCustom(histogram)) {
    return lower === -Infinity && upper > 0 ? { ...bucket, lower: 0 } : bucket;
  }
  if (!(lower < 0 && upper > 0)) return bucket;
  const some = (counts: readonly number[]) => counts.some((count) => count !== 0);
  const [below, above] = [some(histogram.negative.counts), some(histogram.positive.counts)];
  if (above && !below) return { ...bucket, lower: 0 };
  if (below && !above) return { ...bucket, upper: 0 };
  return bucket;
}

const isLinear = (histogram: NativeHistogram, { lower, upper }: Bucket) =>
  isCustom(histogram) || (lower <= 0 && upper >= 0);

/**
 * The φ-quantile as Prometheus estimates it: exponential within a bucket, linear in the zero bucket and in custom
 * ones. NaN where the rank lies among observations of NaN.
 */
export function nativeQuantile(q: number, histogram: NativeHistogram): number {
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  if (histogram.count === 0 || Number.isNaN(q)) return Number.NaN;
  const forward = Number.isNaN(histogram.sum) || q < 0.5;
  const buckets = allBuckets(histogram).filter(({ count }) => count !== 0);
  if (!forward) buckets.reverse();
  const wanted = (forward ? q : 1 - q) * histogram.count;
  let count = 0;
  let found: Bucket | undefined;
  for (found of buckets) {
    count += found.count;
    if (count >= wanted) break;
  }
  if (!found) return Number.NaN;
  const bucket = narrowed(histogram, found);
  if (isCustom(histogram)) {
    if (bucket.lower === -Infinity) return bucket.upper;
    if (bucket.upper === Infinity) return bucket.lower;
  }
  if (count < wanted) return forward ? Number.NaN : bucket.lower;
  const within = forward ? wanted - (count - found.count) : count - wanted;
  return placeIn(histogram, bucket, within / found.count);
}

function placeIn(histogram: NativeHistogram, bucket: Bucket, fraction: number): number {
  const { lower, upper } = bucket;
  if (isLinear(histogram, bucket)) return lower + (upper - lower) * fraction;
  const [low, high] = [Math.log2(Math.abs(lower)), Math.log2(Math.abs(upper))];
  if (lower > 0) return 2 ** (low + (high - low) * fraction);
  return -(2 ** (high + (low - high) * (1 - fraction)));
}

/** Estimated share of observations between two values. */
export function nativeFraction(lower: number, upper: number, histogram: NativeHistogram): number {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (nativeRank(histogram, upper) - nativeRank(histogram, lower)) / histogram.count;
}

/** Observations up to `value`. */
function nativeRank(histogram: NativeHistogram, value: number): number {
  let rank = 0;
  for (const raw of allBuckets(histogram)) {
    const bucket = narrowed(histogram, raw);
    if (bucket.lower >= value) return Math.min(rank, histogram.count);
    if (bucket.upper > value)
      return Math.min(rank + bucket.count * shareOf(histogram, bucket, value), histogram.count);
    rank += bucket.count;
  }
  return value === Infinity ? histogram.count : Math.min(rank, histogram.count);
}

function shareOf(histogram: NativeHistogram, bucket: Bucket, value: number): number {
  const { lower, upper } = bucket;
  // A bucket without a beginning or an end cannot be divided.
  if (lower === -Infinity) return 1;
  if (upper === Infinity) return 0;
  if (isLinear(histogram, bucket)) return (value - lower) / (upper - lower);
  const [low, high, at] = [lower, upper, value].map((bound) => Math.log2(Math.abs(bound))) as [
    number,
    number,
    number,
  ];
  return value > 0 ? (at - low) / (high - low) : 1 - (at - high) / (low - high);
}

/** Mean of squared distances from the mean, each observation taken to lie at its bucket's geometric middle. */
export function nativeVariance(histogram: NativeHistogram): number {
  const mean = histogram.sum / histogram.count;
  let squares = 0;
  for (const { lower, upper, count } of allBuckets(histogram)) {
    if (count === 0) continue;
    let middle = 0;
    if (isCustom(histogram)) middle = (lower + upper) / 2;
    else if (lower > 0 || upper < 0) middle = Math.sign(upper) * Math.sqrt(lower * upper);
    squares += count * (middle - mean) ** 2;
  }
  return squares / histogram.count;
}
