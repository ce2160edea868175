import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "./client/row-binary.ts";
import type { Telemetry } from "./client/telemetry.ts";
import { lateColumns, lateTable, writeLateHour } from "./rollups/note-late.ts";
import { sampleColumns, samplePrefix, samplesTable, writeSample } from "./tables/samples.ts";
import {
  type MetricKind,
  seriesColumns,
  seriesId,
  seriesTable,
  type Temporality,
  writeSeries,
} from "./tables/series.ts";

export type TestSeries = {
  metric: string;
  kind: MetricKind;
  temporality?: Temporality;
  unit?: string;
  labels: Record<string, string>;
  points: readonly (readonly [time: Date, value: number])[];
  /** For ever when absent. */
  retentionDays?: number;
  /** Notes the touched hours as late at this time, as the gateway does for old samples. */
  noteLateAt?: Date;
  /** When the gateway first heard of the series; the times of its points otherwise. */
  announcedAt?: Date;
};

/** Stores one series with its samples as the gateway would; returns its id. For tests, seeds and benches. */
export async function putSamples(
  telemetry: Telemetry,
  workspaceId: string,
  series: TestSeries,
): Promise<string> {
  const workspace = uuidBytes(workspaceId);
  const labels = Object.entries(series.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const id = seriesId(workspaceId, series.metric, labels);
  const announcements = new RowWriter();
  const samples = new RowWriter(series.points.length * 96);
  const prefix = samplePrefix(workspace, series.metric, id);
  const retentionDays = series.retentionDays ?? 36_500;
  const bits = new DataView(new ArrayBuffer(8));
  const described = {
    metric: series.metric,
    family: series.metric.replace(/_(bucket|sum|count)$/, ""),
    kind: series.kind,
    temporality: series.temporality ?? ("" as const),
    unit: series.unit ?? "",
    description: "",
    sourceName: series.metric,
    labels,
  };
  const times = series.points.map(([time]) => time.getTime());
  const heard = series.announcedAt ? [series.announcedAt.getTime()] : times;
  writeSeries(announcements, {
    workspace,
    id,
    series: described,
    firstSeconds: Math.floor(Math.min(...heard) / 1_000),
    lastSeconds: Math.floor(Math.max(...heard) / 1_000),
    retentionDays,
  });
  for (const [time, value] of series.points) {
    bits.setFloat64(0, value, true);
    writeSample(
      samples,
      prefix,
      time.getTime(),
      bits.getUint32(0, true),
      bits.getUint32(4, true),
      retentionDays,
    );
  }
  await telemetry.insertBinary({
    table: seriesTable,
    columns: seriesColumns,
    body: [announcements.take()],
    token: randomUUID(),
  });
  await telemetry.insertBinary({
    table: samplesTable,
    columns: sampleColumns,
    body: [samples.take()],
    token: randomUUID(),
  });
  if (series.noteLateAt) {
    const late = new RowWriter();
    const hours = new Set(times.map((ms) => Math.floor(ms / 3_600_000) * 3_600_000));
    for (const hourMs of hours) writeLateHour(late, workspace, hourMs, series.noteLateAt.getTime());
    await telemetry.insertBinary({
      table: lateTable,
      columns: lateColumns,
      body: [late.take()],
      token: randomUUID(),
    });
  }
  return id.toString();
}
