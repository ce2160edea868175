import { type Bucket, inputBuckets, outputBuckets } from "./buckets.ts";
import { type Decimal, decimalOf } from "./money.ts";

/** A price for `per` units of a bucket, higher or lower for the whole call when its input is long. */
export type Rate = {
  readonly usd: Decimal;
  /** applies to the whole call when its input has more than `above` tokens; ascending */
  readonly tiers: readonly { readonly above: number; readonly usd: Decimal }[];
  readonly per: bigint;
};

export type Rates = Partial<Record<Bucket, Rate>>;

/** How people write a price: `"2.50"`, or with steps by context length. */
export type StatedRate = string | { base: string; tiers: readonly { above: number; price: string }[] };

const tokens = new Set<Bucket>([...inputBuckets, ...outputBuckets]);
export const isTokens = (bucket: Bucket): boolean => tokens.has(bucket);

/** Units that a stated price is for: a million tokens, a thousand calls or pages, an hour of audio. */
export function unitsPriced(bucket: Bucket): bigint {
  if (isTokens(bucket)) return 1_000_000n;
  return bucket === "audio_seconds" ? 3_600n : 1_000n;
}

/** @throws TypeError when a price is no decimal, or negative */
export function rateOf(bucket: Bucket, stated: StatedRate): Rate {
  const decimal = (text: string): Decimal => {
    const read = decimalOf(text);
    if (!read || read.digits < 0n) throw new TypeError(`The price "${text}" of ${bucket} is no decimal`);
    return read;
  };
  const { base, tiers } = typeof stated === "string" ? { base: stated, tiers: [] } : stated;
  return {
    usd: decimal(base),
    tiers: tiers
      .map(({ above, price }) => ({ above, usd: decimal(price) }))
      .toSorted((a, b) => a.above - b.above),
    per: unitsPriced(bucket),
  };
}

/** The price for a call whose input has so many tokens, and the step it comes from. */
export function stepOf(rate: Rate, inputTokens: number): { usd: Decimal; above: number | null } {
  const step = rate.tiers.findLast(({ above }) => inputTokens > above);
  return step ? { usd: step.usd, above: step.above } : { usd: rate.usd, above: null };
}

/** What may stand in for a rate that a price list does not state. */
export type Substitutes = {
  /** one price for text and audio read (Google's lists) */
  audioAsText: boolean;
  /** the output price is that of the only modality the model puts out */
  outputIs: "text" | "audio" | "image";
  /** the long-lived cache write is twice the input (Anthropic, everywhere it is sold) */
  longWriteIsTwiceInput: boolean;
};

export type FoundRate = { rate: Rate; pricedAs: Bucket; times: bigint };

/**
 * The rate for a bucket: its own, or that of the bucket it would be billed as. Where a guess could be wrong by
 * multiples, as for audio, there is none.
 */
export function rateFor(bucket: Bucket, rates: Rates, allowed: Substitutes): FoundRate | null {
  const own = rates[bucket];
  if (own) return { rate: own, pricedAs: bucket, times: 1n };
  for (const { as, times = 1n } of substitutes(bucket, rates, allowed)) {
    const rate = rates[as];
    if (rate) return { rate, pricedAs: as, times };
  }
  return null;
}

function substitutes(bucket: Bucket, rates: Rates, allowed: Substitutes): { as: Bucket; times?: bigint }[] {
  switch (bucket) {
    case "cache_read":
    case "cache_write_5m":
    case "input_image":
    case "input_video":
      return [{ as: "input" }];
    case "cache_read_image":
      return [{ as: rates.input_image ? "input_image" : "cache_read" }, { as: "input" }];
    case "cache_write_1h":
      return allowed.longWriteIsTwiceInput ? [{ as: "input", times: 2n }] : [];
    case "input_audio":
      return allowed.audioAsText ? [{ as: "input" }] : [];
    case "cache_read_audio":
      if (rates.input_audio) return [{ as: "input_audio" }];
      return allowed.audioAsText ? [{ as: "cache_read" }, { as: "input" }] : [];
    case "reasoning":
      return [{ as: "output" }];
    case "output_audio":
      return allowed.outputIs === "audio" ? [{ as: "output" }] : [];
    case "output_image":
      return allowed.outputIs === "image" ? [{ as: "output" }] : [];
    default:
      return [];
  }
}
