import type { Wire } from "../otlp/wire.ts";
import type { NativeHistogram } from "../tables/histograms.ts";
import { staleHigh, staleLow } from "../tables/samples.ts";

type Span = { offset: number; length: number };
type Side = { spans: Span[]; deltas: number[]; counts: number[] };

const customSchema = -53;
const bucketsMax = 10_000;

/**
 * Histogram of both versions (prompb/types.proto): spans of buckets, with deltas for whole counts and absolute counts
 * for fractional ones. Null when the parts contradict each other, are too many or of an unknown schema.
 * @throws DecodeError
 */
export function readNativeHistogram(wire: Wire): NativeHistogram | null {
  const positive: Side = { spans: [], deltas: [], counts: [] };
  const negative: Side = { spans: [], deltas: [], counts: [] };
  const customBounds: number[] = [];
  const histogram = {
    count: 0,
    sum: 0,
    schema: 0,
    zeroThreshold: 0,
    zeroCount: 0,
    timeMs: 0,
    startTimeMs: 0,
  };
  let isStale = false;
  while (wire.more) {
    const tag = wire.tag();
    switch (tag) {
      case 8:
        histogram.count = wire.varint();
        break;
      case 17:
        histogram.count = wire.double();
        break;
      case 25: {
        const at = wire.fixed64();
        histogram.sum = wire.bytes.readDoubleLE(at);
        isStale = wire.bytes.readUInt32LE(at) === staleLow && wire.bytes.readUInt32LE(at + 4) === staleHigh;
        break;
      }
      case 32:
        histogram.schema = wire.sint32();
        break;
      case 41:
        histogram.zeroThreshold = wire.double();
        break;
      case 48:
        histogram.zeroCount = wire.varint();
        break;
      case 57:
        histogram.zeroCount = wire.double();
        break;
      case 66:
        negative.spans.push(wire.message(readSpan));
        break;
      case 90:
        positive.spans.push(wire.message(readSpan));
        break;
      case 120:
        histogram.timeMs = int64(wire);
        break;
      case 136:
        histogram.startTimeMs = int64(wire);
        break;
      default:
        readNumbers(wire, tag, positive, negative, customBounds);
    }
  }
  const isCustom = histogram.schema === customSchema;
  if (!isCustom && (histogram.schema < -4 || histogram.schema > 8)) return null;
  if (histogram.startTimeMs < 0 || customBounds.length > bucketsMax) return null;
  const up = unfold(positive);
  const down = unfold(negative);
  if (up === null || down === null || !(isStale || histogram.count >= 0)) return null;
  return {
    ...histogram,
    min: Number.NaN,
    max: Number.NaN,
    positiveIndexes: up.indexes,
    positiveCounts: up.counts,
    negativeIndexes: down.indexes,
    negativeCounts: down.counts,
    customBounds,
    isDelta: false,
    isStale,
  };
}

function readNumbers(wire: Wire, tag: number, positive: Side, negative: Side, customBounds: number[]): void {
  const field = tag >>> 3;
  if (field === 9) wire.repeated(tag, (one) => negative.deltas.push(sint64(one)));
  else if (field === 10) wire.repeated(tag, (one) => negative.counts.push(one.double()));
  else if (field === 12) wire.repeated(tag, (one) => positive.deltas.push(sint64(one)));
  else if (field === 13) wire.repeated(tag, (one) => positive.counts.push(one.double()));
  else if (field === 16) wire.repeated(tag, (one) => customBounds.push(one.double()));
  else wire.skip(tag);
}

/** An int64; beyond 2^53 the nearest double. */
export function int64(wire: Wire): number {
  const value = wire.varint();
  return value < 2 ** 63 ? value : value - 2 ** 64;
}

function readSpan(wire: Wire): Span {
  const span = { offset: 0, length: 0 };
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 8) span.offset = wire.sint32();
    else if (tag === 16) span.length = wire.varint();
    else wire.skip(tag);
  }
  return span;
}

function sint64(wire: Wire): number {
  const value = wire.varintBig();
  return Number((value >> 1n) ^ -(value & 1n));
}

/** Buckets that hold something, by index. */
function unfold({ spans, deltas, counts }: Side): { indexes: number[]; counts: number[] } | null {
  const given = deltas.length > 0 ? deltas.length : counts.length;
  if (given > bucketsMax || spans.reduce((sum, span) => sum + span.length, 0) !== given) return null;
  const unfolded: { indexes: number[]; counts: number[] } = { indexes: [], counts: [] };
  let index = 0;
  let i = 0;
  let count = 0;
  for (const [position, span] of spans.entries()) {
    if (position > 0 && span.offset < 0) return null;
    index += span.offset;
    for (let left = span.length; left > 0; left--, i++, index++) {
      count = deltas.length > 0 ? count + (deltas[i] as number) : (counts[i] as number);
      if (!(count >= 0) || Math.abs(index) > 0x7fff_0000) return null;
      if (count === 0) continue;
      unfolded.indexes.push(index);
      unfolded.counts.push(count);
    }
  }
  return unfolded;
}
