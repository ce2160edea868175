import { z } from "zod";
import { isoTime, pageInput, pageOf } from "../paging.ts";

export const scoreKinds = ["numeric", "categorical", "boolean"] as const;
export const scoreSources = ["api", "person", "sdk"] as const;

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}_. /-]+$/u, "Letters, digits, spaces and _ . / - only");
const traceId = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{32}$/, "Not the id of a trace: 32 hexadecimal digits");
const spanId = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{16}$/, "Not the id of a span: 16 hexadecimal digits");

export const score = z.object({
  id: z.uuid(),
  externalId: z.string(),
  name: z.string(),
  kind: z.enum(scoreKinds),
  number: z.number().nullable().describe("Of numeric and boolean scores; true is 1"),
  text: z.string().describe("Of categorical scores"),
  comment: z.string(),
  source: z.enum(scoreSources),
  traceId: z.string(),
  spanId: z.string().describe("Empty where the whole trace is scored"),
  session: z.string().describe("Empty where a trace is scored"),
  responseId: z.string().describe("Of the answer that is scored, where its sender named that"),
  at: isoTime.describe("When what is scored happened"),
  authorName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Score = z.output<typeof score>;

/** What is scored: a trace, one of its spans, or a session. */
const about = {
  traceId: traceId.optional(),
  spanId: spanId.optional(),
  session: z.string().min(1).max(200).optional(),
};
const value = z
  .union([z.number(), z.boolean(), z.string().min(1).max(200)])
  .describe("A number, true or false, or a word: which it is decides the kind of the score");

export const createInput = z
  .object({
    ...about,
    name,
    value,
    kind: z
      .enum(scoreKinds)
      .optional()
      .describe("Where the value alone would say something else: 1 as boolean"),
    comment: z.string().max(4_000).default(""),
    externalId: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Your own id: sent again it replaces what it said before"),
    at: z.iso.datetime({ offset: true }).optional().describe("When what is scored happened; now by default"),
  })
  .refine(({ traceId: trace, session }) => (trace === undefined) !== (session === undefined), {
    message: "Name either a trace or a session",
    path: ["traceId"],
  });
export type CreateScore = z.input<typeof createInput>;

export const updateInput = z.object({
  id: z.uuid(),
  value: value.optional(),
  comment: z.string().max(4_000).optional(),
});

export const listInput = z.object({
  ...pageInput,
  ...about,
  name: z.string().max(100).optional(),
  source: z.enum(scoreSources).optional(),
});
export const scorePage = pageOf(score);

export const summaryInput = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
/** Names in use, for forms and filters. */
export const summary = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(scoreKinds),
      count: z.int(),
      mean: z.number().nullable().describe("Null for categorical scores"),
    }),
  ),
});

export type ScoreNames = z.output<typeof summary>;

/** What an SDK says through the gateway. Only grows: it may wait in a queue while versions change. */
export const takenScore = z.object({
  externalId: z.string().min(1).max(200),
  name,
  value,
  kind: z.enum(scoreKinds).optional(),
  comment: z.string().max(4_000).default(""),
  traceId: traceId.or(z.literal("")).default(""),
  spanId: spanId.or(z.literal("")).default(""),
  session: z.string().max(200).default(""),
  responseId: z.string().max(200).default(""),
  at: z.iso.datetime({ offset: true }),
});
export type TakenScore = z.output<typeof takenScore>;
export const takenScores = z.array(takenScore);
