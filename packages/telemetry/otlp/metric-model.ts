import type { AttributeBag } from "./attributes.ts";

/** What both encodings are decoded to. Times are whole milliseconds since the epoch, 0 when the sender gave none. */
export type ResourceMetrics = { resource: AttributeBag; metrics: Metric[] };

/** 0 unspecified, 1 delta, 2 cumulative: OTLP's AggregationTemporality. */
export type TemporalityCode = number;

type Described = { name: string; description: string; unit: string };

export type Metric = Described &
  (
    | { type: "gauge"; points: NumberPoint[] }
    | { type: "sum"; temporality: TemporalityCode; monotonic: boolean; points: NumberPoint[] }
    | { type: "histogram"; temporality: TemporalityCode; points: HistogramPoint[] }
    | { type: "exponential"; temporality: TemporalityCode; points: ExponentialPoint[] }
    | { type: "summary"; points: SummaryPoint[] }
    | { type: "none" }
  );

type Point = {
  attributes: AttributeBag;
  timeMs: number;
  startTimeMs: number;
  /** FLAG_NO_RECORDED_VALUE: the series ended. */
  noValue: boolean;
};

/** The value as the two halves of its Float64, so that a NaN keeps its payload. `hasValue` is false when none was sent. */
export type NumberPoint = Point & { low: number; high: number; hasValue: boolean };

export type HistogramPoint = Point & {
  count: number;
  sum: number | null;
  counts: number[];
  bounds: number[];
};

export type ExponentialPoint = Point & {
  count: number;
  sum: number | null;
  min: number | null;
  max: number | null;
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: { offset: number; counts: number[] };
  negative: { offset: number; counts: number[] };
};

export type SummaryPoint = Point & {
  count: number;
  sum: number;
  quantiles: { quantile: number; value: number }[];
};

const scratch = new DataView(new ArrayBuffer(8));

/** The bits of a double that is not a NaN with a payload. */
export function float64Bits(value: number): { low: number; high: number } {
  scratch.setFloat64(0, value, true);
  return { low: scratch.getUint32(0, true), high: scratch.getUint32(4, true) };
}
