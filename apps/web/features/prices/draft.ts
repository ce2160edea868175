import type { Price } from "@triops/domains/prices/schemas";
import { type BucketName, baseOf, bucketNames, type Stated } from "./words.ts";

export type PriceDraft = {
  provider: string;
  model: string;
  serviceTier: string;
  /** `YYYY-MM-DD`, midnight UTC; empty is now. */
  from: string;
  until: string;
  inherits: boolean;
  rates: Partial<Record<BucketName, string>>;
  note: string;
};

/** Asked for by nearly everyone; the others open on request. */
export const usualBuckets: readonly BucketName[] = ["input", "output", "cache_read", "cache_write_5m"];

export const emptyPrice = (given: { provider?: string; model?: string; from?: string } = {}): PriceDraft => ({
  provider: given.provider ?? "",
  model: given.model ?? "",
  serviceTier: "",
  from: given.from ?? "",
  until: "",
  inherits: true,
  rates: {},
  note: "",
});

export const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);

export const draftOfPrice = (price: Price): PriceDraft => ({
  provider: price.provider ?? "",
  model: price.model,
  serviceTier: price.serviceTier ?? "",
  from: dayOf(price.from),
  until: price.until === null ? "" : dayOf(price.until),
  inherits: price.inherits,
  rates: Object.fromEntries(
    bucketNames.flatMap((bucket) => {
      const stated = price.rates[bucket];
      return stated === undefined ? [] : [[bucket, baseOf(stated)]];
    }),
  ),
  note: price.note,
});

const midnight = (day: string): string => `${day}T00:00:00Z`;

/** Steps by length are kept where only their base is shown; a price that was emptied goes. */
export function ratesOf(draft: PriceDraft, before: Price["rates"] = {}): Partial<Record<BucketName, Stated>> {
  const entries = bucketNames.flatMap((bucket): [BucketName, Stated][] => {
    const typed = draft.rates[bucket]?.trim() ?? "";
    if (typed === "") return [];
    const known = before[bucket];
    if (known !== undefined && typeof known !== "string")
      return [[bucket, { base: typed, tiers: known.tiers }]];
    return [[bucket, typed]];
  });
  return Object.fromEntries(entries);
}

export function bodyOfPrice(draft: PriceDraft, price?: Price): Record<string, unknown> {
  // The day is all the form shows: an instant that was stated by API stays while its day does.
  const from = price && dayOf(price.from) === draft.from ? price.from : draft.from && midnight(draft.from);
  const until =
    price?.until && dayOf(price.until) === draft.until
      ? price.until
      : draft.until === ""
        ? null
        : midnight(draft.until);
  return {
    provider: draft.provider.trim() || null,
    model: draft.model.trim(),
    serviceTier: draft.serviceTier.trim() || null,
    ...(from ? { from } : {}),
    until,
    inherits: draft.inherits,
    rates: ratesOf(draft, price?.rates),
    note: draft.note,
    ...(price ? { revision: price.revision } : {}),
  };
}

const decimal = /^\d{1,9}(\.\d{1,12})?$/;

/** What keeps the form from being saved, or null. */
export function missingInPrice(draft: PriceDraft): string | null {
  if (draft.model.trim() === "") return "Which model?";
  const typed = Object.values(draft.rates).filter((text) => text !== undefined && text.trim() !== "");
  if (typed.length === 0) return "State at least one price";
  if (!typed.every((text) => decimal.test(text?.trim() ?? ""))) return "Prices are decimals, such as 2.50";
  if (draft.until !== "" && draft.from !== "" && draft.until <= draft.from)
    return "It must end after it begins";
  return null;
}

/** Whether it would have applied to calls that are recorded already. */
export const reachesBack = (from: string, nowMs: number): boolean => Date.parse(from) < nowMs - 60_000;
