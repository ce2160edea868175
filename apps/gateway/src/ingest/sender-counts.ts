import { randomUUID } from "node:crypto";
import type { Logger } from "@triops/kernel/logger";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { IngestCounts } from "./ingest-counts.ts";

/** What comes in at an address. */
const signals: Readonly<Record<string, string>> = {
  "/v1/metrics": "metrics",
  "/api/v1/write": "metrics",
  "/v1/traces": "traces",
  "/api/public/otel/v1/traces": "traces",
  "/v1/logs": "logs",
  "/v1/predictions": "predictions",
  "/v1/ground-truth": "predictions",
  "/webhooks/changes": "changes",
  "/webhooks/alertmanager": "alerts",
  "/api/v2/alerts": "alerts",
};

const flushMs = 5_000;
const minuteMs = 60_000;
const agentCharsMax = 60;
/** Programs of one workspace that are told apart; more are counted together. */
const agentsMax = 50;
/** Kept while the store is away, but not for ever. */
const keptMax = 20_000;

type Row = {
  workspace_id: string;
  minute: number;
  source: string;
  signal: string;
  endpoint: string;
  agent: string;
  requests: number;
  refused: number;
  deferred: number;
  bytes: number;
  bytes_max: number;
  last_seen: number;
};

export type SenderCounts = { close(): Promise<void> };

/**
 * Notes each request of a known key: which program sent it where, how much, and how it was answered. Gathered in
 * memory and written every five seconds, as the counts of points are.
 */
export function countSenders(
  app: FastifyInstance,
  telemetry: Telemetry,
  counts: IngestCounts,
  log: Logger,
): SenderCounts {
  let rows = new Map<string, Row>();
  const waiting: { token: string; rows: Row[] }[] = [];
  const agents = new Map<string, Set<string>>();
  let flushing: Promise<void> | null = null;

  app.addHook("onResponse", (request, reply, done) => {
    done();
    const key = request.publishedKey;
    const endpoint = request.routeOptions.url ?? "";
    const signal = signals[endpoint];
    if (!key || signal === undefined) return;
    const nowMs = Date.now();
    const minute = Math.floor(nowMs / minuteMs) * 60;
    const agent = knownAgent(agents, key.workspaceId, request.headers["user-agent"]);
    const id = `${minute}|${key.keyId}|${endpoint}|${agent}`;
    let row = rows.get(id);
    if (!row) {
      if (rows.size >= keptMax) return;
      row = {
        workspace_id: key.workspaceId,
        minute,
        source: key.keyId,
        signal,
        endpoint,
        agent,
        ...{ requests: 0, refused: 0, deferred: 0, bytes: 0, bytes_max: 0, last_seen: 0 },
      };
      rows.set(id, row);
    }
    const { statusCode } = reply;
    const bytes = bytesOf(request);
    row.requests++;
    if (statusCode === 429 || statusCode >= 500) row.deferred++;
    else if (statusCode >= 400) row.refused++;
    row.bytes += bytes;
    row.bytes_max = Math.max(row.bytes_max, bytes);
    row.last_seen = Math.floor(nowMs / 1_000);
    // What is turned away before it is decoded counts as one: nobody knows what was in it.
    const reason = statusCode === 413 ? "body_limit" : statusCode === 429 ? "rate_limit" : null;
    if (reason) {
      const origin = { workspaceId: key.workspaceId, signal, source: key.keyId, reason };
      counts.add({ ...origin, outcome: "rejected" }, 1, nowMs);
    }
  });

  const write = async () => {
    if (rows.size > 0) {
      waiting.push({ token: randomUUID(), rows: [...rows.values()] });
      rows = new Map();
    }
    try {
      for (let next = waiting[0]; next; next = waiting[0]) {
        await telemetry.insertRows({ ...next, table: "ingest_senders", waitMsMax: 1_000 });
        waiting.shift();
      }
    } catch (error) {
      log.debug({ err: error }, "senders not written yet");
      while (waiting.reduce((sum, one) => sum + one.rows.length, 0) > keptMax) waiting.shift();
    }
  };
  const flush = () => {
    flushing ??= write().finally(() => {
      flushing = null;
    });
    return flushing;
  };
  const timer = setInterval(flush, flushMs).unref();

  return {
    async close() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}

/** Programs may call themselves anything: the first fifty of a workspace keep their names. */
function knownAgent(
  agents: Map<string, Set<string>>,
  workspaceId: string,
  userAgent: string | undefined,
): string {
  const agent = (userAgent ?? "")
    .replace(/[^\x20-\x7e]/g, "")
    .trim()
    .slice(0, agentCharsMax);
  let known = agents.get(workspaceId);
  if (!known) {
    known = new Set();
    agents.set(workspaceId, known);
  }
  if (known.has(agent)) return agent;
  if (known.size >= agentsMax) return "other";
  known.add(agent);
  return agent;
}

/** As sent: what was read of it, or what was announced when nothing was. */
const bytesOf = ({ body, headers }: FastifyRequest): number =>
  Buffer.isBuffer(body) ? body.length : Number(headers["content-length"]) || 0;
