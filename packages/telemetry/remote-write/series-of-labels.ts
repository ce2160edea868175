import { isUtf8 } from "node:buffer";
import type { MetricKind, Series } from "../tables/series.ts";
import type { MetricMetadata, WriteRefusal } from "./sink.ts";

/** As the sender wrote it, not yet known to be text. */
export type LabelBytes = { name: Buffer; value: Buffer };

const nameOfMetric = Buffer.from("__name__");

/** Names are ordered by their bytes, unique, not empty, like values; one of them names the metric. */
export function labelFault(labels: readonly LabelBytes[]): WriteRefusal | null {
  let named = false;
  for (let i = 0; i < labels.length; i++) {
    const { name, value } = labels[i] as LabelBytes;
    if (name.length === 0 || value.length === 0) return "label_empty";
    if (!isUtf8(name) || !isUtf8(value)) return "label_encoding";
    const order = i === 0 ? -1 : Buffer.compare((labels[i - 1] as LabelBytes).name, name);
    if (order === 0) return "labels_duplicate";
    if (order > 0) return "labels_unsorted";
    named ||= name.equals(nameOfMetric);
  }
  return named ? null : "no_name";
}

/** `metadata` is asked with the metric's name and then with the family's. */
export function seriesOfLabels(
  bytes: readonly LabelBytes[],
  isNative: boolean,
  metadata: (family: string) => MetricMetadata | undefined,
): Series | WriteRefusal {
  const fault = labelFault(bytes);
  if (fault !== null) return fault;
  let metric = "";
  const labels: [string, string][] = [];
  for (const { name, value } of bytes) {
    if (name.equals(nameOfMetric)) metric = value.toString();
    else labels.push([name.toString(), value.toString()]);
  }
  return describedSeries(metric, labels, isNative, metadata);
}

/** A series by Prometheus' conventions: what its metric or its family was said to be, or what its name says. */
export function describedSeries(
  metric: string,
  labels: [string, string][],
  isNative: boolean,
  metadata: (family: string) => MetricMetadata | undefined,
): Series {
  // The order of bytes and the order of code units differ beyond the basic plane.
  labels.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const stem = metric.replace(/_(bucket|sum|count)$/, "");
  const said = metadata(metric) ?? (stem === metric ? undefined : metadata(stem));
  const kind = isNative ? "exponential" : (said?.kind ?? guessKind(metric));
  return {
    metric,
    family: kind === "histogram" || kind === "summary" ? stem : metric,
    kind,
    temporality: kind === "gauge" || kind === "summary" ? "" : "cumulative",
    unit: said?.unit ?? "",
    description: said?.description ?? "",
    sourceName: metric,
    labels,
  };
}

/** Until the sender describes it, the name's ending says what it is by Prometheus' conventions. */
function guessKind(metric: string): MetricKind {
  if (metric.endsWith("_total")) return "counter";
  return /_(bucket|sum|count)$/.test(metric) ? "histogram" : "gauge";
}

/** MetricMetadata.MetricType and Metadata.MetricType: both versions number them alike. */
const kinds: readonly (MetricKind | null)[] = [
  null, // unknown
  "counter",
  "gauge",
  "histogram",
  "histogram", // gauge histogram
  "summary",
  "gauge", // info
  "gauge", // state set
];

export const kindOfType = (type: number): MetricKind | null => kinds[type] ?? null;
