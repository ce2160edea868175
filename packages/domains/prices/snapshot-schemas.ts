import { type Bucket, buckets } from "@triops/analysis/pricing/buckets";
import { z } from "zod";

// The names below begin with the tag of `kernel/redis`, written out because schemas run anywhere.

/** Redis hash: workspace id → `PublishedPrices` as JSON. Announced on `snapshotChannel` as part `prices`. */
export const publishedPricesHash = "{triops}:snapshot:prices";
/** When the whole hash was last compared with the ledger (ISO-8601). Without it the hash is not to be believed. */
export const publishedPricesAt = "{triops}:snapshot:prices-published-at";
/** Of a snapshot message. */
export const pricesPart = "prices";

/** `StatedRate` of analysis/pricing. */
export const statedRate = z.union([
  z.string(),
  z.object({ base: z.string(), tiers: z.array(z.object({ above: z.int(), price: z.string() })) }),
]);

/** `PriceOverride` of analysis/pricing: what `createPricer` takes. */
export const publishedPrice = z.object({
  id: z.uuid(),
  provider: z.string().nullable(),
  model: z.string(),
  serviceTier: z.string().nullable(),
  from: z.string(),
  until: z.string().nullable(),
  inherits: z.boolean(),
  rates: z.partialRecord(z.enum(buckets as readonly [Bucket, ...Bucket[]]), statedRate),
});

/** A workspace's own prices. One without an entry has none. Only grows. */
export const publishedPrices = z.object({
  workspaceId: z.uuid(),
  overrides: z.array(publishedPrice),
  /** Grows with every change. */
  revision: z.int(),
});
export type PublishedPrices = z.output<typeof publishedPrices>;
