import { bagOfPairs } from "./attributes.ts";
import {
  attributePairs,
  big,
  boolean,
  double,
  doubleField,
  type Fields,
  integer,
  items,
  list,
  nanosAsMs,
  object,
  parseFields,
  text,
} from "./json-fields.ts";
import {
  type ExponentialPoint,
  float64Bits,
  type HistogramPoint,
  type Metric,
  type NumberPoint,
  type ResourceMetrics,
  type SummaryPoint,
} from "./metric-model.ts";

/** Decodes an ExportMetricsServiceRequest in JSON to the same shape as the protobuf reader. @throws DecodeError */
export function decodeMetricsJson(body: Buffer): ResourceMetrics[] {
  return list(parseFields(body), "resourceMetrics", (resource) => ({
    resource: bagOfPairs(attributePairs(object(resource, "resource") ?? {})),
    metrics: list(resource, "scopeMetrics", (scope) => list(scope, "metrics", readMetric)).flat(),
  }));
}

function readMetric(fields: Fields): Metric {
  const described = {
    name: text(fields, "name"),
    description: text(fields, "description"),
    unit: text(fields, "unit"),
  };
  const gauge = object(fields, "gauge");
  if (gauge) return { ...described, type: "gauge", points: list(gauge, "dataPoints", readNumberPoint) };
  const sum = object(fields, "sum");
  if (sum) {
    const monotonic = boolean(sum, "isMonotonic");
    return { ...described, type: "sum", monotonic, ...temporal(sum, readNumberPoint) };
  }
  const histogram = object(fields, "histogram");
  if (histogram) return { ...described, type: "histogram", ...temporal(histogram, readHistogramPoint) };
  const exponential = object(fields, "exponentialHistogram");
  if (exponential)
    return { ...described, type: "exponential", ...temporal(exponential, readExponentialPoint) };
  const summary = object(fields, "summary");
  if (summary)
    return { ...described, type: "summary", points: list(summary, "dataPoints", readSummaryPoint) };
  return { ...described, type: "none" };
}

const temporal = <Point>(data: Fields, read: (point: Fields) => Point) => ({
  temporality: integer(data, "aggregationTemporality"),
  points: list(data, "dataPoints", read),
});

const readPoint = (fields: Fields) => ({
  attributes: bagOfPairs(attributePairs(fields)),
  timeMs: nanosAsMs(fields, "timeUnixNano"),
  startTimeMs: nanosAsMs(fields, "startTimeUnixNano"),
  noValue: (integer(fields, "flags") & 1) === 1,
});

function readNumberPoint(fields: Fields): NumberPoint {
  const asDouble = doubleField(fields, "asDouble");
  const asInt = fields.asInt;
  const whole = asInt === undefined || asInt === null ? null : Number(BigInt.asIntN(64, big(asInt, "asInt")));
  const value = asDouble ?? whole;
  return { ...readPoint(fields), hasValue: value !== null, ...float64Bits(value ?? 0) };
}

function readHistogramPoint(fields: Fields): HistogramPoint {
  return {
    ...readPoint(fields),
    count: integer(fields, "count"),
    sum: doubleField(fields, "sum"),
    counts: items(fields, "bucketCounts").map((count) => Number(big(count, "bucketCounts"))),
    bounds: items(fields, "explicitBounds").map((bound) => double(bound, "explicitBounds")),
  };
}

function readExponentialPoint(fields: Fields): ExponentialPoint {
  return {
    ...readPoint(fields),
    count: integer(fields, "count"),
    sum: doubleField(fields, "sum"),
    min: doubleField(fields, "min"),
    max: doubleField(fields, "max"),
    scale: integer(fields, "scale"),
    zeroCount: integer(fields, "zeroCount"),
    zeroThreshold: doubleField(fields, "zeroThreshold") ?? 0,
    positive: readBuckets(object(fields, "positive") ?? {}),
    negative: readBuckets(object(fields, "negative") ?? {}),
  };
}

const readBuckets = (fields: Fields) => ({
  offset: integer(fields, "offset"),
  counts: items(fields, "bucketCounts").map((count) => Number(big(count, "bucketCounts"))),
});

function readSummaryPoint(fields: Fields): SummaryPoint {
  return {
    ...readPoint(fields),
    count: integer(fields, "count"),
    sum: doubleField(fields, "sum") ?? 0,
    quantiles: list(fields, "quantileValues", (value) => ({
      quantile: doubleField(value, "quantile") ?? 0,
      value: doubleField(value, "value") ?? 0,
    })),
  };
}
