import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { flattenMetrics } from "@triops/telemetry/otlp/flatten-metrics";
import { decodeMetricsJson } from "@triops/telemetry/otlp/metrics-json";
import { decodeMetricsProtobuf } from "@triops/telemetry/otlp/metrics-protobuf";
import { limits } from "../limits.ts";
import type { IngestCounts } from "./ingest-counts.ts";
import { MetricRows, type MetricWriters } from "./metric-rows.ts";
import type { Encoding } from "./otlp-reply.ts";
import { refusalMessage } from "./refusals.ts";
import type { SeriesRegistry } from "./series-registry.ts";

export type IngestResult = { accepted: number; rejected: number; message: string };

export type MetricIngest = {
  writers: MetricWriters;
  registry: SeriesRegistry;
  counts: IngestCounts;
  now(): number;
};

const dayMs = 86_400_000;

/**
 * Stores what an ExportMetricsServiceRequest carries; resolves when it is durable.
 * @throws DecodeError, unavailable; in either case nothing was acknowledged
 */
export async function ingestMetrics(
  ingest: MetricIngest,
  key: PublishedKey,
  body: Buffer,
  encoding: Encoding,
): Promise<IngestResult> {
  const known = await ingest.registry.workspace(key.workspaceId);
  const nowMs = ingest.now();
  const rows = new MetricRows(key, known, ingest.registry, nowMs, body.length);
  const times = { oldestMs: nowMs - key.retentionDays * dayMs, newestMs: nowMs + limits.aheadMsMax };
  const result = flatten();
  await rows.store(ingest.writers, body, ingest.now);

  const origin = { workspaceId: key.workspaceId, signal: "metrics", source: key.keyId };
  ingest.counts.add({ ...origin, outcome: "accepted", reason: "" }, result.accepted, nowMs);
  ingest.counts.add({ ...origin, outcome: "late", reason: "" }, rows.lateSamples, nowMs);
  let rejected = 0;
  for (const [reason, { count, metric, attributes }] of result.refused) {
    rejected += count;
    ingest.counts.add({ ...origin, outcome: "rejected", reason }, count, nowMs);
    const payload = JSON.stringify({ metric, attributes: Object.fromEntries(attributes) });
    ingest.counts.letter({ ...origin, reason, detail: metric.slice(0, 200), payload, count }, nowMs);
  }
  const examples = new Map(
    [...result.refused].map(([reason, { count, metric }]) => [reason, { count, example: metric }]),
  );
  return { accepted: result.accepted, rejected, message: refusalMessage("data points", examples) };

  function flatten() {
    try {
      const decoded = encoding === "json" ? decodeMetricsJson(body) : decodeMetricsProtobuf(body);
      return flattenMetrics(decoded, times, rows);
    } catch (error) {
      rows.abandon();
      throw error;
    }
  }
}
