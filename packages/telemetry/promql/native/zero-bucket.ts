import { allBuckets, type Buckets, type NativeHistogram, populated } from "./histogram.ts";

/**
 * What the zero bucket would hold if it reached at least to `threshold`: a populated bucket that it would cut is taken
 * whole, which moves the threshold further out.
 */
export function widerZero(
  histogram: NativeHistogram,
  threshold: number,
): { threshold: number; count: number } {
  let reach = threshold;
  for (;;) {
    let count = histogram.zeroCount;
    let further = reach;
    for (const { lower, upper, count: held } of allBuckets({ ...histogram, zeroCount: 0 })) {
      const [near, far] = lower < 0 ? [-upper, -lower] : [lower, upper];
      if (near >= reach) continue;
      count += held;
      if (held !== 0) further = Math.max(further, far);
    }
    if (further === reach) return { threshold: reach, count };
    reach = further;
  }
}

/** The same histogram with that zero bucket. */
export function withZeroThreshold(histogram: NativeHistogram, threshold: number): NativeHistogram {
  if (histogram.zeroThreshold >= threshold) return histogram;
  const zero = widerZero(histogram, threshold);
  const width = 2 ** -histogram.schema;
  const outside = ({ indexes, counts }: Buckets): Buckets =>
    populated({
      indexes,
      counts: counts.map((count, at) =>
        2 ** (((indexes[at] ?? 0) - 1) * width) < zero.threshold ? 0 : count,
      ),
    });
  return {
    ...histogram,
    zeroThreshold: zero.threshold,
    zeroCount: zero.count,
    positive: outside(histogram.positive),
    negative: outside(histogram.negative),
  };
}

/** Both with the same zero bucket. */
export function sameZero(a: NativeHistogram, b: NativeHistogram): [NativeHistogram, NativeHistogram] {
  let [one, other] = [a, b];
  // Each widening may take a bucket that the other has to take as well.
  while (one.zeroThreshold !== other.zeroThreshold) {
    if (one.zeroThreshold < other.zeroThreshold) one = withZeroThreshold(one, other.zeroThreshold);
    else other = withZeroThreshold(other, one.zeroThreshold);
  }
  return [one, other];
}
