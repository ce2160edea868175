import { randomUUID } from "node:crypto";
import type { Logger } from "@triops/kernel/logger";
import type { Telemetry } from "@triops/telemetry/client/telemetry";

export type Outcome = "accepted" | "rejected" | "late";

export type Count = {
  workspaceId: string;
  signal: string;
  /** Id of the key that sent it. */
  source: string;
  outcome: Outcome;
  /** Empty for what was accepted. */
  reason: string;
};

/** A sample of what was refused, for people to look at. */
export type DeadLetter = {
  workspaceId: string;
  signal: string;
  source: string;
  reason: string;
  detail: string;
  /** Cut to 4 KiB. */
  payload: string;
  count: number;
};

export type IngestCounts = {
  add(count: Count, by: number, nowMs: number): void;
  /** Kept at most once a minute per workspace and reason; the counters have the full number. */
  letter(letter: DeadLetter, nowMs: number): void;
  flush(): Promise<void>;
  close(): Promise<void>;
};

const flushMs = 5_000;
const payloadCharsMax = 4_096;
const minuteMs = 60_000;
/** Counters are kept while the store is away, but not for ever. */
const keptMax = 50_000;

type Pending = { token: string; rows: Record<string, unknown>[]; table: string };

/** Counts in memory and writes every five seconds. What a killed gateway had not written yet is not counted. */
export function createIngestCounts(telemetry: Telemetry, log: Logger): IngestCounts {
  let counts = new Map<string, { row: Record<string, unknown>; count: number }>();
  let letters: Record<string, unknown>[] = [];
  const lettered = new Map<string, number>();
  const pending: Pending[] = [];
  let flushing: Promise<void> | null = null;

  const seal = () => {
    if (counts.size > 0) {
      const rows = [...counts.values()].map(({ row, count }) => ({ ...row, count }));
      pending.push({ token: randomUUID(), rows, table: "ingest_counters" });
      counts = new Map();
    }
    if (letters.length > 0) pending.push({ token: randomUUID(), rows: letters, table: "dead_letters" });
    letters = [];
  };

  const write = async () => {
    seal();
    try {
      for (let next = pending[0]; next; next = pending[0]) {
        await telemetry.insertRows({ ...next, waitMsMax: 1_000 });
        pending.shift();
      }
    } catch (error) {
      log.debug({ err: error }, "counters not written yet");
      while (pending.reduce((sum, one) => sum + one.rows.length, 0) > keptMax) pending.shift();
    }
  };

  const flush = () => {
    flushing ??= write().finally(() => {
      flushing = null;
    });
    return flushing;
  };
  const timer = setInterval(flush, flushMs);
  timer.unref();

  return {
    add(count, by, nowMs) {
      if (by === 0) return;
      const minute = Math.floor(nowMs / minuteMs) * 60;
      const key = `${minute}|${count.workspaceId}|${count.signal}|${count.source}|${count.outcome}|${count.reason}`;
      const known = counts.get(key);
      if (known) known.count += by;
      else {
        const { workspaceId, ...rest } = count;
        counts.set(key, { row: { workspace_id: workspaceId, minute, ...rest }, count: by });
      }
    },
    letter(letter, nowMs) {
      const key = `${letter.workspaceId}|${letter.signal}|${letter.reason}`;
      if (nowMs - (lettered.get(key) ?? 0) < minuteMs) return;
      if (lettered.size > keptMax) lettered.clear();
      lettered.set(key, nowMs);
      const { workspaceId, payload, ...rest } = letter;
      const time = new Date(nowMs).toISOString();
      letters.push({ workspace_id: workspaceId, time, ...rest, payload: payload.slice(0, payloadCharsMax) });
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}
