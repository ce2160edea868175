import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import { levelOf } from "@triops/telemetry/otlp/log-model";
import { lateColumns, lateTable, writeLateHour } from "@triops/telemetry/rollups/note-late";
import { type LogRow, logColumns, logIds, logsTable, writeLog } from "@triops/telemetry/tables/logs";
import { sampleColumns, samplePrefix, samplesTable, writeSample } from "@triops/telemetry/tables/samples";
import {
  type MetricKind,
  seriesColumns,
  seriesId,
  seriesTable,
  writeSeries,
} from "@triops/telemetry/tables/series";
import { type SpanRow, spanColumns, spansTable, writeSpan } from "@triops/telemetry/tables/spans";
import { hourMs } from "./span-of-days.ts";
import type { World } from "./world.ts";

/** Sends one batch; its name makes a repetition count once. */
export const store = (
  world: World,
  table: string,
  columns: readonly string[],
  rows: RowWriter,
  name: string,
) =>
  world.runtime.telemetry.insertBinary({
    table,
    columns,
    body: [rows.take()],
    token: `${world.workspace.id}-${table}-${name}`,
    waitMsMax: 30_000,
  });

export type SeedSpan = Pick<SpanRow, "service" | "traceId" | "spanId" | "parentSpanId" | "name" | "kind"> & {
  startMs: number;
  durationMs: number;
  failed?: string | undefined;
  attributes: readonly (readonly [string, string])[];
};

/** Spans count as received when they ended: the regular rollup leaves them alone, the seed rolls them up itself. */
export async function storeSpans(world: World, spans: readonly SeedSpan[], name: string): Promise<void> {
  if (spans.length === 0) return;
  const rows = new RowWriter(spans.length * 300);
  const workspace = uuidBytes(world.workspace.id);
  for (const { startMs, durationMs, failed, attributes, ...rest } of spans) {
    const row: SpanRow = {
      ...rest,
      serviceNamespace: "",
      startNs: BigInt(Math.round(startMs * 1_000)) * 1_000n,
      durationNs: BigInt(Math.round(durationMs * 1_000)) * 1_000n,
      status: failed === undefined ? "unset" : "error",
      statusMessage: failed ?? "",
      traceState: "",
      flags: 1,
      scopeName: "acme",
      scopeVersion: "",
      attributes: [...attributes].sort(byName),
      resource: [
        ["deployment.environment.name", "production"],
        ["service.name", rest.service],
      ],
      events: [],
      links: [],
    };
    writeSpan(rows, workspace, row, world.retentionDays, Math.floor(startMs));
  }
  await store(world, spansTable, spanColumns, rows, name);
}

export type SeedLog = {
  atMs: number;
  service: string;
  level: "info" | "warn" | "error";
  body: string;
  traceId?: string;
  spanId?: string;
  attributes?: readonly (readonly [string, string])[];
};

const severities = { info: 9, warn: 13, error: 17 } as const;

export async function storeLogs(world: World, logs: readonly SeedLog[], name: string): Promise<void> {
  if (logs.length === 0) return;
  const rows = new RowWriter(logs.length * 256);
  const workspace = uuidBytes(world.workspace.id);
  const idOf = logIds();
  for (const { atMs, service, level, body, traceId = "", spanId = "", attributes = [] } of logs) {
    const timeNs = BigInt(Math.round(atMs * 1_000)) * 1_000n;
    const severityNumber = severities[level];
    const row: Omit<LogRow, "id"> = {
      ...{ service, serviceNamespace: "", timeNs, observedNs: timeNs, severityNumber },
      ...{ severityText: level.toUpperCase(), level: levelOf(severityNumber, "") },
      ...{ body, eventName: "", templateId: "", traceId, spanId, sessionId: "", flags: 0 },
      ...{ scopeName: "", scopeVersion: "", attributes: [...attributes].sort(byName) },
      resource: [["service.name", service]],
    };
    writeLog(rows, workspace, { ...row, id: idOf(row) }, world.retentionDays);
  }
  await store(world, logsTable, logColumns, rows, name);
}

export type SeedSeries = {
  metric: string;
  kind: MetricKind;
  unit: string;
  description: string;
  labels: Readonly<Record<string, string>>;
  /** The value at the end of a minute; called once a minute, in order. */
  valueAt: (atMs: number) => number;
};

/** Writes series minute by minute, a day of all of them at a time, and notes the hours for the rollups. */
export async function storeSeries(world: World, all: readonly SeedSeries[], name: string): Promise<void> {
  const { days, workspace, retentionDays } = world;
  const bytes = uuidBytes(workspace.id);
  const announced = new RowWriter(all.length * 256);
  const prefixes = all.map(({ valueAt: _valueAt, ...series }) => {
    const labels = Object.entries(series.labels).sort(byName);
    const id = seriesId(workspace.id, series.metric, labels);
    writeSeries(announced, {
      ...{ workspace: bytes, id, retentionDays },
      series: {
        ...series,
        family: series.metric,
        temporality: series.kind === "counter" ? "cumulative" : "",
        sourceName: series.metric,
        labels,
      },
      firstSeconds: Math.floor(days.fromMs / 1_000),
      lastSeconds: Math.floor(days.toMs / 1_000),
    });
    return samplePrefix(bytes, series.metric, id);
  });
  await store(world, seriesTable, seriesColumns, announced, name);
  const bits = new DataView(new ArrayBuffer(8));
  for (const { day, fromMs, toMs } of days.each()) {
    const rows = new RowWriter(all.length * 1_440 * 72);
    for (const [at, { valueAt }] of all.entries()) {
      for (let atMs = fromMs; atMs < toMs; atMs += 60_000) {
        bits.setFloat64(0, valueAt(atMs), true);
        const [low, high] = [bits.getUint32(0, true), bits.getUint32(4, true)];
        writeSample(rows, prefixes[at] as Buffer, atMs, low, high, retentionDays);
      }
    }
    await store(world, samplesTable, sampleColumns, rows, `${name}-${day}`);
  }
  const late = new RowWriter();
  const noticedMs = Date.now();
  for (let hour = days.fromMs; hour < days.toMs; hour += hourMs) writeLateHour(late, bytes, hour, noticedMs);
  await store(world, lateTable, lateColumns, late, name);
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);
