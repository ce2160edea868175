import { type Miner, mine } from "@triops/analysis/log-templates/miner";
import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import type { TakenScore } from "@triops/domains/scores/schemas";
import type { Redis } from "@triops/kernel/redis";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import { checkLog, type DecodedLog, type LogRefusal } from "@triops/telemetry/otlp/log-model";
import { decodeLogsJson } from "@triops/telemetry/otlp/logs-json";
import { decodeLogsProtobuf } from "@triops/telemetry/otlp/logs-protobuf";
import { type LogRow, logIds, writeLog } from "@triops/telemetry/tables/logs";
import { append, partsOf } from "../intake/append.ts";
import { limits } from "../limits.ts";
import type { LogTails } from "../snapshot/log-tails.ts";
import type { BatchWriter } from "./batch-writer.ts";
import { contentToken } from "./content-token.ts";
import { evaluationEvent, evaluationOfLog } from "./evaluations.ts";
import type { IngestCounts } from "./ingest-counts.ts";
import type { IngestResult } from "./otlp-metrics.ts";
import type { Encoding } from "./otlp-reply.ts";
import { refusalMessage } from "./refusals.ts";

export type LogIngest = {
  logs: BatchWriter;
  miner: Miner;
  tails: LogTails;
  counts: IngestCounts;
  /** Where results of evaluations wait for the ledger. */
  redis: Redis;
  now(): number;
};

const dayMs = 86_400_000;

/** Stores what an ExportLogsServiceRequest carries; resolves when it is durable. @throws DecodeError, unavailable */
export async function ingestLogs(
  ingest: LogIngest,
  key: PublishedKey,
  body: Buffer,
  encoding: Encoding,
): Promise<IngestResult> {
  const nowMs = ingest.now();
  const decoded = encoding === "json" ? decodeLogsJson(body) : decodeLogsProtobuf(body);
  const bounds = {
    oldestMs: nowMs - key.retentionDays * dayMs,
    newestMs: nowMs + limits.aheadMsMax,
    nowMs,
    bodyCharsMax: limits.logBodyCharsMax,
  };
  const workspace = uuidBytes(key.workspaceId);
  const rows = new RowWriter(65_536);
  const idOf = logIds();
  // Kept only while somebody looks.
  const followed: LogRow[] | null = ingest.tails.followed(key.workspaceId) ? [] : null;
  const scores: TakenScore[] = [];
  const refused = new Map<LogRefusal, { count: number; example: string; log: DecodedLog }>();
  for (const log of decoded) {
    const checked = checkLog(log, bounds);
    if (typeof checked !== "string") {
      const templateId =
        checked.body === "" ? "" : mine(ingest.miner, `${key.workspaceId}/${checked.service}`, checked.body);
      const row = { ...checked, templateId, id: idOf(checked) };
      writeLog(rows, workspace, row, key.retentionDays);
      followed?.push(row);
      if (checked.eventName === evaluationEvent) scores.push(...evaluationOfLog(checked, log));
      continue;
    }
    const counted = refused.get(checked);
    if (counted) counted.count++;
    else refused.set(checked, { count: 1, example: log.body.slice(0, 200), log });
  }
  const accepted = rows.rows;
  // Records without a time of their own get that of their arrival: sent twice they are two.
  const isTimed = decoded.every(({ timeNs, observedNs }) => timeNs !== 0n || observedNs !== 0n);
  const token = isTimed ? contentToken(key, "logs", body, accepted) : undefined;
  if (accepted > 0) await ingest.logs.add(rows.take(), accepted, token);
  const parts = partsOf(scores).map((part) => ({ items: part.length, body: part }));
  await append(ingest.redis, "scores", key, parts, new Date(nowMs));
  if (followed) ingest.tails.offer(key.workspaceId, followed);

  const origin = { workspaceId: key.workspaceId, signal: "logs", source: key.keyId };
  ingest.counts.add({ ...origin, outcome: "accepted", reason: "" }, accepted, nowMs);
  for (const [reason, { count, example, log }] of refused) {
    ingest.counts.add({ ...origin, outcome: "rejected", reason }, count, nowMs);
    const kept = { ...log, body: log.body.slice(0, 2_000) };
    const payload = JSON.stringify(kept, (_, value) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    ingest.counts.letter({ ...origin, reason, detail: example, payload, count }, nowMs);
  }
  return { accepted, rejected: decoded.length - accepted, message: refusalMessage("log records", refused) };
}
