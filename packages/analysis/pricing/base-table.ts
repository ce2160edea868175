import { calcPrice, type ModelPrice, type Provider } from "@pydantic/genai-prices";
import type { Bucket } from "./buckets.ts";
import { type Rates, rateOf, type StatedRate } from "./rates.ts";

/** Written to every charge, so that the past can be repriced when the table grows. A test holds it to the package. */
export const baseTableVersion = "genai-prices 0.1.8";

/** The package's keys. `_mtok` is a price for a million tokens, `_kcount` and `_kpages` for a thousand, `_hours` for one. */
const keys: Readonly<Partial<Record<Bucket, readonly string[]>>> = {
  input: ["input_mtok"],
  input_audio: ["input_audio_mtok"],
  input_image: ["input_image_mtok"],
  input_video: ["input_video_mtok"],
  cache_read: ["cache_read_mtok"],
  cache_read_audio: ["cache_audio_read_mtok"],
  cache_read_image: ["cache_image_read_mtok"],
  cache_write_5m: ["cache_write_mtok"],
  cache_write_1h: ["cache_write_1h_mtok"],
  output: ["output_mtok"],
  reasoning: ["output_reasoning_mtok"],
  output_audio: ["output_audio_mtok"],
  output_image: ["output_image_mtok"],
  output_video: ["output_video_mtok"],
  web_searches: ["web_searches_kcount"],
  file_searches: ["storage_searches_kcount"],
  audio_seconds: ["input_audio_hours", "audio_hours"],
  pages: ["input_document_kpages"],
  requests: ["requests_kcount"],
};

export type BaseRates = { provider: string; model: string; rates: Rates };

/** A look-up that was made: most models have one price, some have prices by date or by time of day. */
type Found = { always: BaseRates } | { provider: Provider } | null;

const found = new Map<string, Found>();
const foundMax = 2_000;

/**
 * The list price of a model at a time.
 * @param provider in the table's terms, or null to go by the model's name
 */
export function baseRates(provider: string | null, model: string, at: Date): BaseRates | null {
  const key = `${provider ?? ""}\n${model}`;
  let known = found.get(key);
  if (known === undefined) {
    known = find(provider, model, at);
    if (found.size >= foundMax) found.clear();
    found.set(key, known);
  }
  if (known === null) return null;
  if ("always" in known) return known.always;
  const priced = calcPrice({}, model, { provider: known.provider, timestamp: at });
  return (
    priced && { provider: priced.provider.id, model: priced.model.id, rates: ratesOf(priced.model_price) }
  );
}

function find(provider: string | null, model: string, at: Date): Found {
  const priced = calcPrice({}, model, {
    timestamp: at,
    ...(provider === null ? {} : { providerId: provider }),
  });
  if (!priced) return null;
  // Cut down to the one model, so that its dates are read without searching hundreds.
  if (Array.isArray(priced.model.prices)) return { provider: { ...priced.provider, models: [priced.model] } };
  const rates = ratesOf(priced.model_price);
  return { always: { provider: priced.provider.id, model: priced.model.id, rates } };
}

/** The table hands out the same objects again and again. */
const read = new WeakMap<ModelPrice, Rates>();

function ratesOf(price: ModelPrice): Rates {
  const known = read.get(price);
  if (known) return known;
  const rates: Rates = {};
  read.set(price, rates);
  for (const [bucket, names] of Object.entries(keys) as [Bucket, readonly string[]][]) {
    const value = names.map((name) => price[name]).find((one) => one !== undefined);
    if (value !== undefined) rates[bucket] = rateOf(bucket, stated(value));
  }
  return rates;
}

/** Numbers in the table are decimals that were written down; their shortest form is what was meant. */
function stated(value: number | { base: number; tiers: { start: number; price: number }[] }): StatedRate {
  if (typeof value === "number") return String(value);
  return {
    base: String(value.base),
    tiers: value.tiers.map(({ start, price }) => ({ above: start, price: String(price) })),
  };
}
