import { type Bucket, type Buckets, inputTokensOf } from "./buckets.ts";
import { amountOf, decimalOf, type Picodollars } from "./money.ts";
import { isTokens, type Rates, rateFor, type Substitutes, stepOf } from "./rates.ts";
import type { Factor } from "./service-tiers.ts";

export type PricedLine = {
  bucket: Bucket;
  quantity: number;
  /** the bucket whose rate was used; another than `bucket` where the list states none for it */
  pricedAs: Bucket;
  amount: Picodollars;
};

export type PricedBuckets = {
  lines: PricedLine[];
  /** the sum of the lines */
  total: Picodollars;
  /** the step by context length that applied: more input tokens than this */
  above: number | null;
  /** used, but without a rate: then there is no total to speak of */
  missing: Bucket[];
};

/** Whether some price changes with the length of this call's input. */
export function isLongContext(usage: Buckets, rates: Rates): boolean {
  const inputTokens = inputTokensOf(usage);
  return Object.values(rates).some((rate) => stepOf(rate, inputTokens).above !== null);
}

/** Prices each bucket by itself, exactly; each line is rounded once, to a picodollar. */
export function priceBuckets(
  usage: Buckets,
  rates: Rates,
  allowed: Substitutes,
  factors: readonly Factor[],
): PricedBuckets {
  const inputTokens = inputTokensOf(usage);
  const times = factors.reduce((product, factor) => product * factor.times, 1n);
  const over = factors.reduce((product, factor) => product * factor.over, 1n);
  const priced: PricedBuckets = { lines: [], total: 0n, above: null, missing: [] };
  for (const [bucket, quantity] of Object.entries(usage) as [Bucket, number][]) {
    const found = rateFor(bucket, rates, allowed);
    if (!found) {
      // Few providers charge for the call as such.
      if (bucket !== "requests") priced.missing.push(bucket);
      continue;
    }
    const { usd, above } = stepOf(found.rate, inputTokens);
    const factor = isTokens(bucket) ? { times: times * found.times, over } : { times: found.times, over: 1n };
    const count = decimalOf(quantity) ?? { digits: 0n, scale: 0 };
    const scaled = { digits: count.digits * factor.times, scale: count.scale };
    const amount = amountOf(scaled, usd, found.rate.per * factor.over);
    priced.lines.push({ bucket, quantity, pricedAs: found.pricedAs, amount });
    priced.total += amount;
    if (above !== null) priced.above = Math.max(above, priced.above ?? 0);
  }
  return priced;
}
