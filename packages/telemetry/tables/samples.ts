import { RowWriter } from "../client/row-binary.ts";

export const samplesTable = "metric_samples";
export const sampleColumns = [
  "workspace_id",
  "metric",
  "series_id",
  "time",
  "value",
  "retention_days",
] as const;

/** Prometheus' stale marker: a NaN with these bits ends a series (pkg/value in its source). */
export const staleLow = 0x00000002;
export const staleHigh = 0x7ff00000;

/** The part of a sample's row that never changes within its series, encoded once. */
export function samplePrefix(workspace: Buffer, metric: string, id: bigint): Buffer {
  const writer = new RowWriter(64);
  writer.raw(workspace);
  writer.text(metric);
  writer.u64(id);
  return Buffer.from(writer.take());
}

/** `low` and `high` are the bits of the Float64. */
export function writeSample(
  writer: RowWriter,
  prefix: Buffer,
  timeMs: number,
  low: number,
  high: number,
  retentionDays: number,
): void {
  writer.raw(prefix);
  writer.i64Number(timeMs);
  writer.f64Bits(low, high);
  writer.u16(retentionDays);
  writer.endRow();
}
