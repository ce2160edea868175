import { z } from "zod";
import { isoTime, isoTimeOrNull, pageOf } from "../paging.ts";
import { rangeInput } from "../query-text.ts";

export const sender = z.object({
  source: z.string().describe("Id of the key that sends; `scrape` is Triops itself, fetching from targets"),
  signal: z.string(),
  endpoint: z.string(),
  agent: z.string().describe("The program, as it calls itself"),
  firstSeen: isoTime.describe("In the range; to the minute"),
  lastSeen: isoTime,
  requests: z.int(),
  refused: z.int().describe("Answered 4xx"),
  deferred: z.int().describe("Answered 429 or 5xx: the sender tries again"),
  bytes: z.number(),
  bytesMax: z.number().describe("Largest body as sent"),
});
export type Sender = z.output<typeof sender>;

export const source = z.object({
  source: z.string(),
  name: z.string().nullable().describe("Of the key; null when it is gone"),
  prefix: z.string().nullable(),
  signal: z.string(),
  lastSeen: isoTimeOrNull,
  perSecond: z.number().describe("Accepted, in the last five full minutes"),
  accepted: z.number(),
  late: z.number().describe("Of the accepted: older than what the next rollup still takes in"),
  rejected: z.number(),
  dropped: z
    .literal(0)
    .describe("Always: what is acknowledged is stored, what is refused is said and counted"),
  rejections: z.array(z.object({ reason: z.string(), count: z.number(), lastSeen: isoTime })),
  curve: z.array(z.number()).describe("Accepted per step of the range, oldest first"),
  senders: z.array(sender),
});
export type Source = z.output<typeof source>;

const limit = z.object({ used: z.number(), max: z.number() });
export const sourceList = z.object({
  data: z.array(source),
  nextCursor: z.null(),
  stepSeconds: z.int(),
  totals: z.object({
    perSecond: z.number(),
    accepted: z.number(),
    late: z.number(),
    rejected: z.number(),
    dropped: z.literal(0),
  }),
});
export type SourceList = z.output<typeof sourceList>;

export const usage = z.object({
  limits: z.object({
    series: limit.describe("Active within a day"),
    labelsPerSeries: limit,
    bodyBytes: limit.describe("Largest of the last hour, and what is allowed, also after decompression"),
    requestsPerSecond: limit.describe("Mean of the busiest minute of the last hour; per gateway process"),
    bytesPerSecond: limit.describe("The same, of bodies as sent"),
    retentionDays: z.int(),
  }),
  newest: z.object({ metrics: isoTimeOrNull, logs: isoTimeOrNull, traces: isoTimeOrNull }),
});
export type SourceUsage = z.output<typeof usage>;

export const arrivals = z.object({ data: z.array(sender), nextCursor: z.null() });
export type Arrivals = z.output<typeof arrivals>;

export const listInput = z.object({ ...rangeInput });
export const nothing = z.object({});

const word = z.string().max(100).optional();
export const deadLettersInput = z.object({
  ...rangeInput,
  signal: word,
  source: word,
  reason: word,
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,20}$/, "Not a cursor")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const deadLetter = z.object({
  id: z.string(),
  time: isoTime,
  signal: z.string(),
  source: z.string(),
  name: z.string().nullable().describe("Of the key; null when it is gone"),
  reason: z.string(),
  detail: z.string(),
  payload: z.string().describe("A sample, at most 4 KiB: JSON, or base64 of what could not be decoded"),
  count: z.int().describe("Refused together with it"),
});
export type DeadLetter = z.output<typeof deadLetter>;
export const deadLetterPage = pageOf(deadLetter);
