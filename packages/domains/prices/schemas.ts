import { type Bucket, buckets } from "@triops/analysis/pricing/buckets";
import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { rangeInput } from "../query-text.ts";

/** Each is held in memory by every gateway. */
export const pricesMax = 1_000;

const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const decimal = z
  .string()
  .trim()
  .regex(/^\d{1,9}(\.\d{1,12})?$/, "A price in USD, such as 2.50");
const bucket = z.enum(buckets as readonly [Bucket, ...Bucket[]]);

/** For a million tokens, a thousand calls, searches or pages, or an hour of audio. */
const rate = z.union([
  decimal,
  z.object({
    base: decimal,
    tiers: z
      .array(z.object({ above: z.int().min(1).describe("Input tokens of the call"), price: decimal }))
      .min(1)
      .max(5),
  }),
]);
export const rates = z
  .partialRecord(bucket, rate)
  .describe("USD for a million tokens, a thousand calls, searches or pages, or an hour of audio");

const provider = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, "Such as openai or anthropic")
  .nullable()
  .describe("Whose model; null is whoever serves it");
const model = z
  .string()
  .trim()
  .min(1, "Which model?")
  .max(200)
  .refine((text) => !text.slice(0, -1).includes("*"), "A * stands at the end only")
  .refine((text) => text !== "*", "Name at least the beginning of a model")
  .refine(keepable, "Not text: broken characters")
  .describe("A model's name, or its beginning followed by *");
const serviceTier = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_-]{1,40}$/, "Such as flex, batch or priority")
  .nullable()
  .describe("Only for this tier; null is the standard one");
const instant = z.iso.datetime({ offset: true });
const note = z.string().trim().max(1_000).refine(keepable, "Not text: broken characters");

const fields = { provider, model, serviceTier, from: instant, until: instant.nullable(), rates, note };
const inherits = z.boolean().describe("What is not stated here is filled in from the base table");

export const createInput = z.object({
  provider: fields.provider.default(null),
  model: fields.model,
  serviceTier: fields.serviceTier.default(null),
  from: instant.optional().describe("Takes effect; now unless given. In the past: reprice to apply it there"),
  until: fields.until.default(null).describe("Ends; null goes on"),
  inherits: inherits.default(true),
  rates: fields.rates.refine((all) => Object.keys(all).length > 0, "State at least one price"),
  note: fields.note.default(""),
});
export const updateInput = idInput.extend({
  ...z.object({ ...fields, inherits }).partial().shape,
  revision: z.int().optional().describe("The revision you looked at: conflict when there is a newer one"),
});
export const listInput = z.object({
  ...pageInput,
  search: z.string().trim().max(200).optional().describe("Part of the model's or provider's name"),
});

export const price = z.object({
  id: z.uuid(),
  provider: z.string().nullable(),
  model: z.string(),
  serviceTier: z.string().nullable(),
  from: isoTime,
  until: isoTimeOrNull,
  inherits: z.boolean(),
  rates,
  note: z.string(),
  revision: z.int(),
  createdById: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Price = z.output<typeof price>;
export const pricePage = pageOf(price);

/** A price as it applies, step by step. */
export const appliedRate = z.object({
  bucket,
  usd: z.string(),
  tiers: z.array(z.object({ above: z.int(), usd: z.string() })),
  unit: z.enum(["1M tokens", "1K", "1 hour"]),
});
export const lookupInput = z.object({
  provider: z.string().trim().max(60).optional(),
  model: z.string().trim().min(1).max(200),
  serviceTier: z.string().trim().max(40).optional(),
  at: instant.optional().describe("Now unless given"),
});
export const lookup = z.object({
  provider: z.string().nullable(),
  model: z.string(),
  /** null: no price is known. */
  source: z
    .union([
      z.object({ kind: z.literal("override"), id: z.uuid() }),
      z.object({ kind: z.literal("base"), version: z.string(), provider: z.string(), model: z.string() }),
    ])
    .nullable(),
  rates: z.array(appliedRate),
  /** Why there is no price, in words. */
  reason: z.string().nullable(),
});
export type PriceLookup = z.output<typeof lookup>;

export const tableInput = z.object({
  search: z.string().trim().max(200).optional().describe("Part of the model's or provider's name"),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, "Not a cursor")
    .optional()
    .describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** The base table's models, as they are priced now. */
export const tablePage = z.object({
  version: z.string(),
  data: z.array(z.object({ provider: z.string(), model: z.string(), rates: z.array(appliedRate) })),
  nextCursor: z.string().nullable(),
});
export type PriceTablePage = z.output<typeof tablePage>;

export const unpricedInput = z.object({
  ...rangeInput,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const unpriced = z.object({
  from: isoTime,
  to: isoTime,
  /** Most calls first. */
  data: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      reason: z.string().describe("unknown_model, unknown_service_tier or no_rate"),
      calls: z.int(),
      inputTokens: z.int(),
      outputTokens: z.int(),
      firstAt: isoTime,
      lastAt: isoTime,
      fixed: z.boolean().describe("A price that holds for it was stated since: reprice to count these calls"),
    }),
  ),
  calls: z.int().describe("Of all of them"),
});
export type Unpriced = z.output<typeof unpriced>;
