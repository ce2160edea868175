import { inputTokensOf, outputTokensOf } from "@triops/analysis/pricing/buckets";
import { picodollarsOf } from "@triops/analysis/pricing/money";
import { normaliseUsage } from "@triops/analysis/pricing/normalise";
import type { Pricer } from "@triops/analysis/pricing/pricer";
import { providerName } from "@triops/analysis/pricing/providers";
import { recordedFlags } from "@triops/analysis/pricing/recorded";
import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import type { LlmSource } from "@triops/telemetry/llm/llm-span-row";
import { settleCounts, shareTraceFacts } from "@triops/telemetry/llm/map/batch";
import { type MappedSpan, mapLlmSpan } from "@triops/telemetry/llm/map/map-span";
import { isAboutModels } from "@triops/telemetry/llm/map/sign";
import type { SpanRow } from "@triops/telemetry/tables/spans";
import { type Answered, contentSign } from "../llm/answered.ts";
import type { BatchWriter } from "./batch-writer.ts";

export type LlmIngest = {
  rows: BatchWriter;
  pricerOf(workspaceId: string): Pricer;
  /** What went through the gateway itself lately. */
  answered: Answered;
  /** Where results of evaluations wait for the ledger. */
  redis: Redis;
  log: Logger;
};

/**
 * The rows of `llm_spans` that a batch of spans makes: none, at the price of a look at its attributes' names, where
 * nothing is about models.
 */
export async function llmSpansOf(
  ingest: LlmIngest,
  key: PublishedKey,
  spans: readonly SpanRow[],
  origin: LlmSource,
): Promise<readonly MappedSpan[]> {
  const mapped: MappedSpan[] = [];
  for (const span of spans) {
    if (!isAboutModels(span)) continue;
    try {
      mapped.push(mapLlmSpan(span, key.keyId, origin));
    } catch (error) {
      // Its attributes are kept as they came; only lists of calls lack it.
      ingest.log.warn({ err: error, span: span.name.slice(0, 200) }, "a span could not be mapped");
    }
  }
  if (mapped.length === 0) return mapped;
  shareTraceFacts(mapped, spans);
  settleCounts(mapped, spans);
  const pricer = ingest.pricerOf(key.workspaceId);
  for (const one of mapped) price(one, pricer);
  await leaveOutAnswered(ingest.answered, key.workspaceId, mapped, spans);
  return mapped;
}

/** Sorts what was used into buckets and prices them. A price that is not known is null with a reason. */
function price({ row, usage: stated }: MappedSpan, pricer: Pricer): void {
  row.provider = row.provider === "" ? "" : providerName(row.provider);
  const provider = row.provider === "" ? null : row.provider;
  const usage = stated && normaliseUsage(stated.dialect, stated.payload, { provider });
  if (!stated || !usage) {
    row.counts &&= row.kind === "generation";
    if (row.counts && row.status !== "error") row.unpriced = "no_usage";
    return;
  }
  row.usage = Object.entries(usage.buckets);
  row.inputTokens = inputTokensOf(usage.buckets);
  row.outputTokens = outputTokensOf(usage.buckets);
  row.flags = recordedFlags(usage);
  const usd = stated.statedUsd ?? usage.reportedUsd;
  row.statedCost = usd === null ? null : picodollarsOf(usd);
  const at = new Date(Number(row.startNs / 1_000_000n));
  const models = [...new Set([row.responseModel, row.model])].filter((model) => model !== "");
  const priced = models.map((model) => pricer.price(usage, { provider, model, at }));
  const found = priced.find(({ amount }) => amount !== null);
  if (found) {
    row.cost = found.amount;
    row.costs = found.lines.map(({ bucket, amount }) => [bucket, amount] as const);
  } else if (row.statedCost !== null) {
    // The sender knows a price that we do not: its word is better than none, and is marked.
    row.cost = row.statedCost;
    row.flags = [...row.flags, "cost_as_stated"];
  } else row.unpriced = priced[0]?.unpriced?.code ?? "unknown_model";
}

/** An answer reaches its client a moment after it left here, and clocks differ a little: seconds around the client's end. */
const secondsAround = [-2, -1, 0, 1];

/** The id of the answer; of an answer without one what it said, what it took and when it ended. */
function ownSigns({ row, usage }: MappedSpan): string[] {
  if (row.responseId !== "") return [row.responseId];
  if (usage === null) return [];
  const second = Number((row.startNs + row.durationNs) / 1_000_000_000n);
  const tokens = { input: row.inputTokens, output: row.outputTokens };
  return secondsAround.flatMap((by) => contentSign(tokens, row.outputText, second + by) ?? []);
}

const climbMax = 4;

/**
 * A client's own span of a call that came through this gateway repeats the gateway's row, which knows the true cost. It is
 * recognised by the id of the answer, because the gateway's span hangs below it (the client's HTTP request in between),
 * or by what was answered with how many tokens in the same seconds.
 */
async function leaveOutAnswered(
  answered: Answered,
  workspaceId: string,
  mapped: readonly MappedSpan[],
  spans: readonly SpanRow[],
): Promise<void> {
  const counting = mapped.filter(({ row }) => row.counts);
  if (counting.length === 0) return;
  const parentOf = new Map(
    spans.map((span) => [`${span.traceId}${span.spanId}`, span.parentSpanId] as const),
  );
  const bySpan = new Map(counting.map((one) => [`${one.row.traceId}${one.row.spanId}`, one] as const));
  const signs = new Map(counting.map((one) => [one, ownSigns(one)] as const));
  for (const span of spans) {
    let at: string | undefined = span.spanId;
    for (let step = 0; at !== undefined && at !== "" && step < climbMax; step++) {
      const above = bySpan.get(`${span.traceId}${at}`);
      if (above) {
        signs.get(above)?.push(`${span.traceId}${span.spanId}`);
        break;
      }
      at = parentOf.get(`${span.traceId}${at}`);
    }
  }
  const asked = counting.map((one) => ({
    signs: signs.get(one) ?? [],
    endMs: Number((one.row.startNs + one.row.durationNs) / 1_000_000n),
  }));
  const isOurs = await answered.find(workspaceId, asked);
  for (const [place, one] of counting.entries()) {
    if (!isOurs[place]) continue;
    one.row.counts = false;
    one.row.flags = [...one.row.flags, "counted_at_gateway"];
  }
}
