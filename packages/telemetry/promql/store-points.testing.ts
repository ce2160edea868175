import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { histogramColumns, histogramsTable, writeHistogram } from "../tables/histograms.ts";
import {
  sampleColumns,
  samplePrefix,
  samplesTable,
  staleHigh,
  staleLow,
  writeSample,
} from "../tables/samples.ts";
import { seriesColumns, seriesId, seriesTable, writeSeries } from "../tables/series.ts";
import { type LabelSet, labelValue, metricName, withoutName } from "./labels.ts";
import type { Point } from "./memory-storage.testing.ts";
import type { NativeHistogram } from "./native/histogram.ts";

const retentionDays = 36_500;

/** Stores series as the gateway would, all in two inserts, stale markers bit for bit. */
export async function storePoints(
  telemetry: Telemetry,
  workspaceId: string,
  series: readonly { labels: LabelSet; points: readonly Point[] }[],
): Promise<void> {
  const workspace = uuidBytes(workspaceId);
  const announcements = new RowWriter();
  const samples = new RowWriter(1 << 16);
  const histograms = new RowWriter(1 << 16);
  const bits = new DataView(new ArrayBuffer(8));
  for (const { labels, points } of series) {
    if (points.length === 0) continue;
    const metric = labelValue(labels, metricName);
    const others = withoutName(labels);
    const id = seriesId(workspaceId, metric, others);
    const times = points.map(([timeMs]) => timeMs);
    const described = {
      metric,
      family: metric,
      kind: points.some(([, value]) => typeof value === "object")
        ? ("exponential" as const)
        : ("gauge" as const),
      temporality: "" as const,
      unit: "",
      description: "",
      sourceName: metric,
      labels: others,
    };
    const firstSeconds = Math.floor(Math.min(...times) / 1_000);
    const lastSeconds = Math.floor(Math.max(...times) / 1_000);
    writeSeries(announcements, {
      workspace,
      id,
      series: described,
      firstSeconds,
      lastSeconds,
      retentionDays,
    });
    const prefix = samplePrefix(workspace, metric, id);
    for (const [timeMs, value] of points) {
      if (typeof value === "object") {
        writeHistogram(histograms, prefix, stored(timeMs, value), retentionDays);
        continue;
      }
      if (value !== "stale") bits.setFloat64(0, value, true);
      const low = value === "stale" ? staleLow : bits.getUint32(0, true);
      const high = value === "stale" ? staleHigh : bits.getUint32(4, true);
      writeSample(samples, prefix, timeMs, low, high, retentionDays);
    }
  }
  const insert = (table: string, columns: readonly string[], writer: RowWriter) =>
    telemetry.insertBinary({ table, columns, body: [writer.take()], token: randomUUID() });
  await insert(seriesTable, seriesColumns, announcements);
  await insert(samplesTable, sampleColumns, samples);
  await insert(histogramsTable, histogramColumns, histograms);
}

/** A gauge is stored as amounts: both may fall. */
const stored = (timeMs: number, { positive, negative, isGauge, ...numbers }: NativeHistogram) => ({
  ...numbers,
  timeMs,
  startTimeMs: 0,
  min: Number.NaN,
  max: Number.NaN,
  positiveIndexes: [...positive.indexes],
  positiveCounts: [...positive.counts],
  negativeIndexes: [...negative.indexes],
  negativeCounts: [...negative.counts],
  customBounds: [...numbers.customBounds],
  isDelta: isGauge,
  isStale: false,
});
