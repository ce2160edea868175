import { randomUUID } from "node:crypto";
import { z } from "zod";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { lateColumns, lateTable, writeLateHour } from "../rollups/note-late.ts";
import { sampleColumns, samplePrefix, samplesTable, writeSample } from "../tables/samples.ts";
import { type Labels, seriesColumns, seriesId, seriesTable, writeSeries } from "../tables/series.ts";
import {
  type CounterKey,
  type CounterMetric,
  counterMetrics,
  counterNames,
  keyText,
  type MinuteSums,
  runningTotals,
} from "./counters.ts";
import { latest } from "./minutes.ts";
import { readProgress, writeProgress } from "./progress.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** Spans that are later than this are in the rollups only: a late minute moves every total after it. */
export const lateMsMax = 6 * hourMs;
/** An operation that nobody asked for this long ends its series. */
const idleMsMax = hourMs;
/** Rollups of metrics take a minute in two minutes after its start at the earliest; later samples are noted. */
const noteAfterMs = 90_000;
/** Series rows are read within two hours of their last announcement. */
const announceMs = hourMs;

export type MetricsPublished = { samples: number; upToMs: number };

/**
 * Writes what the rollups found as counters and a histogram of the workspace, one sample a minute, at the minute's
 * end. Totals are computed from the last sample that still holds, so that writing them again gives the same; a late
 * span only ever raises totals, and of two samples of one time the greater counts.
 * `announced` remembers which series were described lately.
 * @throws unavailable
 */
export async function publishMetrics(
  telemetry: Telemetry,
  options: { now: Date; announced: Map<string, number> },
): Promise<MetricsPublished> {
  const nowMs = options.now.getTime();
  const progress = await readProgress(telemetry);
  const closedMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const earliestMs = Math.floor((nowMs - lateMsMax) / minuteMs) * minuteMs;
  const nextMs = Math.max(earliestMs, progress["metric-minutes"] ?? closedMs);
  const changes = await readChanges(telemetry, progress.metrics ?? 0, earliestMs, closedMs);
  const active = await readActive(
    telemetry,
    Math.min(nextMs - idleMsMax, closedMs, ...changes.values()),
    closedMs,
  );
  let samples = 0;
  for (const [workspaceId, keys] of Map.groupBy(active, (key) => key.workspaceId)) {
    // A service whose minutes changed starts there; the others only get the minutes that ended since.
    const startOf = (service: string) => Math.min(nextMs, changes.get(`${workspaceId} ${service}`) ?? nextMs);
    for (const [fromMs, some] of Map.groupBy(keys, (key) => startOf(key.service))) {
      if (fromMs >= closedMs) continue;
      samples += await publish(telemetry, { workspaceId, keys: some, fromMs, toMs: closedMs, ...options });
    }
  }
  await writeProgress(telemetry, "metrics", changes.versionMs);
  await writeProgress(telemetry, "metric-minutes", Math.max(nextMs, closedMs));
  return { samples, upToMs: closedMs };
}

type Changes = Map<string, number> & { versionMs: number };

/** The first minute of each service that was computed since then, and the newest version that was seen. */
async function readChanges(
  telemetry: Telemetry,
  sinceVersionMs: number,
  fromMs: number,
  toMs: number,
): Promise<Changes> {
  const rows = await telemetry.administer({
    name: "services.metrics.changes",
    sql: `SELECT toString(workspace_id) AS workspaceId, toString(service) AS service,
            toUnixTimestamp(min(bucket)) AS first, toUnixTimestamp64Milli(max(version)) AS versionMs
          FROM service_minutes
          WHERE bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
            AND version > fromUnixTimestamp64Milli({since:Int64}, 'UTC')
          GROUP BY workspaceId, service`,
    params: { since: sinceVersionMs, from: fromMs / 1_000, to: toMs / 1_000 },
    row: z.object({
      workspaceId: z.string(),
      service: z.string(),
      first: z.coerce.number(),
      versionMs: z.coerce.number(),
    }),
    timeoutSeconds: 30,
  });
  const changes = Object.assign(new Map<string, number>(), {
    versionMs: rows.reduce((most, row) => Math.max(most, row.versionMs), sinceVersionMs),
  });
  for (const row of rows) {
    if (row.service !== "") changes.set(`${row.workspaceId} ${row.service}`, row.first * 1_000);
  }
  return changes;
}

type ActiveKey = CounterKey & { workspaceId: string; days: number };

async function readActive(telemetry: Telemetry, fromMs: number, toMs: number): Promise<ActiveKey[]> {
  return telemetry.administer({
    name: "services.metrics.active",
    sql: `SELECT toString(workspace_id) AS workspaceId, toString(service) AS service, operation, kind,
            max(retention_days) AS days
          FROM service_minutes
          WHERE bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')
            AND is_entry = 1 AND service != ''
          GROUP BY workspaceId, service, operation, kind`,
    params: { from: fromMs / 1_000, to: toMs / 1_000 },
    row: z.object({
      workspaceId: z.string(),
      service: z.string(),
      operation: z.string(),
      kind: z.string(),
      days: z.coerce.number(),
    }),
    timeoutSeconds: 30,
  });
}

type Batch = {
  workspaceId: string;
  keys: readonly ActiveKey[];
  fromMs: number;
  toMs: number;
  now: Date;
  announced: Map<string, number>;
};

async function publish(telemetry: Telemetry, batch: Batch): Promise<number> {
  const { workspaceId, keys, fromMs, toMs } = batch;
  const [minutes, bases] = await Promise.all([readMinutes(telemetry, batch), readBases(telemetry, batch)]);
  const workspace = uuidBytes(workspaceId);
  const series = new RowWriter();
  const samples = new RowWriter(65_536);
  const bits = new DataView(new ArrayBuffer(8));
  for (const key of keys) {
    const sums = minutes.get(keyText(key)) ?? [];
    for (const metric of counterMetrics) {
      const labels = labelsOf(key, metric);
      const id = seriesId(workspaceId, metric.metric, labels);
      const idText = id.toString();
      const added = new Map(sums.map(([at, one]) => [at, metric.of(one)]));
      const prefix = samplePrefix(workspace, metric.metric, id);
      for (const [timeMs, value] of runningTotals(bases.get(idText), fromMs, toMs, added)) {
        bits.setFloat64(0, value, true);
        writeSample(samples, prefix, timeMs, bits.getUint32(0, true), bits.getUint32(4, true), key.days);
      }
      if ((batch.announced.get(idText) ?? 0) > batch.now.getTime() - announceMs) continue;
      batch.announced.set(idText, batch.now.getTime());
      const firstSeconds = Math.floor(fromMs / 1_000);
      const lastSeconds = Math.floor(toMs / 1_000);
      const described = { ...metric, temporality: "cumulative" as const, sourceName: metric.metric, labels };
      writeSeries(series, {
        workspace,
        id,
        series: described,
        firstSeconds,
        lastSeconds,
        retentionDays: key.days,
      });
    }
  }
  const written = samples.rows;
  await insert(telemetry, seriesTable, seriesColumns, series);
  await insert(telemetry, samplesTable, sampleColumns, samples);
  await noteLate(telemetry, workspace, batch);
  return written;
}

const labelsOf = (key: CounterKey, { le }: CounterMetric): Labels => [
  ["kind", key.kind],
  ...(le === undefined ? [] : ([["le", le]] as const)),
  ["operation", key.operation],
  ["service", key.service],
];

async function insert(
  telemetry: Telemetry,
  table: string,
  columns: readonly string[],
  rows: RowWriter,
): Promise<void> {
  if (rows.rows === 0) return;
  const body = [rows.take()];
  await telemetry.insertBinary({ table, columns, body, token: randomUUID() });
}

async function readMinutes(
  telemetry: Telemetry,
  { workspaceId, keys, fromMs, toMs }: Batch,
): Promise<Map<string, [number, MinuteSums][]>> {
  const scope = `workspace_id = {workspaceId:UUID}
    AND bucket >= toDateTime({from:UInt32}, 'UTC') AND bucket < toDateTime({to:UInt32}, 'UTC')`;
  const rows = await telemetry.administer({
    name: "services.metrics.minutes",
    sql: `SELECT toString(service) AS service, operation, kind, toUnixTimestamp(bucket) AS at, requests, errors,
            duration_ns / 1e9 AS durationSeconds, limit_counts AS limits
          ${latest("service_minutes", scope)} AND is_entry = 1 AND service IN {services:Array(String)}`,
    params: {
      workspaceId,
      from: fromMs / 1_000,
      to: toMs / 1_000,
      services: [...new Set(keys.map((key) => key.service))],
    },
    row: z.object({
      service: z.string(),
      operation: z.string(),
      kind: z.string(),
      at: z.coerce.number(),
      requests: z.coerce.number(),
      errors: z.coerce.number(),
      durationSeconds: z.coerce.number(),
      limits: z.array(z.coerce.number()),
    }),
    timeoutSeconds: 30,
  });
  const minutes = new Map<string, [number, MinuteSums][]>();
  for (const { at, ...row } of rows) {
    const key = keyText(row);
    const known = minutes.get(key);
    if (known) known.push([at * 1_000, row]);
    else minutes.set(key, [[at * 1_000, row]]);
  }
  return minutes;
}

/** Totals at the start, by series. */
async function readBases(telemetry: Telemetry, batch: Batch): Promise<Map<string, number>> {
  const rows = await telemetry.administer({
    name: "services.metrics.bases",
    sql: `SELECT toString(series_id) AS id, max(value) AS total FROM metric_samples
          WHERE workspace_id = {workspaceId:UUID} AND metric IN {metrics:Array(String)}
            AND time = fromUnixTimestamp64Milli({at:Int64}, 'UTC')
          GROUP BY series_id`,
    params: { workspaceId: batch.workspaceId, metrics: counterNames, at: batch.fromMs },
    row: z.object({ id: z.string(), total: z.coerce.number() }),
    timeoutSeconds: 30,
  });
  return new Map(rows.map((row) => [row.id, row.total]));
}

/** Hours whose rollups of metrics may already be computed are computed again. */
async function noteLate(telemetry: Telemetry, workspace: Buffer, batch: Batch): Promise<void> {
  const lateBeforeMs = batch.now.getTime() - noteAfterMs;
  const rows = new RowWriter();
  for (let hour = Math.floor(batch.fromMs / hourMs) * hourMs; hour < lateBeforeMs; hour += hourMs) {
    if (batch.fromMs < lateBeforeMs) writeLateHour(rows, workspace, hour, Date.now());
  }
  await insert(telemetry, lateTable, lateColumns, rows);
}
