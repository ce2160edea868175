import { baseRates, baseTableVersion } from "./base-table.ts";
import { type CompiledOverride, overrideFor } from "./overrides.ts";
import { providerName } from "./providers.ts";
import type { Rates } from "./rates.ts";

export type PriceSource =
  | { kind: "override"; id: string }
  | { kind: "base"; version: string; provider: string; model: string };

export type ResolvedRates = {
  rates: Rates;
  source: PriceSource;
  /** In the price table's terms; null where neither the caller nor the table knows. */
  served: string | null;
  /** As the base table calls it, else as it was named. */
  model: string;
  /** The rates are stated for this very tier: no factor applies. */
  forTier: boolean;
};

type Query = {
  /** Any name for it, or null to go by the model's. */
  provider: string | null;
  model: string;
  at: Date;
  serviceTier: string | null;
};

/** Which price list a model's calls are priced by at a time; null when there is none. */
export function resolveRates(
  overrides: readonly CompiledOverride[],
  { provider: stated, model, at, serviceTier }: Query,
): ResolvedRates | null {
  const provider = stated === null ? null : providerName(stated);
  const base = baseRatesOf(provider, model, at);
  const served = provider ?? base?.provider ?? null;
  const query = { provider: served, model, at };
  const forTier = serviceTier === null ? null : overrideFor(overrides, { ...query, serviceTier });
  const override = forTier ?? overrideFor(overrides, { ...query, serviceTier: null });
  const rates = override ? { ...(override.inherits ? base?.rates : {}), ...override.rates } : base?.rates;
  if (!rates) return null;
  const source: PriceSource =
    override || !base
      ? { kind: "override", id: override?.id ?? "" }
      : { kind: "base", version: baseTableVersion, provider: base.provider, model: base.model };
  return { rates, source, served, model: base?.model ?? model, forTier: forTier !== null };
}

/** A router's `openai/gpt-5` is that provider's `gpt-5` when nobody else is named. */
function baseRatesOf(provider: string | null, model: string, at: Date) {
  const slash = model.indexOf("/");
  if (provider === null && slash > 0) {
    const named = baseRates(providerName(model.slice(0, slash)), model.slice(slash + 1), at);
    if (named) return named;
  }
  return baseRates(provider, model, at);
}
