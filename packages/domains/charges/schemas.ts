import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { rangeInput } from "../query-text.ts";
import { chargeDimensions, repricingStates } from "./rules.ts";

const dimension = z.enum(chargeDimensions);
const value = z.string().max(200).optional();
/** Only calls with this value; empty text is those without one. */
const filters = {
  route: value,
  key: value.describe("Id of a virtual key"),
  team: value.describe("Id of a team"),
  apiKey: value.describe("Id of an API key"),
  provider: value,
  model: value,
  promptName: value,
  promptVersion: value,
  user: value,
  session: value,
  service: value,
  environment: value,
  status: value,
};
const dimensions = z
  .union([
    z.array(dimension),
    z
      .string()
      .max(200)
      .transform((text) => text.split(",").filter((name) => name !== ""))
      .pipe(z.array(dimension)),
  ])
  .transform((all) => [...new Set(all)])
  .pipe(z.array(dimension).min(1).max(3));

export const sumsInput = z.object({
  ...rangeInput,
  ...filters,
  by: dimensions.default(["route"]).describe("One to three of the dimensions, with commas"),
  cursor: z.string().max(2_000).optional().describe("The nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const figures = {
  calls: z.int(),
  errors: z.int(),
  cacheHits: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.string().describe("Of the calls that have a price"),
  unpricedCalls: z.int().describe("Calls whose price is not known: they are not in the cost"),
  estimatedCalls: z.int().describe("Calls whose tokens were counted here, not by the provider"),
};
const chargeFigures = z.object(figures);

export const chargeRow = z.object({
  /** By dimension; empty where a call has none. */
  group: z.partialRecord(dimension, z.string()),
  /** What people call it: of keys and teams their names, else the value itself. */
  names: z.partialRecord(dimension, z.string()),
  ...figures,
  latencyMsP50: z.number(),
  latencyMsP95: z.number(),
  firstTokenMsP50: z.number().nullable(),
  lastAt: isoTime,
});
export type ChargeRow = z.output<typeof chargeRow>;
export const sums = z.object({
  from: isoTime,
  to: isoTime,
  /** Of the whole window with these filters, not of the page. */
  total: chargeFigures,
  /** Dearest first. */
  data: z.array(chargeRow),
  nextCursor: z.string().nullable(),
});
export type ChargeSums = z.output<typeof sums>;

export const overTimeInput = z.object({
  ...rangeInput,
  ...filters,
  by: dimension.optional().describe("One series per value; one for all unless given"),
  stepSeconds: z.coerce
    .number()
    .int()
    .min(60)
    .max(31 * 86_400)
    .optional()
    .describe("About a sixtieth of the window unless given"),
  series: z.coerce.number().int().min(1).max(20).default(8).describe("The dearest; the rest is one more"),
});
export const overTime = z.object({
  from: isoTime,
  to: isoTime,
  stepSeconds: z.int(),
  series: z.array(
    z.object({
      /** null is all the rest together. */
      value: z.string().nullable(),
      name: z.string(),
      points: z.array(z.object({ at: isoTime, ...figures })),
    }),
  ),
});
export type ChargesOverTime = z.output<typeof overTime>;

export const repriceInput = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }).optional().describe("Now unless given"),
  model: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe("Only calls of this model, or of those that begin so when it ends with *"),
  provider: z.string().trim().min(1).max(200).optional(),
  unpricedOnly: z.boolean().default(false).describe("Leave calls that have a price as they are"),
});

export const repricing = z.object({
  id: z.uuid(),
  state: z.enum(repricingStates),
  from: isoTime,
  to: isoTime,
  model: z.string().nullable(),
  provider: z.string().nullable(),
  unpricedOnly: z.boolean(),
  progress: z.number().min(0).max(1).describe("Of the window"),
  callsLooked: z.int(),
  callsChanged: z.int(),
  callsUnpriced: z.int().describe("Without a price also now"),
  beforeUsd: z.string().describe("Of the calls that were looked at"),
  afterUsd: z.string(),
  error: z.string().nullable(),
  startedById: z.string(),
  startedByName: z.string(),
  createdAt: isoTime,
  finishedAt: isoTimeOrNull,
});
export type Repricing = z.output<typeof repricing>;
export const listRepricingsInput = z.object({ ...pageInput });
export const repricingPage = pageOf(repricing);
export const repricingInput = idInput;
