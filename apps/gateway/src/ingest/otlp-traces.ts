import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { RowWriter, uuidBytes } from "@triops/telemetry/client/row-binary";
import { type LlmSource, writeLlmSpan } from "@triops/telemetry/llm/llm-span-row";
import { checkSpan, type DecodedSpan, type SpanRefusal } from "@triops/telemetry/otlp/span-model";
import { decodeSpansJson } from "@triops/telemetry/otlp/spans-json";
import { decodeSpansProtobuf } from "@triops/telemetry/otlp/spans-protobuf";
import { type SpanRow, writeSpan } from "@triops/telemetry/tables/spans";
import { append, partsOf } from "../intake/append.ts";
import { limits } from "../limits.ts";
import type { BatchWriter } from "./batch-writer.ts";
import { contentToken } from "./content-token.ts";
import { evaluationsOf } from "./evaluations.ts";
import type { IngestCounts } from "./ingest-counts.ts";
import { type LlmIngest, llmSpansOf } from "./llm-rows.ts";
import type { IngestResult } from "./otlp-metrics.ts";
import type { Encoding } from "./otlp-reply.ts";
import { refusalMessage } from "./refusals.ts";

export type TraceIngest = { spans: BatchWriter; llm: LlmIngest; counts: IngestCounts; now(): number };

const dayMs = 86_400_000;

/**
 * Stores what an ExportTraceServiceRequest carries, and what of it is about models a second time in the form of its
 * lists; resolves when both are durable. @throws DecodeError, unavailable
 */
export async function ingestTraces(
  ingest: TraceIngest,
  key: PublishedKey,
  body: Buffer,
  encoding: Encoding,
  via: LlmSource = "otlp",
): Promise<IngestResult> {
  const nowMs = ingest.now();
  const decoded = encoding === "json" ? decodeSpansJson(body) : decodeSpansProtobuf(body);
  const times = { oldestMs: nowMs - key.retentionDays * dayMs, newestMs: nowMs + limits.aheadMsMax };
  const workspace = uuidBytes(key.workspaceId);
  const rows = new RowWriter(65_536);
  const spans: SpanRow[] = [];
  const refused = new Map<SpanRefusal, { count: number; example: string; span: DecodedSpan }>();
  for (const span of decoded) {
    const checked = checkSpan(span, times);
    if (typeof checked !== "string") {
      writeSpan(rows, workspace, checked, key.retentionDays, nowMs);
      spans.push(checked);
      continue;
    }
    const counted = refused.get(checked);
    if (counted) counted.count++;
    else refused.set(checked, { count: 1, example: span.name, span });
  }
  const accepted = rows.rows;
  if (accepted > 0) {
    const stored = ingest.spans.add(rows.take(), accepted, contentToken(key, "spans", body, accepted));
    await Promise.all([stored, storeLlm(ingest.llm, key, spans, { via, body, nowMs })]);
  }

  const origin = { workspaceId: key.workspaceId, signal: "traces", source: key.keyId };
  ingest.counts.add({ ...origin, outcome: "accepted", reason: "" }, accepted, nowMs);
  for (const [reason, { count, example, span }] of refused) {
    ingest.counts.add({ ...origin, outcome: "rejected", reason }, count, nowMs);
    const payload = JSON.stringify(span, (_, value) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    ingest.counts.letter({ ...origin, reason, detail: example.slice(0, 200), payload, count }, nowMs);
  }
  return { accepted, rejected: decoded.length - accepted, message: refusalMessage("spans", refused) };
}

async function storeLlm(
  llm: LlmIngest,
  key: PublishedKey,
  spans: readonly SpanRow[],
  { via, body, nowMs }: { via: LlmSource; body: Buffer; nowMs: number },
): Promise<void> {
  const mapped = await llmSpansOf(llm, key, spans, via);
  if (mapped.length === 0) return;
  const workspace = uuidBytes(key.workspaceId);
  const rows = new RowWriter(mapped.length * 1_024);
  for (const { row } of mapped) writeLlmSpan(rows, workspace, row, key.retentionDays, nowMs);
  const { rows: count } = rows;
  const stored = llm.rows.add(rows.take(), count, contentToken(key, "llm_spans", body, count));
  const scores = evaluationsOf(spans);
  const parts = partsOf(scores).map((part) => ({ items: part.length, body: part }));
  await Promise.all([stored, append(llm.redis, "scores", key, parts, new Date(nowMs))]);
}
