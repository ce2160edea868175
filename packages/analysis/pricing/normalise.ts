import { aiSdk } from "./dialects/ai-sdk.ts";
import { anthropic } from "./dialects/anthropic.ts";
import { bedrock } from "./dialects/bedrock.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { gemini } from "./dialects/gemini.ts";
import { genAi } from "./dialects/gen-ai.ts";
import { langchain } from "./dialects/langchain.ts";
import { langfuse } from "./dialects/langfuse.ts";
import { litellm } from "./dialects/litellm.ts";
import { openaiChat } from "./dialects/openai-chat.ts";
import { openaiResponses } from "./dialects/openai-responses.ts";
import { openinference } from "./dialects/openinference.ts";
import { openllmetry } from "./dialects/openllmetry.ts";
import { cohere, ollama, pages, sums } from "./dialects/others.ts";
import { sourceOf } from "./source.ts";
import { type Flag, separate, type Usage } from "./usage.ts";

/**
 * In the order in which an unlabelled payload is tried: attributes first, where the richer set wins over the one that
 * is often written beside it, then bodies, the most particular first.
 */
const dialects: readonly Dialect[] = [
  langfuse,
  aiSdk,
  openinference,
  genAi,
  openllmetry,
  langchain,
  litellm,
  gemini,
  bedrock,
  cohere,
  ollama,
  pages,
  anthropic,
  openaiChat,
  openaiResponses,
  sums,
];

const byName = new Map(dialects.map((dialect) => [dialect.name, dialect]));

export const dialectNames = dialects.map((dialect) => dialect.name);

/** Tiers by which providers name their ordinary service. */
export const ordinaryTiers: ReadonlySet<string> = new Set([
  "default",
  "standard",
  "auto",
  "on_demand",
  "standard_only",
]);

/**
 * The usage that a provider's answer, an SDK's result or a span's attributes state, in buckets that exclude each
 * other.
 *
 * @param dialect one of `dialectNames`, or `auto`
 * @param payload the whole answer or set of attributes where there is one (it also tells searches, tier and model),
 *   or the usage object alone
 * @returns null when it states no usage: count it (`estimate.ts`)
 */
export function normaliseUsage(
  dialect: string,
  payload: unknown,
  hints: { provider?: string | null } = {},
): Usage | null {
  const flags = new Set<Flag>();
  const source = sourceOf(payload, flags);
  if (!source) return null;
  const named = byName.get(dialect);
  if (!named && dialect !== "auto") throw new TypeError(`No dialect "${dialect}"`);
  const candidates = named ? [named] : dialects.filter((one) => one.recognises(source));
  for (const candidate of candidates) {
    const reading = candidate.read(source, { provider: hints.provider ?? null });
    if (!reading) continue;
    const { buckets, flags: decided } = separate(reading.draft, reading.convention);
    const tier = reading.serviceTier?.toLowerCase() ?? null;
    return {
      dialect: candidate.name,
      buckets,
      flags: [...flags, ...decided],
      estimated: false,
      model: reading.model ?? null,
      serviceTier: tier === null || ordinaryTiers.has(tier) ? null : tier,
      region: reading.region ?? null,
      reportedUsd: reading.reportedUsd ?? null,
    };
  }
  return null;
}
