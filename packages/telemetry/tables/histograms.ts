import type { RowWriter } from "../client/row-binary.ts";

export const histogramsTable = "metric_histograms";
export const histogramColumns = [
  "workspace_id",
  "metric",
  "series_id",
  "time",
  "schema",
  "zero_threshold",
  "zero_count",
  "count",
  "sum",
  "min",
  "max",
  "positive_indexes",
  "positive_counts",
  "negative_indexes",
  "negative_counts",
  "custom_bounds",
  "start_time",
  "is_delta",
  "is_stale",
  "retention_days",
] as const;

/** A native histogram in Prometheus' terms: bucket `i` holds (2^((i-1)·2^-schema), 2^(i·2^-schema)]. */
export type NativeHistogram = {
  timeMs: number;
  startTimeMs: number;
  /** −4 … 8, or −53 for custom bounds. */
  schema: number;
  zeroThreshold: number;
  zeroCount: number;
  count: number;
  /** NaN when the sender gives none, like `min` and `max`. */
  sum: number;
  min: number;
  max: number;
  /** Indexes of the buckets that hold something, ascending, with their absolute counts. */
  positiveIndexes: number[];
  positiveCounts: number[];
  negativeIndexes: number[];
  negativeCounts: number[];
  customBounds: number[];
  isDelta: boolean;
  isStale: boolean;
};

/** `prefix` is the one of `samplePrefix`. */
export function writeHistogram(
  writer: RowWriter,
  prefix: Buffer,
  histogram: NativeHistogram,
  retentionDays: number,
): void {
  const i32 = (value: number) => writer.i32(value);
  const f64 = (value: number) => writer.f64(value);
  writer.raw(prefix);
  writer.i64Number(histogram.timeMs);
  writer.i8(histogram.schema);
  writer.f64(histogram.zeroThreshold);
  writer.f64(histogram.zeroCount);
  writer.f64(histogram.count);
  writer.f64(histogram.sum);
  writer.f64(histogram.min);
  writer.f64(histogram.max);
  writer.array(histogram.positiveIndexes, i32);
  writer.array(histogram.positiveCounts, f64);
  writer.array(histogram.negativeIndexes, i32);
  writer.array(histogram.negativeCounts, f64);
  writer.array(histogram.customBounds, f64);
  writer.i64Number(histogram.startTimeMs);
  writer.u8(histogram.isDelta ? 1 : 0);
  writer.u8(histogram.isStale ? 1 : 0);
  writer.u16(retentionDays);
  writer.endRow();
}
