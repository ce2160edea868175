import { hash } from "node:crypto";
import type { RowWriter } from "../client/row-binary.ts";

/**
 * gauge: goes up and down. counter: running total since some start. delta: amount since the previous point.
 * histogram, summary: the component series of such a metric (`_bucket`, `_sum`, `_count`, quantiles).
 * exponential: rows live in `metric_histograms`.
 */
export const metricKinds = ["gauge", "counter", "delta", "histogram", "summary", "exponential"] as const;
export type MetricKind = (typeof metricKinds)[number];

export type Temporality = "" | "cumulative" | "delta";

/** Label pairs in code-unit order of their names, each name once. */
export type Labels = readonly (readonly [name: string, value: string])[];

export type Series = {
  metric: string;
  /** Name of the metric it belongs to, without `_bucket`, `_sum` and `_count`. */
  family: string;
  kind: MetricKind;
  temporality: Temporality;
  unit: string;
  description: string;
  /** The sender's own name for it, before normalising. */
  sourceName: string;
  labels: Labels;
};

export const seriesTable = "metric_series";
export const seriesColumns = [
  "workspace_id",
  "metric",
  "series_id",
  "family",
  "kind",
  "temporality",
  "unit",
  "description",
  "source_name",
  "labels",
  "first_seen",
  "last_seen",
  "retention_days",
] as const;

/**
 * The first 64 bits of SHA-256 over workspace, metric and labels. Two of a million series share an id with
 * probability 3e-8. Names and values cannot contain the separators' role: each part is preceded by its length.
 */
export function seriesId(workspaceId: string, metric: string, labels: Labels): bigint {
  let text = `${workspaceId}\n${metric.length}:${metric}`;
  for (const [name, value] of labels) text += `\n${name.length}:${name}${value.length}:${value}`;
  return hash("sha256", text, "buffer").readBigUInt64BE(0);
}

/** Announcing a series again is harmless: first seen keeps the least, last seen the greatest. */
export function writeSeries(
  writer: RowWriter,
  row: {
    workspace: Buffer;
    id: bigint;
    series: Series;
    firstSeconds: number;
    lastSeconds: number;
    retentionDays: number;
  },
): void {
  writer.raw(row.workspace);
  writer.text(row.series.metric);
  writer.u64(row.id);
  writer.text(row.series.family);
  writer.text(row.series.kind);
  writer.text(row.series.temporality);
  writer.text(row.series.unit);
  writer.text(row.series.description);
  writer.text(row.series.sourceName);
  writer.map(row.series.labels);
  writer.u32(row.firstSeconds);
  writer.u32(row.lastSeconds);
  writer.u16(row.retentionDays);
  writer.endRow();
}
