import type { Bucket } from "./buckets.ts";
import { providerName } from "./providers.ts";
import { type Rates, rateOf, type StatedRate } from "./rates.ts";

/** A workspace's own price. Prices are for a million tokens, a thousand calls or pages, or an hour of audio. */
export type PriceOverride = {
  id: string;
  /** null: whichever provider serves the model */
  provider: string | null;
  /** a model's name, or its beginning followed by `*` */
  model: string;
  /** only for this tier; null is the standard one */
  serviceTier: string | null;
  /** takes effect at `from` (ISO-8601) and ends before `until` */
  from: string;
  until: string | null;
  /** fill what is not stated here from the base table */
  inherits: boolean;
  rates: Partial<Record<Bucket, StatedRate>>;
};

export type CompiledOverride = Omit<PriceOverride, "from" | "until" | "rates"> & {
  fromMs: number;
  untilMs: number;
  rates: Rates;
};

/** @throws TypeError when a price or a date cannot be read */
export function compileOverride(override: PriceOverride): CompiledOverride {
  const rates: Rates = {};
  for (const [bucket, stated] of Object.entries(override.rates) as [Bucket, StatedRate][])
    rates[bucket] = rateOf(bucket, stated);
  return {
    ...override,
    provider: override.provider === null ? null : providerName(override.provider),
    model: override.model.toLowerCase(),
    fromMs: timeOf(override.from),
    untilMs: override.until === null ? Number.POSITIVE_INFINITY : timeOf(override.until),
    rates,
  };
}

function timeOf(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new TypeError(`"${text}" is no time`);
  return ms;
}

type Query = { provider: string | null; model: string; at: Date; serviceTier: string | null };

/**
 * The override that applies: the one whose model is named most exactly, then the one for the provider, then the one
 * that took effect last, then the later in the list.
 */
export function overrideFor(overrides: readonly CompiledOverride[], query: Query): CompiledOverride | null {
  const model = query.model.toLowerCase();
  const atMs = query.at.getTime();
  let best: { override: CompiledOverride; rank: readonly number[] } | null = null;
  for (const override of overrides) {
    const { provider, serviceTier, fromMs, untilMs } = override;
    if (serviceTier !== query.serviceTier || atMs < fromMs || atMs >= untilMs) continue;
    if (provider !== null && provider !== query.provider) continue;
    const exactness = exactnessOf(override.model, model);
    if (exactness === null) continue;
    const rank = [exactness, provider === null ? 0 : 1, fromMs];
    if (!best || compare(rank, best.rank) >= 0) best = { override, rank };
  }
  return best?.override ?? null;
}

/** Null without a match; an exact name is above any beginning. */
function exactnessOf(pattern: string, model: string): number | null {
  if (pattern === model) return Number.POSITIVE_INFINITY;
  const beginning = pattern.endsWith("*") ? pattern.slice(0, -1) : null;
  return beginning !== null && model.startsWith(beginning) ? beginning.length : null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) {
    const other = b[place] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
