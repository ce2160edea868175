import { randomUUID } from "node:crypto";
import { unavailable } from "@triops/kernel/errors";
import { giveBuffer } from "@triops/telemetry/client/row-buffers";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { limits } from "../limits.ts";

type Batch = {
  body: Buffer[];
  /** Names of the requests in it. */
  parts: { token: string; bytes: number }[];
  bytes: number;
  rows: number;
  requests: number;
  done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
};

export type WriterState = {
  pendingRows: number;
  pendingBytes: number;
  inFlight: number;
  /** Since when the store refused everything; null while it works. */
  awaySince: Date | null;
};

/**
 * Group commit: requests that arrive while an insert is under way share the next one, and each is answered when its
 * own rows are on disk. Alone, a request is written at once. Senders that were answered together soon send again:
 * the next insert waits for them a moment, since a part costs the store as much as thousands of its rows.
 */
export type BatchWriter = {
  /**
   * Takes the bytes over, as `RowWriter` made them. Resolves when the rows are durable. The embedded store counts rows
   * of the same `token` once, in whichever insert they come.
   * @throws unavailable when too much waits or the store stays away
   */
  add(body: Buffer, rows: number, token?: string): Promise<void>;
  state(): WriterState;
  /** Waits for everything that was added. */
  drain(): Promise<void>;
};

/** Two inserts at a time keep the engine busy while the next batch gathers. */
const inFlightMax = 2;
/** An insert waits for those answered before it no longer than the last insert took, and never longer than this, ms. */
const joinMsMax = 20;
/** Inserts quicker than this, ms, go to the embedded store's journal, which gathers by itself: nobody waits. */
const joinWorthMs = 4;
/** A larger batch gains nothing and holds its requests longer. */
const batchBytesMax = 16 * 1024 * 1024;
/** Their names travel in a header. */
const batchRequestsMax = 1_000;

export function createBatchWriter(
  telemetry: Telemetry,
  table: string,
  columns: readonly string[],
): BatchWriter {
  let open: Batch | null = null;
  const waiting: Batch[] = [];
  let inFlight = 0;
  let pendingBytes = 0;
  let pendingRows = 0;
  let awaySince: Date | null = null;
  let scheduled = false;
  /** Requests that are not answered yet. */
  let outstanding = 0;
  /** Until when an insert waits for so many requests. */
  let join = { requests: 0, untilMs: 0 };
  let joinTimer: NodeJS.Timeout | undefined;

  const startNext = () => {
    scheduled = false;
    clearTimeout(joinTimer);
    while (inFlight < inFlightMax) {
      if (waiting.length === 0 && open && open.requests < join.requests) {
        const waitMs = join.untilMs - performance.now();
        if (waitMs > 0) {
          joinTimer = setTimeout(startNext, waitMs);
          return;
        }
      }
      const batch = waiting.shift() ?? open;
      if (!batch) return;
      if (batch === open) open = null;
      inFlight++;
      void write(batch);
    }
  };

  /** Requests that were parsed in the same turn of the event loop join before the batch leaves. */
  const schedule = () => {
    if (scheduled || inFlight >= inFlightMax) return;
    scheduled = true;
    setImmediate(startNext);
  };

  const write = async (batch: Batch) => {
    const startedMs = performance.now();
    const waitMsMax = awaySince === null ? limits.storeWaitMs : limits.storeAwayWaitMs;
    try {
      const { body, parts } = batch;
      await telemetry.insertBinary({ table, columns, body, parts, token: randomUUID(), waitMsMax });
      awaySince = null;
      batch.resolve();
      for (const body of batch.body) giveBuffer(body);
    } catch (error) {
      awaySince ??= new Date();
      batch.reject(error);
    } finally {
      inFlight--;
      const nowMs = performance.now();
      const tookMs = nowMs - startedMs;
      const waitMs = tookMs < joinWorthMs ? 0 : Math.min(joinMsMax, tookMs);
      join = { requests: outstanding, untilMs: nowMs + waitMs };
      outstanding -= batch.requests;
      pendingBytes -= batch.bytes;
      pendingRows -= batch.rows;
      schedule();
    }
  };

  return {
    add(body, rows, token = randomUUID()) {
      if (rows === 0) return Promise.resolve();
      if (pendingBytes + body.length > limits.pendingBytesMax) {
        return Promise.reject(unavailable("Too much waits to be stored", { retryAfterSeconds: 2 }));
      }
      if (open && (open.bytes + body.length > batchBytesMax || open.requests >= batchRequestsMax)) {
        waiting.push(open);
        open = null;
      }
      open ??= newBatch();
      open.body.push(body);
      open.parts.push({ token, bytes: body.length });
      open.bytes += body.length;
      open.rows += rows;
      open.requests++;
      outstanding++;
      pendingBytes += body.length;
      pendingRows += rows;
      schedule();
      return open.done;
    },
    state: () => ({ pendingRows, pendingBytes, inFlight, awaySince }),
    async drain() {
      while (pendingRows > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

function newBatch(): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Every waiter hears of a failure; without one, nobody needs to.
  promise.catch(() => {});
  return { body: [], parts: [], bytes: 0, rows: 0, requests: 0, done: promise, resolve, reject };
}
