import type { NativeHistogram } from "../tables/histograms.ts";
import type { ExponentialPoint } from "./metric-model.ts";

/** Prometheus stops at schema 8; finer OTLP scales are merged down, which is exact. */
const schemaMax = 8;
const schemaMin = -4;
const bucketsMax = 10_000;

/**
 * An OTLP exponential histogram in Prometheus' terms. OTLP's bucket i holds (base^i, base^(i+1)], Prometheus' bucket i
 * holds (base^(i−1), base^i]: the index is one higher. Null when the scale is too coarse or there are too many buckets.
 */
export function nativeHistogram(point: ExponentialPoint, isDelta: boolean): NativeHistogram | null {
  if (point.scale < schemaMin) return null;
  if (point.positive.counts.length + point.negative.counts.length > bucketsMax) return null;
  const shift = Math.max(0, point.scale - schemaMax);
  if (shift > 31) return null;
  const positive = sparse(point.positive, shift);
  const negative = sparse(point.negative, shift);
  return {
    timeMs: point.timeMs,
    startTimeMs: point.startTimeMs,
    schema: Math.min(point.scale, schemaMax),
    zeroThreshold: point.zeroThreshold,
    zeroCount: point.zeroCount,
    count: point.count,
    sum: point.sum ?? Number.NaN,
    min: point.min ?? Number.NaN,
    max: point.max ?? Number.NaN,
    positiveIndexes: positive.indexes,
    positiveCounts: positive.counts,
    negativeIndexes: negative.indexes,
    negativeCounts: negative.counts,
    customBounds: [],
    isDelta,
    isStale: point.noValue,
  };
}

function sparse(
  buckets: { offset: number; counts: number[] },
  shift: number,
): { indexes: number[]; counts: number[] } {
  const indexes: number[] = [];
  const counts: number[] = [];
  buckets.counts.forEach((count, i) => {
    if (!(count > 0)) return;
    const index = ((buckets.offset + i) >> shift) + 1;
    if (indexes.at(-1) === index) counts[counts.length - 1] = (counts.at(-1) ?? 0) + count;
    else {
      indexes.push(index);
      counts.push(count);
    }
  });
  return { indexes, counts };
}
