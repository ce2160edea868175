import { type Buckets, customSchema, isCustom, type NativeHistogram, populated } from "./histogram.ts";
import { sameZero, widerZero } from "./zero-bucket.ts";

/** `undefined`: one has exponential buckets, the other custom ones. `reconciled`: custom bounds differed. */
export type Combined = { histogram: NativeHistogram; reconciled: boolean } | undefined;

/** Wider buckets: those of `schema`, which is at most the histogram's own. */
export function atSchema(histogram: NativeHistogram, schema: number): NativeHistogram {
  if (histogram.schema <= schema) return histogram;
  const shift = 2 ** (histogram.schema - schema);
  const merged = (side: Buckets) =>
    collected(
      side.indexes.map((index) => Math.ceil(index / shift)),
      side.counts,
    );
  return { ...histogram, schema, positive: merged(histogram.positive), negative: merged(histogram.negative) };
}

function collected(indexes: readonly number[], counts: readonly number[]): Buckets {
  const made = { indexes: [] as number[], counts: [] as number[] };
  indexes.forEach((index, at) => {
    const last = made.indexes.length - 1;
    if (made.indexes[last] === index) made.counts[last] = (made.counts[last] ?? 0) + (counts[at] ?? 0);
    else {
      made.indexes.push(index);
      made.counts.push(counts[at] ?? 0);
    }
  });
  return made;
}

/** a + sign · b, bucket by bucket. */
function sumOfSides(a: Buckets, b: Buckets, sign: number): Buckets {
  const made = { indexes: [] as number[], counts: [] as number[] };
  let [i, j] = [0, 0];
  while (i < a.indexes.length || j < b.indexes.length) {
    const [left, right] = [a.indexes[i] ?? Infinity, b.indexes[j] ?? Infinity];
    const index = Math.min(left, right);
    made.indexes.push(index);
    made.counts.push(
      (left === index ? (a.counts[i++] ?? 0) : 0) + (right === index ? sign * (b.counts[j++] ?? 0) : 0),
    );
  }
  return populated(made);
}

/** Only the bounds that both have: buckets between two of them are added up. */
function sameBounds(a: NativeHistogram, b: NativeHistogram): [NativeHistogram, NativeHistogram, boolean] {
  const others = new Set(b.customBounds);
  const bounds = a.customBounds.filter((bound) => others.has(bound));
  if (bounds.length === a.customBounds.length && bounds.length === b.customBounds.length)
    return [a, b, false];
  const onto = (histogram: NativeHistogram): NativeHistogram => {
    const place = (index: number) => {
      const upper = histogram.customBounds[index] ?? Infinity;
      const found = bounds.findIndex((bound) => bound >= upper);
      return found < 0 ? bounds.length : found;
    };
    const { indexes, counts } = histogram.positive;
    return { ...histogram, customBounds: bounds, positive: collected(indexes.map(place), counts) };
  };
  return [onto(a), onto(b), true];
}

function combined(a: NativeHistogram, b: NativeHistogram, sign: 1 | -1): Combined {
  if (isCustom(a) !== isCustom(b)) return undefined;
  let [one, other, reconciled] = [a, b, false];
  if (isCustom(a)) [one, other, reconciled] = sameBounds(a, b);
  else {
    [one, other] = sameZero(a, b);
    const schema = Math.min(one.schema, other.schema);
    [one, other] = [atSchema(one, schema), atSchema(other, schema)];
  }
  return {
    histogram: {
      ...one,
      zeroCount: one.zeroCount + sign * other.zeroCount,
      count: one.count + sign * other.count,
      sum: one.sum + sign * other.sum,
      positive: sumOfSides(one.positive, other.positive, sign),
      negative: sumOfSides(one.negative, other.negative, sign),
      isGauge: a.isGauge || b.isGauge || sign < 0,
    },
    reconciled,
  };
}

/** At the coarser of both resolutions, with the wider zero bucket. */
export const added = (a: NativeHistogram, b: NativeHistogram): Combined => combined(a, b, 1);
export const subtracted = (a: NativeHistogram, b: NativeHistogram): Combined => combined(a, b, -1);

export function scaled(histogram: NativeHistogram, by: (count: number) => number): NativeHistogram {
  const side = ({ indexes, counts }: Buckets): Buckets => ({ indexes, counts: counts.map(by) });
  return {
    ...histogram,
    zeroCount: by(histogram.zeroCount),
    count: by(histogram.count),
    sum: by(histogram.sum),
    positive: side(histogram.positive),
    negative: side(histogram.negative),
  };
}

/** Whether a histogram that only counts up has started again since the one before it. */
export function hasReset(now: NativeHistogram, before: NativeHistogram): boolean {
  if (now.count < before.count) return true;
  if (isCustom(now) !== isCustom(before)) return true;
  if (now.schema === customSchema) {
    const [one, other] = sameBounds(now, before);
    return anyFell(one.positive, other.positive);
  }
  // Neither a finer resolution nor a narrower zero bucket comes about by counting on.
  if (now.schema > before.schema || now.zeroThreshold < before.zeroThreshold) return true;
  let known = before;
  if (now.zeroThreshold > before.zeroThreshold) {
    if (widerZero(before, now.zeroThreshold).threshold !== now.zeroThreshold) return true;
    [, known] = sameZero(now, before);
  }
  if (now.zeroCount < known.zeroCount) return true;
  const rough = atSchema(known, now.schema);
  return anyFell(now.positive, rough.positive) || anyFell(now.negative, rough.negative);
}

function anyFell(now: Buckets, before: Buckets): boolean {
  return sumOfSides(now, before, -1).counts.some((difference) => difference < 0);
}
