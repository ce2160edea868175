import type { Price, PriceLookup, Unpriced } from "@triops/domains/prices/schemas";
import { formatCount, formatValue } from "@triops/ui/units";

export type Applied = PriceLookup["rates"][number];
export type BucketName = Applied["bucket"];
export type Stated = NonNullable<Price["rates"][BucketName]>;

/** What a call uses, in the order of forms; the unit that its price is for. */
export const bucketLabels: Record<BucketName, { label: string; unit: string }> = {
  input: { label: "Input", unit: "1M tokens" },
  output: { label: "Output", unit: "1M tokens" },
  cache_read: { label: "Input from cache", unit: "1M tokens" },
  cache_write_5m: { label: "Written to cache", unit: "1M tokens" },
  cache_write_1h: { label: "Written to cache for an hour", unit: "1M tokens" },
  reasoning: { label: "Reasoning", unit: "1M tokens" },
  input_audio: { label: "Audio in", unit: "1M tokens" },
  input_image: { label: "Images in", unit: "1M tokens" },
  input_video: { label: "Video in", unit: "1M tokens" },
  cache_read_audio: { label: "Audio from cache", unit: "1M tokens" },
  cache_read_image: { label: "Images from cache", unit: "1M tokens" },
  output_audio: { label: "Audio out", unit: "1M tokens" },
  output_image: { label: "Images out", unit: "1M tokens" },
  output_video: { label: "Video out", unit: "1M tokens" },
  web_searches: { label: "Web searches", unit: "1,000" },
  file_searches: { label: "File searches", unit: "1,000" },
  audio_seconds: { label: "Audio", unit: "1 hour" },
  pages: { label: "Pages", unit: "1,000" },
  requests: { label: "Requests", unit: "1,000" },
};
export const bucketNames = Object.keys(bucketLabels) as BucketName[];

const short: Partial<Record<BucketName, string>> = { input: "in", output: "out", cache_read: "cached" };
const nameOf = (bucket: BucketName): string => short[bucket] ?? bucketLabels[bucket].label.toLowerCase();
const usd = (text: string): string => formatValue(Number(text), "usd");

/** "$2.50 in, $10.00 out, $1.25 cached": the first ones; the rest is counted. */
export function ratesText(rates: readonly { bucket: BucketName; usd: string }[], shown = 3): string {
  const known = rates.toSorted((a, b) => bucketNames.indexOf(a.bucket) - bucketNames.indexOf(b.bucket));
  const first = known.slice(0, shown).map((rate) => `${usd(rate.usd)} ${nameOf(rate.bucket)}`);
  const rest = known.length - first.length;
  return [...first, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** A stated price of a bucket, with its steps by the length of the input. */
export const statedText = (stated: Stated): string =>
  typeof stated === "string"
    ? usd(stated)
    : [
        usd(stated.base),
        ...stated.tiers.map(({ above, price }) => `${usd(price)} above ${formatValue(above)} tokens`),
      ].join(", ");

export const baseOf = (stated: Stated): string => (typeof stated === "string" ? stated : stated.base);

/** "3 models without a price: 1,204 calls not counted." */
export function unpricedText({ data, calls }: Unpriced): string {
  const open = data.filter(({ fixed }) => !fixed);
  if (data.length === 0) return "Every call of the last 30 days has a price.";
  if (open.length === 0)
    return `Prices were stated for ${models(data.length)} since: reprice to count ${formatCount(calls)} calls.`;
  return `${models(open.length)} without a price: ${formatCount(calls)} ${calls === 1 ? "call" : "calls"} not counted.`;
}

const models = (count: number): string => `${count} ${count === 1 ? "model" : "models"}`;

export const reasonWords: Record<string, string> = {
  unknown_model: "not in the price table",
  unknown_service_tier: "no price for its service tier",
  no_rate: "no price for something it used",
};

export function lookupText({ source, rates, reason }: PriceLookup): string {
  if (!source) return reason ?? "No price is known for it.";
  const from =
    source.kind === "override"
      ? "your own price"
      : `the base table's ${source.model} of ${source.provider}, version ${source.version}`;
  return `${ratesText(rates, 4)}; ${from}.`;
}
