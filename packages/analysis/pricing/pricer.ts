import type { Bucket } from "./buckets.ts";
import { type Picodollars, usdText } from "./money.ts";
import { compileOverride, type PriceOverride } from "./overrides.ts";
import { isLongContext, type PricedLine, priceBuckets } from "./price.ts";
import { providerName } from "./providers.ts";
import type { Rates, Substitutes } from "./rates.ts";
import { type PriceSource, resolveRates } from "./resolve.ts";
import { regionFactor, tierFactor } from "./service-tiers.ts";
import type { Usage } from "./usage.ts";

export type { PriceSource } from "./resolve.ts";

/** Why a call has no cost. The list of prices to fix is grouped by this. */
export type Unpriced =
  | { code: "unknown_model"; text: string }
  | { code: "unknown_service_tier"; text: string }
  | { code: "no_rate"; text: string; buckets: Bucket[] };

export type Priced = {
  /** null when the price is not known: never a guess */
  amount: Picodollars | null;
  /** the same as a decimal text */
  usd: string | null;
  unpriced: Unpriced | null;
  source: PriceSource | null;
  lines: PricedLine[];
  /** more input tokens than this: a step by context length applied */
  above: number | null;
};

export type PriceQuery = {
  /** any name for it, or null to go by the model's */
  provider: string | null;
  /** what the caller knows; the payload's own name is used where this is null */
  model: string | null;
  at: Date;
};

export type Pricer = { price(usage: Usage, query: PriceQuery): Priced };

/**
 * Prices usage with a workspace's own prices before the base table's. Loads the base table (0.8 MB of data): for the
 * gateway and the worker, never for a browser.
 * @throws TypeError when an override cannot be read
 */
export function createPricer(overrides: readonly PriceOverride[]): Pricer {
  const compiled = overrides.map(compileOverride);
  return {
    price(usage, { provider: stated, model: known, at }) {
      const model = known ?? usage.model;
      if (model === null) return unpriced({ code: "unknown_model", text: "No model is named" });
      const found = resolveRates(compiled, { provider: stated, model, at, serviceTier: usage.serviceTier });
      if (!found) {
        const by = stated === null ? "" : ` of ${providerName(stated)}`;
        return unpriced({ code: "unknown_model", text: `No price for the model "${model}"${by}` });
      }
      const { rates, source, served, forTier } = found;
      const tier = forTier
        ? tierFactor({ provider: "", model, serviceTier: null, longContext: false })
        : tierFactor({
            provider: served ?? "",
            model: found.model,
            serviceTier: usage.serviceTier,
            longContext: isLongContext(usage.buckets, rates),
          });
      if (!tier) {
        const text = `No price for the tier "${usage.serviceTier}" of "${model}"`;
        return { ...unpriced({ code: "unknown_service_tier", text }), source };
      }
      return total(usage, rates, source, substitutesOf(served, found.model), [
        tier,
        regionFactor(served ?? "", usage.region),
      ]);
    },
  };
}

function total(
  usage: Usage,
  rates: Rates,
  source: PriceSource,
  allowed: Substitutes,
  factors: Parameters<typeof priceBuckets>[3],
): Priced {
  const { lines, total: amount, above, missing } = priceBuckets(usage.buckets, rates, allowed, factors);
  if (missing.length === 0) return { amount, usd: usdText(amount), unpriced: null, source, lines, above };
  const text = `No price for ${missing.join(", ")}`;
  return {
    amount: null,
    usd: null,
    unpriced: { code: "no_rate", text, buckets: missing },
    source,
    lines,
    above,
  };
}

const unpriced = (reason: Unpriced): Priced => ({
  amount: null,
  usd: null,
  unpriced: reason,
  source: null,
  lines: [],
  above: null,
});

/** By what the providers' price pages say of models for which the table states one price only. */
function substitutesOf(provider: string | null, model: string): Substitutes {
  return {
    audioAsText: provider === "google",
    outputIs: /\btts\b/.test(model) ? "audio" : /\bimage\b/.test(model) ? "image" : "text",
    longWriteIsTwiceInput: /claude/i.test(model),
  };
}
