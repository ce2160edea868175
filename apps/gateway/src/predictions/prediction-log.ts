import { randomUUID } from "node:crypto";
import type { PublishedDeployment, PublishedVariant } from "@triops/domains/deployments/snapshot-schemas";
import type { Logger } from "@triops/kernel/logger";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import {
  columnsOf,
  differenceOf,
  mainOutput,
  maskColumns,
  outputColumnsOf,
} from "@triops/telemetry/predictions/columns";
import {
  type Columns,
  predictionColumns,
  predictionsTable,
  writePrediction,
} from "@triops/telemetry/predictions/prediction-row";
import {
  type Answered,
  createTrafficCounts,
  type TrafficKey,
  trafficTable,
} from "@triops/telemetry/predictions/traffic-rows";
import type { IngestCounts } from "../ingest/ingest-counts.ts";

/** One request to one variant: the answer, or what a shadow said to the same input. */
export type PredictionNote = {
  deployment: PublishedDeployment;
  variant: PublishedVariant;
  /** As answered in `x-request-id`; an answer and its shadows share it. */
  requestId: string;
  /** Of the API key that asked. */
  keyId: string;
  timeMs: number;
  latencyUs: number;
  service?: string;
  user?: string;
  /** Why there is no answer. A fault of the caller's (a bad input) is no error of the model: do not note those. */
  error: { code: string; message: string } | null;
  /** Rows of the input, each an object of columns. */
  inputs: readonly Readonly<Record<string, unknown>>[];
  /** One per row of the input; of any JSON type. */
  outputs: readonly unknown[];
  /** What the answer said, for shadows: the difference is kept. */
  answers?: readonly unknown[] | undefined;
  /** Whether the request is stored: `isSampled`, asked once per request. Requests that failed are stored anyway. */
  sampled: boolean;
};

export type PredictionLog = {
  /** By chance, as often as the deployment wants it. */
  isSampled(deployment: PublishedDeployment): boolean;
  /** Never waits and never throws: what cannot be stored in time is counted as rejected. */
  note(note: PredictionNote): void;
  state(): { pendingRows: number; pendingBytes: number; awaySince: Date | null };
  /** Writes what is left. */
  close(): Promise<void>;
};

export type PredictionCounts = {
  /** Counts an answer whose row is stored elsewhere. */
  count(key: TrafficKey, answered: Answered): void;
};

/** An answer is given before its row is stored: so long may a killed gateway's last rows be, ms. */
const flushMs = 500;
const trafficFlushMs = 2_000;
/** Rows that wait while the store is away; what comes on top is counted and dropped. */
const pendingBytesMax = 64 * 1024 * 1024;
/** A batch leaves when it is this large. */
const batchBytesMax = 4 * 1024 * 1024;
/** Of one request; the rest is in its counts only. */
const rowsPerRequestMax = 1_000;
const errorCharsMax = 1_000;

type Batch = { token: string; body: Buffer; rows: number };

/** Stores predictions behind the answers, in batches that are repeated until the store has them. */
export function createPredictionLog(
  telemetry: Telemetry,
  counts: IngestCounts,
  log: Logger,
): PredictionLog & PredictionCounts {
  let rows = new RowWriter(65_536);
  const batches: Batch[] = [];
  const traffic = createTrafficCounts();
  const trafficBatches: { token: string; rows: Record<string, unknown>[] }[] = [];
  let pendingBytes = 0;
  let pendingRows = 0;
  let awaySince: Date | null = null;
  let writing: Promise<void> | null = null;

  const seal = () => {
    if (rows.rows === 0) return;
    const count = rows.rows;
    batches.push({ token: randomUUID(), rows: count, body: rows.take() });
    rows = new RowWriter(65_536);
  };

  const write = async () => {
    seal();
    try {
      for (let batch = batches[0]; batch; batch = batches[0]) {
        const { token, body } = batch;
        await telemetry.insertBinary({
          table: predictionsTable,
          columns: predictionColumns,
          body: [body],
          token,
          waitMsMax: 1_000,
        });
        batches.shift();
        pendingBytes -= body.length;
        pendingRows -= batch.rows;
      }
      for (let batch = trafficBatches[0]; batch; batch = trafficBatches[0]) {
        await telemetry.insertRows({ ...batch, table: trafficTable, waitMsMax: 1_000 });
        trafficBatches.shift();
      }
      awaySince = null;
    } catch (error) {
      if (awaySince === null) log.warn({ err: error }, "predictions wait for the store");
      awaySince ??= new Date();
    }
  };
  const flush = () => {
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  };
  const sealTraffic = () => {
    const taken = traffic.take();
    if (taken.length > 0) trafficBatches.push({ token: randomUUID(), rows: taken });
  };
  const timer = setInterval(() => void flush(), flushMs).unref();
  const trafficTimer = setInterval(sealTraffic, trafficFlushMs).unref();

  const store = (note: PredictionNote) => {
    const { deployment, variant, inputs, error } = note;
    const { logging } = deployment;
    const hidden = new Set(logging.maskColumns);
    const workspace = uuidBytes(deployment.workspaceId);
    const count = Math.min(Math.max(inputs.length, error ? 1 : note.outputs.length), rowsPerRequestMax);
    const before = rows.bytes;
    for (let at = 0; at < count; at++) {
      const output = outputColumnsOf(note.outputs[at]);
      const answer: Columns | null = note.answers ? outputColumnsOf(note.answers[at]) : null;
      writePrediction(
        rows,
        workspace,
        {
          deployment: deployment.name,
          timeMs: note.timeMs,
          predictionId: predictionIdOf(note.requestId, at, count),
          requestId: note.requestId,
          role: variant.role,
          variant: variant.id,
          model: variant.modelName,
          modelVersion: variant.modelVersion,
          service: note.service ?? "",
          user: note.user ?? "",
          latencyUs: note.latencyUs,
          errorCode: error?.code ?? "",
          error: error?.message.slice(0, errorCharsMax) ?? "",
          input: maskColumns(columnsOf(inputs[at] ?? {}), hidden),
          output: maskColumns(output, hidden),
          outputName: mainOutput(output),
          difference: answer && !error ? differenceOf(answer, output) : Number.NaN,
          sampleRate: error ? 1 : Math.max(logging.sampleRate, Number.MIN_VALUE),
        },
        logging.retentionDays,
      );
    }
    pendingRows += count;
    pendingBytes += rows.bytes - before;
    if (rows.bytes >= batchBytesMax) seal();
  };

  return {
    isSampled: ({ logging }) => logging.sampleRate >= 1 || Math.random() < logging.sampleRate,
    note(note) {
      const { deployment, variant, timeMs, latencyUs, error } = note;
      const origin = { workspaceId: deployment.workspaceId, signal: "predictions", source: note.keyId };
      try {
        traffic.add(
          {
            workspaceId: deployment.workspaceId,
            deployment: deployment.name,
            role: variant.role,
            variant: variant.id,
            model: variant.modelName,
            modelVersion: variant.modelVersion,
          },
          { timeMs, latencyUs, failed: error !== null, predictions: Math.max(1, note.inputs.length) },
        );
        if (!note.sampled && error === null) return;
        if (pendingBytes > pendingBytesMax) {
          counts.add({ ...origin, outcome: "rejected", reason: "queue_full" }, 1, timeMs);
          return;
        }
        store(note);
        counts.add({ ...origin, outcome: "accepted", reason: "" }, 1, timeMs);
      } catch (fault) {
        log.error({ err: fault, deployment: deployment.name }, "a prediction could not be noted");
      }
    },
    count: traffic.add,
    state: () => ({ pendingRows, pendingBytes, awaySince }),
    async close() {
      clearInterval(timer);
      clearInterval(trafficTimer);
      sealTraffic();
      await flush();
      sealTraffic();
      await flush();
    },
  };
}

/** Of a request with one row its own id; of several, with the row's place. Labels come back with it. */
export const predictionIdOf = (requestId: string, at: number, rows: number): string =>
  rows === 1 ? requestId : `${requestId}-${at}`;
