import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { pointsMax, TooManyPoints } from "@triops/telemetry/remote-write/points";
import { readWriteRequest } from "@triops/telemetry/remote-write/read-request";
import type { WriteResult } from "@triops/telemetry/remote-write/sink";
import { limits } from "../limits.ts";
import { IngestFault } from "./fault.ts";
import { MetricRows } from "./metric-rows.ts";
import type { MetricIngest } from "./otlp-metrics.ts";

const dayMs = 86_400_000;

/**
 * Stores what a remote_write request carries; resolves when it is durable. What is refused is counted in the result.
 * `sent` is the body as it came; `uncompressed` is called once, and what it gives is read before anything else may happen.
 * @throws DecodeError, IngestFault 413, unavailable; in each case nothing was acknowledged
 */
export async function ingestWrite(
  ingest: MetricIngest,
  key: PublishedKey,
  sent: Buffer,
  uncompressed: () => Buffer,
  version: 1 | 2,
): Promise<WriteResult> {
  const known = await ingest.registry.workspace(key.workspaceId);
  const body = uncompressed();
  const nowMs = ingest.now();
  const rows = new MetricRows(key, known, ingest.registry, nowMs, body.length);
  const times = { oldestMs: nowMs - key.retentionDays * dayMs, newestMs: nowMs + limits.aheadMsMax };
  const result = read();
  await rows.store(ingest.writers, sent, ingest.now);

  const origin = { workspaceId: key.workspaceId, signal: "metrics", source: key.keyId };
  ingest.counts.add(
    { ...origin, outcome: "accepted", reason: "" },
    result.samples + result.histograms,
    nowMs,
  );
  ingest.counts.add({ ...origin, outcome: "late", reason: "" }, rows.lateSamples, nowMs);
  for (const [reason, { count, example }] of result.refused) {
    ingest.counts.add({ ...origin, outcome: "rejected", reason }, count, nowMs);
    const payload = JSON.stringify({ series: example.slice(0, 2_000) });
    ingest.counts.letter({ ...origin, reason, detail: example.slice(0, 200), payload, count }, nowMs);
  }
  return result;

  function read(): WriteResult {
    try {
      return readWriteRequest(version, body, times, rows);
    } catch (error) {
      rows.abandon();
      if (!(error instanceof TooManyPoints)) throw error;
      throw new IngestFault(413, `More than ${pointsMax} points in a request: lower max_samples_per_send`);
    }
  }
}
