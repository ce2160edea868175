import { picodollarsOf } from "@triops/analysis/pricing/money";

/** A limit as it was stated, a decimal in USD, in whole nanodollars. What cannot be read allows nothing. */
export const nanodollarsOf = (usd: string): bigint => nanoOf(picodollarsOf(usd) ?? 0n);

/**
 * Counters in Redis hold whole nanodollars (1e-9 USD): picodollars would leave the range in which Lua's numbers are exact
 * (2^53) at 9,007 USD, microdollars would round most embeddings to nothing. Rounded to the nearest: a million calls err
 * by a twentieth of a cent at most, and sums of the records are exact.
 */
export function nanoOf(picodollars: bigint): bigint {
  if (picodollars < 0n) return -nanoOf(-picodollars);
  return (picodollars + 500n) / 1_000n;
}
