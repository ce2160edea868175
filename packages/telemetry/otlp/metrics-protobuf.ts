import { AttributeSpan } from "./attributes.ts";
import type {
  ExponentialPoint,
  HistogramPoint,
  Metric,
  NumberPoint,
  ResourceMetrics,
  SummaryPoint,
} from "./metric-model.ts";
import { Wire } from "./wire.ts";

/**
 * Decodes an ExportMetricsServiceRequest. Field numbers: opentelemetry/proto/metrics/v1/metrics.proto, v1.
 * Exemplars and dropped counts are stepped over.
 * @throws DecodeError
 */
export function decodeMetricsProtobuf(bytes: Buffer): ResourceMetrics[] {
  const wire = new Wire(bytes);
  const resources: ResourceMetrics[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) resources.push(wire.message(readResourceMetrics));
    else wire.skip(tag);
  }
  return resources;
}

function readResourceMetrics(wire: Wire): ResourceMetrics {
  const attributes = new AttributeSpan();
  const metrics: Metric[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) {
      wire.message(() => {
        while (wire.more) {
          const at = wire.at;
          const inner = wire.tag();
          if (inner === 10) attributes.note(wire, at);
          else wire.skip(inner);
        }
      });
    } else if (tag === 18) {
      wire.message(() => {
        while (wire.more) {
          const inner = wire.tag();
          if (inner === 18) metrics.push(wire.message(readMetric));
          else wire.skip(inner);
        }
      });
    } else wire.skip(tag);
  }
  return { resource: attributes.bag(wire.bytes, 10), metrics };
}

function readMetric(wire: Wire): Metric {
  let name = "";
  let description = "";
  let unit = "";
  let data: DataOf = { type: "none" };
  while (wire.more) {
    const tag = wire.tag();
    switch (tag) {
      case 10:
        name = wire.text();
        break;
      case 18:
        description = wire.text();
        break;
      case 26:
        unit = wire.text();
        break;
      case 42:
        data = { type: "gauge", ...wire.message((inner) => readData(inner, readNumberPoint)) };
        break;
      case 58:
        data = { type: "sum", ...wire.message((inner) => readData(inner, readNumberPoint)) };
        break;
      case 74:
        data = { type: "histogram", ...wire.message((inner) => readData(inner, readHistogramPoint)) };
        break;
      case 82:
        data = { type: "exponential", ...wire.message((inner) => readData(inner, readExponentialPoint)) };
        break;
      case 90:
        data = { type: "summary", ...wire.message((inner) => readData(inner, readSummaryPoint)) };
        break;
      default:
        wire.skip(tag);
    }
  }
  return { name, description, unit, ...data };
}

type DataOf = Metric extends infer One
  ? One extends Metric
    ? Omit<One, "name" | "description" | "unit">
    : never
  : never;

/** Gauge, Sum, Histogram, ExponentialHistogram and Summary agree on their first three fields. */
function readData<Point>(wire: Wire, readPoint: (wire: Wire) => Point) {
  const points: Point[] = [];
  let temporality = 0;
  let monotonic = false;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) points.push(wire.message(readPoint));
    else if (tag === 16) temporality = wire.varint();
    else if (tag === 24) monotonic = wire.varint() !== 0;
    else wire.skip(tag);
  }
  return { points, temporality, monotonic };
}

function readNumberPoint(wire: Wire): NumberPoint {
  const attributes = new AttributeSpan();
  let timeMs = 0;
  let startTimeMs = 0;
  let low = 0;
  let high = 0;
  let hasValue = false;
  let noValue = false;
  while (wire.more) {
    const at = wire.at;
    const tag = wire.tag();
    switch (tag) {
      case 58:
        attributes.note(wire, at);
        break;
      case 17:
        startTimeMs = wire.nanosAsMs();
        break;
      case 25:
        timeMs = wire.nanosAsMs();
        break;
      case 33: {
        const position = wire.fixed64();
        low = wire.bytes.readUInt32LE(position);
        high = wire.bytes.readUInt32LE(position + 4);
        hasValue = true;
        break;
      }
      case 49:
        float64Scratch.setFloat64(0, wire.int64Number(), true);
        low = float64Scratch.getUint32(0, true);
        high = float64Scratch.getUint32(4, true);
        hasValue = true;
        break;
      case 64:
        noValue = (wire.varint() & 1) === 1;
        break;
      default:
        wire.skip(tag);
    }
  }
  return { attributes: attributes.bag(wire.bytes, 58), timeMs, startTimeMs, noValue, low, high, hasValue };
}

const float64Scratch = new DataView(new ArrayBuffer(8));

function readHistogramPoint(wire: Wire): HistogramPoint {
  const attributes = new AttributeSpan();
  const counts: number[] = [];
  const bounds: number[] = [];
  let timeMs = 0;
  let startTimeMs = 0;
  let noValue = false;
  let count = 0;
  let sum: number | null = null;
  while (wire.more) {
    const at = wire.at;
    const tag = wire.tag();
    switch (tag) {
      case 74:
        attributes.note(wire, at);
        break;
      case 17:
        startTimeMs = wire.nanosAsMs();
        break;
      case 25:
        timeMs = wire.nanosAsMs();
        break;
      case 33:
        count = wire.uint64Number();
        break;
      case 41:
        sum = wire.double();
        break;
      case 49:
      case 50:
        wire.repeated(tag, (inner) => counts.push(inner.uint64Number()));
        break;
      case 57:
      case 58:
        wire.repeated(tag, (inner) => bounds.push(inner.double()));
        break;
      case 80:
        noValue = (wire.varint() & 1) === 1;
        break;
      default:
        wire.skip(tag);
    }
  }
  return {
    attributes: attributes.bag(wire.bytes, 74),
    timeMs,
    startTimeMs,
    noValue,
    count,
    sum,
    counts,
    bounds,
  };
}

function readExponentialPoint(wire: Wire): ExponentialPoint {
  const attributes = new AttributeSpan();
  const point = {
    timeMs: 0,
    startTimeMs: 0,
    noValue: false,
    count: 0,
    sum: null as number | null,
    min: null as number | null,
    max: null as number | null,
    scale: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: { offset: 0, counts: [] as number[] },
    negative: { offset: 0, counts: [] as number[] },
  };
  while (wire.more) {
    const at = wire.at;
    const tag = wire.tag();
    switch (tag) {
      case 10:
        attributes.note(wire, at);
        break;
      case 17:
        point.startTimeMs = wire.nanosAsMs();
        break;
      case 25:
        point.timeMs = wire.nanosAsMs();
        break;
      case 33:
        point.count = wire.uint64Number();
        break;
      case 41:
        point.sum = wire.double();
        break;
      case 48:
        point.scale = wire.sint32();
        break;
      case 57:
        point.zeroCount = wire.uint64Number();
        break;
      case 66:
        point.positive = wire.message(readBuckets);
        break;
      case 74:
        point.negative = wire.message(readBuckets);
        break;
      case 80:
        point.noValue = (wire.varint() & 1) === 1;
        break;
      case 97:
        point.min = wire.double();
        break;
      case 105:
        point.max = wire.double();
        break;
      case 113:
        point.zeroThreshold = wire.double();
        break;
      default:
        wire.skip(tag);
    }
  }
  return { attributes: attributes.bag(wire.bytes, 10), ...point };
}

function readBuckets(wire: Wire): { offset: number; counts: number[] } {
  let offset = 0;
  const counts: number[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 8) offset = wire.sint32();
    else if (tag === 16 || tag === 18) wire.repeated(tag, (inner) => counts.push(Number(inner.varintBig())));
    else wire.skip(tag);
  }
  return { offset, counts };
}

function readSummaryPoint(wire: Wire): SummaryPoint {
  const attributes = new AttributeSpan();
  const quantiles: { quantile: number; value: number }[] = [];
  let timeMs = 0;
  let startTimeMs = 0;
  let noValue = false;
  let count = 0;
  let sum = 0;
  while (wire.more) {
    const at = wire.at;
    const tag = wire.tag();
    switch (tag) {
      case 58:
        attributes.note(wire, at);
        break;
      case 17:
        startTimeMs = wire.nanosAsMs();
        break;
      case 25:
        timeMs = wire.nanosAsMs();
        break;
      case 33:
        count = wire.uint64Number();
        break;
      case 41:
        sum = wire.double();
        break;
      case 50:
        quantiles.push(wire.message(readQuantile));
        break;
      case 64:
        noValue = (wire.varint() & 1) === 1;
        break;
      default:
        wire.skip(tag);
    }
  }
  return { attributes: attributes.bag(wire.bytes, 58), timeMs, startTimeMs, noValue, count, sum, quantiles };
}

function readQuantile(wire: Wire): { quantile: number; value: number } {
  let quantile = 0;
  let value = 0;
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 9) quantile = wire.double();
    else if (tag === 17) value = wire.double();
    else wire.skip(tag);
  }
  return { quantile, value };
}
