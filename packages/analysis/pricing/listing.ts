import { findProvider } from "@pydantic/genai-prices";
import { baseRates } from "./base-table.ts";
import { type Bucket, buckets } from "./buckets.ts";
import { amountOf, type Decimal, type Picodollars, usdText } from "./money.ts";
import { compileOverride, type PriceOverride } from "./overrides.ts";
import { isTokens, type Rates } from "./rates.ts";
import { type PriceSource, resolveRates } from "./resolve.ts";
import { type Factor, tierFactor } from "./service-tiers.ts";

/** A price as people read it. */
export type ListedRate = {
  bucket: Bucket;
  usd: string;
  /** Holds for the whole call when its input has more tokens than `above`. */
  tiers: { above: number; usd: string }[];
  unit: "1M tokens" | "1K" | "1 hour";
};

export type ListedModel = { provider: string; model: string; rates: ListedRate[] };

/** The package names no list of its own; a test holds this one to it. */
export const listedProviders: readonly string[] = [
  ...["anthropic", "arcee", "avian", "aws", "azure", "baseten", "cerebras", "cloudflare", "cohere", "cursor"],
  ...["deepseek", "doubleword", "fireworks", "github-copilot", "google", "groq", "huggingface_cerebras"],
  ...["huggingface_fireworks-ai", "huggingface_groq", "huggingface_hyperbolic", "huggingface_nebius"],
  ...["huggingface_novita", "huggingface_nscale", "huggingface_ovhcloud", "huggingface_publicai"],
  ...["huggingface_sambanova", "huggingface_together", "minimax", "mistral", "modal", "moonshotai", "novita"],
  ...["openai", "openrouter", "ovhcloud", "perplexity", "quicksilverpro", "together", "typesafe", "voyageai"],
  ...["x-ai", "zai", "zhipuai"],
];

type Place = { provider: string; model: string };

/** Every provider's models by name: a list to read, not to price by (several may match one name). */
let places: readonly Place[] | null = null;

function allPlaces(): readonly Place[] {
  places ??= listedProviders.flatMap((provider) =>
    (findProvider({ providerId: provider })?.models ?? [])
      .map(({ id }) => ({ provider, model: id }))
      .toSorted((a, b) => (a.model < b.model ? -1 : 1)),
  );
  return places;
}

/** A stretch of the base table, with prices as of `at`. */
export function listBaseTable(query: { search: string; offset: number; take: number; at: Date }): {
  models: ListedModel[];
  more: boolean;
} {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = allPlaces().filter(({ provider, model }) => {
    const text = `${provider}/${model}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const models = fitting.slice(query.offset, query.offset + query.take).map(({ provider, model }) => ({
    provider,
    model,
    rates: listed(baseRates(provider, model, query.at)?.rates ?? {}, plain),
  }));
  return { models, more: fitting.length > query.offset + query.take };
}

/** What a model would cost, and by which list; null when no price is known. */
export function lookUpPrice(
  overrides: readonly PriceOverride[],
  query: { provider: string | null; model: string; at: Date; serviceTier: string | null },
): { source: PriceSource; served: string | null; rates: ListedRate[] } | { unknownTier: true } | null {
  const found = resolveRates(overrides.map(compileOverride), query);
  if (!found) return null;
  const { served, forTier, model, source } = found;
  const factor = forTier
    ? plain
    : tierFactor({
        provider: served ?? "",
        model,
        serviceTier: query.serviceTier,
        longContext: false,
      });
  return factor ? { source, served, rates: listed(found.rates, factor) } : { unknownTier: true };
}

const plain: Factor = { times: 1n, over: 1n };
const one: Decimal = { digits: 1n, scale: 0 };

/** In the order in which buckets are named everywhere. */
function listed(rates: Rates, factor: Factor): ListedRate[] {
  return buckets.flatMap((bucket) => {
    const rate = rates[bucket];
    if (!rate) return [];
    const applied = isTokens(bucket) ? factor : plain;
    const text = (usd: Decimal): string => {
      const amount: Picodollars = amountOf({ ...one, digits: applied.times }, usd, applied.over);
      return usdText(amount);
    };
    const unit = isTokens(bucket) ? "1M tokens" : bucket === "audio_seconds" ? "1 hour" : "1K";
    const tiers = rate.tiers.map(({ above, usd }) => ({ above, usd: text(usd) }));
    return [{ bucket, usd: text(rate.usd), tiers, unit }];
  });
}
