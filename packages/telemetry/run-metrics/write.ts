import { randomUUID } from "node:crypto";
import { limitReached } from "@triops/kernel/errors";
import { RowWriter } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { createdMsOf, type MetricPoint, pointColumns, pointsTable } from "./points.ts";

type Waiting = {
  rows: RowWriter;
  requests: number;
  done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
};
type Writer = { open: Waiting | null; inFlight: number };

/** Two inserts at a time; what arrives meanwhile shares the next one. */
const inFlightMax = 2;
/** Rows that may wait; beyond, the sender is asked to come again. */
const waitingRowsMax = 500_000;
const writers = new WeakMap<Telemetry, Writer>();

/**
 * Resolves when the points are on disk. Requests of the same moment share an insert: a part costs the store as much as
 * thousands of its rows. @throws unavailable, limitReached when too much waits
 */
export function writeRunMetrics(
  telemetry: Telemetry,
  workspaceId: string,
  points: readonly MetricPoint[],
): Promise<void> {
  if (points.length === 0) return Promise.resolve();
  const writer = writers.get(telemetry) ?? { open: null, inFlight: 0 };
  writers.set(telemetry, writer);
  writer.open ??= waiting();
  const { open } = writer;
  if (open.rows.rows + points.length > waitingRowsMax && open.rows.rows > 0)
    return Promise.reject(limitReached("Too many metrics wait to be stored; send them again", 2));
  for (const point of points) writePoint(open.rows, workspaceId, point);
  open.requests++;
  flush(telemetry, writer);
  return open.done;
}

function waiting(): Waiting {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  return { rows: new RowWriter(), requests: 0, done, resolve, reject };
}

function flush(telemetry: Telemetry, writer: Writer): void {
  const batch = writer.open;
  if (!batch || writer.inFlight >= inFlightMax) return;
  writer.open = null;
  writer.inFlight++;
  telemetry
    .insertBinary({
      table: pointsTable,
      columns: pointColumns,
      body: [batch.rows.take()],
      token: randomUUID(),
    })
    .then(batch.resolve, batch.reject)
    .finally(() => {
      writer.inFlight--;
      flush(telemetry, writer);
    });
}

function writePoint(rows: RowWriter, workspaceId: string, point: MetricPoint): void {
  rows.uuid(workspaceId);
  rows.uuid(point.runId);
  rows.i64Number(createdMsOf(point.runId));
  rows.text(point.key);
  rows.i64Number(point.step);
  rows.i64Number(point.timestampMs);
  rows.f64(point.value);
  rows.text(point.modelId);
  rows.text(point.datasetName);
  rows.text(point.datasetDigest);
  rows.endRow();
}
