/** Populated buckets of one side, by index in ascending order. */
export type Buckets = { indexes: readonly number[]; counts: readonly number[] };

/**
 * A native histogram. Bucket i of an exponential schema (−4 … 8) holds (base^(i−1), base^i] with base = 2^(2^−schema),
 * mirrored on the negative side; bucket i of the custom schema ends at `customBounds[i]`, the last one at +Inf.
 */
export type NativeHistogram = {
  schema: number;
  zeroThreshold: number;
  zeroCount: number;
  count: number;
  sum: number;
  positive: Buckets;
  negative: Buckets;
  customBounds: readonly number[];
  /** Amounts that may fall, as after a rate; false for what was counted up. */
  isGauge: boolean;
};

export const customSchema = -53;
export const isCustom = (histogram: NativeHistogram): boolean => histogram.schema === customSchema;

/** Bounds and observations of one bucket. */
export type Bucket = { lower: number; upper: number; count: number };

const boundOf = (index: number, schema: number) => 2 ** (index * 2 ** -schema);

function bucketsOf(histogram: NativeHistogram, side: Buckets, isNegative: boolean): Bucket[] {
  const { schema, customBounds } = histogram;
  return side.indexes.map((index, at) => {
    const count = side.counts[at] ?? 0;
    if (schema === customSchema) {
      return {
        lower: index === 0 ? -Infinity : (customBounds[index - 1] ?? Infinity),
        upper: customBounds[index] ?? Infinity,
        count,
      };
    }
    const [inner, outer] = [boundOf(index - 1, schema), boundOf(index, schema)];
    return isNegative ? { lower: -outer, upper: -inner, count } : { lower: inner, upper: outer, count };
  });
}

/** All populated buckets from the lowest to the highest value, the zero bucket among them. */
export function allBuckets(histogram: NativeHistogram): Bucket[] {
  const { zeroThreshold, zeroCount } = histogram;
  const zero = zeroCount === 0 ? [] : [{ lower: -zeroThreshold, upper: zeroThreshold, count: zeroCount }];
  return [
    ...bucketsOf(histogram, histogram.negative, true).reverse(),
    ...zero,
    ...bucketsOf(histogram, histogram.positive, false),
  ];
}

/** Equal in everything but what kind of amount it is. */
export function sameHistogram(a: NativeHistogram, b: NativeHistogram): boolean {
  const sameNumbers = (one: readonly number[], other: readonly number[]) =>
    one.length === other.length && one.every((value, at) => Object.is(value, other[at]));
  const sameSide = (one: Buckets, other: Buckets) => {
    const [left, right] = [populated(one), populated(other)];
    return sameNumbers(left.indexes, right.indexes) && sameNumbers(left.counts, right.counts);
  };
  return (
    a.schema === b.schema &&
    a.zeroThreshold === b.zeroThreshold &&
    a.zeroCount === b.zeroCount &&
    a.count === b.count &&
    (a.sum === b.sum || (Number.isNaN(a.sum) && Number.isNaN(b.sum))) &&
    sameNumbers(a.customBounds, b.customBounds) &&
    sameSide(a.positive, b.positive) &&
    sameSide(a.negative, b.negative)
  );
}

/** Without buckets that hold nothing. */
export function populated({ indexes, counts }: Buckets): Buckets {
  if (!counts.includes(0)) return { indexes, counts };
  return {
    indexes: indexes.filter((_, at) => counts[at] !== 0),
    counts: counts.filter((count) => count !== 0),
  };
}

/** As Prometheus prints it where a histogram becomes the value of a label. */
export function histogramText(histogram: NativeHistogram): string {
  const { count, sum } = histogram;
  const buckets = allBuckets(histogram).map((bucket) => {
    const { lower, upper } = bucket;
    const left =
      lower < 0 && upper >= 0 && !isCustom(histogram) ? "[" : upper <= 0 && !isCustom(histogram) ? "[" : "(";
    const right = upper <= 0 && lower < 0 && !isCustom(histogram) ? ")" : "]";
    return `${left}${lower},${upper}${right}:${bucket.count}`;
  });
  return `{count:${count}, sum:${sum}${buckets.map((each) => `, ${each}`).join("")}}`;
}
