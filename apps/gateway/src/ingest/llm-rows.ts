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
import { addressSign, addressText, likenessSign, secondsOfEnd } from "../llm/call-signs.ts";
import type { BatchWriter } from "./batch-writer.ts";
import type { ClientLags } from "./client-lags.ts";

export type LlmIngest = {
  rows: BatchWriter;
  pricerOf(workspaceId: string): Pricer;
  /** What went through the gateway itself lately. */
  answered: Answered;
  lags: ClientLags;
  /** Where results of evaluations wait for the ledger. */
  redis: Redis;
  log: Logger;
  now(): number;
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
  hearClients(ingest, key.workspaceId, mapped, spans);
  await leaveOutAnswered(ingest, key.workspaceId, mapped, spans);
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

/** Whose clock a span was timed by. */
const clientOf = (workspaceId: string, { service, resource }: SpanRow): string => {
  const one = resource.find(([name]) => name === "service.instance.id" || name === "host.name")?.[1] ?? "";
  return `${workspaceId} ${service} ${one}`;
};

const endMsOf = ({ startNs, durationNs }: Pick<SpanRow, "startNs" | "durationNs">): number =>
  Number((startNs + durationNs) / 1_000_000n);

/** Learns from every span of those who call models how far behind their clocks are. */
function hearClients(
  { lags, now }: LlmIngest,
  workspaceId: string,
  mapped: readonly MappedSpan[],
  spans: readonly SpanRow[],
): void {
  const services = new Set(mapped.map(({ row }) => row.service));
  const ends = new Map<string, number>();
  for (const span of spans) {
    if (!services.has(span.service)) continue;
    const client = clientOf(workspaceId, span);
    ends.set(client, Math.max(ends.get(client) ?? 0, endMsOf(span)));
  }
  for (const [client, lastEndMs] of ends) lags.heard(client, lastEndMs, now());
}

/** The address that an SDK says it called, where it says one. */
function addressOf(attributes: SpanRow["attributes"]): string {
  const said = new Map(attributes);
  const address = said.get("server.address") ?? "";
  if (address !== "") return addressText(address, said.get("server.port") ?? "");
  const base = said.get("gen_ai.openai.api_base") ?? said.get("url.full") ?? "";
  return URL.canParse(base) ? addressText(new URL(base).host) : "";
}

type Signs = { own: string[]; alike: string[] };

/** The id of the answer. Of an answer without one what it said, what it took and when it ended; of embeddings where to. */
function signsOf({ row, usage }: MappedSpan, span: SpanRow | undefined, leastLagMs: number | null): Signs {
  if (row.responseId !== "") return { own: [row.responseId], alike: [] };
  if (usage === null || span === undefined) return { own: [], alike: [] };
  const seconds = secondsOfEnd(endMsOf(row), leastLagMs);
  if (row.kind === "embedding") {
    const said = { model: row.model, inputTokens: row.inputTokens };
    const address = addressOf(span.attributes);
    const at = addressSign(address, said);
    // Who names another address called somebody else.
    const alike = address === "" ? seconds.flatMap((second) => likenessSign(said, second) ?? []) : [];
    return { own: at === null ? [] : [at], alike };
  }
  const tokens = { input: row.inputTokens, output: row.outputTokens };
  return { own: seconds.flatMap((second) => contentSign(tokens, row.outputText, second) ?? []), alike: [] };
}

const climbMax = 4;

/**
 * A client's own span of a call that came through this gateway repeats the gateway's row, which knows the true cost. It is
 * recognised by the id of the answer, because the gateway's span hangs below it (the client's HTTP request in between),
 * by what was answered with how many tokens in the same seconds, or, of embeddings, because it was sent to our address.
 * What only may be the same is kept and marked: two calls must never become one.
 */
async function leaveOutAnswered(
  { answered, lags }: LlmIngest,
  workspaceId: string,
  mapped: readonly MappedSpan[],
  spans: readonly SpanRow[],
): Promise<void> {
  const counting = mapped.filter(({ row }) => row.counts);
  if (counting.length === 0) return;
  const spanOf = new Map(spans.map((span) => [`${span.traceId}${span.spanId}`, span] as const));
  const bySpan = new Map(counting.map((one) => [`${one.row.traceId}${one.row.spanId}`, one] as const));
  const signs = new Map<MappedSpan, Signs>();
  for (const [id, one] of bySpan) {
    const span = spanOf.get(id);
    signs.set(one, signsOf(one, span, span ? lags.least(clientOf(workspaceId, span)) : null));
  }
  for (const span of spans) {
    let at: string | undefined = span.spanId;
    for (let step = 0; at !== undefined && at !== "" && step < climbMax; step++) {
      const above = bySpan.get(`${span.traceId}${at}`);
      if (above) {
        signs.get(above)?.own.push(`${span.traceId}${span.spanId}`);
        break;
      }
      at = spanOf.get(`${span.traceId}${at}`)?.parentSpanId;
    }
  }
  const asked = counting.flatMap((one) => {
    const { own, alike } = signs.get(one) ?? { own: [], alike: [] };
    const endMs = endMsOf(one.row);
    return [
      { signs: own, endMs },
      { signs: alike, endMs },
    ];
  });
  const found = await answered.find(workspaceId, asked);
  for (const [place, { row }] of counting.entries()) {
    if (found[place * 2]) {
      row.counts = false;
      row.flags = [...row.flags, "counted_at_gateway"];
    } else if (found[place * 2 + 1]) row.flags = [...row.flags, "maybe_counted_at_gateway"];
  }
}
