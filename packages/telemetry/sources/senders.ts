import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";

type Scope = { workspaceId: string; window: Window };

export type Sender = {
  /** Id of the key, or `scrape` for what Triops fetches itself. */
  source: string;
  signal: string;
  endpoint: string;
  agent: string;
  firstSeen: Date;
  lastSeen: Date;
  requests: number;
  /** Answered 4xx, and 429 or 5xx. */
  refused: number;
  deferred: number;
  bytes: number;
  bytesMax: number;
};

const inMinutes = `workspace_id = {workspaceId:UUID} AND minute >= toDateTime(${fromTime}, 'UTC') AND minute < toDateTime(${toTime}, 'UTC')`;
const sendersMax = 1_000;
const count = z.coerce.number();

/** Which programs sent with which key where, and how their requests were answered. */
export async function listSenders(telemetry: Telemetry, scope: Scope): Promise<Sender[]> {
  const rows = await telemetry.query({
    name: "sources.senders",
    sql: `SELECT source, signal, endpoint, agent, toUnixTimestamp(min(minute)) AS firstSeen,
            toUnixTimestamp(max(last_seen)) AS lastSeen, sum(requests) AS requestCount, sum(refused) AS refusedCount,
            sum(deferred) AS deferredCount, sum(bytes) AS byteCount, max(bytes_max) AS bytesMax
          FROM ingest_senders WHERE ${inMinutes}
          GROUP BY source, signal, endpoint, agent ORDER BY lastSeen DESC, source, signal, endpoint, agent
          LIMIT ${sendersMax}`,
    row: z.object({
      source: z.string(),
      signal: z.string(),
      endpoint: z.string(),
      agent: z.string(),
      firstSeen: count,
      lastSeen: count,
      requestCount: count,
      refusedCount: count,
      deferredCount: count,
      byteCount: count,
      bytesMax: count,
    }),
    ...scope,
  });
  return rows.map(
    ({ firstSeen, lastSeen, requestCount, refusedCount, deferredCount, byteCount, ...rest }) => ({
      ...rest,
      firstSeen: new Date(firstSeen * 1_000),
      lastSeen: new Date(lastSeen * 1_000),
      requests: requestCount,
      refused: refusedCount,
      deferred: deferredCount,
      bytes: byteCount,
    }),
  );
}

export type Flow = {
  source: string;
  signal: string;
  /** Start of a step. */
  at: Date;
  accepted: number;
  rejected: number;
  late: number;
};

/** Points, spans and records per key and signal over time, for a rate and its curve. */
export async function listFlows(telemetry: Telemetry, scope: Scope, stepSeconds: number): Promise<Flow[]> {
  const rows = await telemetry.query({
    name: "sources.flows",
    sql: `SELECT source, signal, intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS at,
            sumIf(count, outcome = 'accepted') AS accepted, sumIf(count, outcome = 'rejected') AS rejected,
            sumIf(count, outcome = 'late') AS late
          FROM ingest_counters WHERE ${inMinutes}
          GROUP BY source, signal, at ORDER BY source, signal, at LIMIT 50000`,
    params: { step: stepSeconds },
    row: z.object({
      source: z.string(),
      signal: z.string(),
      at: count,
      accepted: count,
      rejected: count,
      late: count,
    }),
    ...scope,
  });
  return rows.map(({ at, ...rest }) => ({ ...rest, at: new Date(at * 1_000) }));
}

export type Rejection = { source: string; signal: string; reason: string; count: number; lastSeen: Date };

export async function listRejections(telemetry: Telemetry, scope: Scope): Promise<Rejection[]> {
  const rows = await telemetry.query({
    name: "sources.rejections",
    sql: `SELECT source, signal, reason, sum(count) AS total, toUnixTimestamp(max(minute)) AS lastMinute
          FROM ingest_counters WHERE ${inMinutes} AND outcome = 'rejected'
          GROUP BY source, signal, reason ORDER BY total DESC, source, signal, reason LIMIT 2000`,
    row: z.object({
      source: z.string(),
      signal: z.string(),
      reason: z.string(),
      total: count,
      lastMinute: count,
    }),
    ...scope,
  });
  return rows.map(({ total, lastMinute, ...rest }) => ({
    ...rest,
    count: total,
    lastSeen: new Date(lastMinute * 1_000),
  }));
}
