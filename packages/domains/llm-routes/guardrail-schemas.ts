import { type PiiType, piiTypes } from "@triops/analysis/pii/types";
import { z } from "zod";
import { guardrailsMax } from "./rules.ts";

/** Bounds of what a route may check: every check runs on every call, before the first token. */
const patternsMax = 20;
const patternCharsMax = 500;
const topicsMax = 20;
const judgeMsMax = 10_000;

/**
 * block: the call is refused (400 in the caller's own dialect), or the stream ends with an error. mask: the value is
 * replaced by a placeholder such as `[EMAIL_1]` before a provider or a record sees it. flag: recorded only.
 */
const guardrailActions = ["block", "mask", "flag"] as const;
export type GuardrailAction = (typeof guardrailActions)[number];
const guardrailKinds = ["pii", "pattern", "size", "topics"] as const;
export type GuardrailKind = (typeof guardrailKinds)[number];

/** Named in errors and records; one per route and direction. */
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "Small letters, digits, - and _, at most 40 characters");

const piiGuardrail = z.object({
  id,
  kind: z.literal("pii"),
  action: z.enum(guardrailActions),
  types: z.array(z.enum(piiTypes as readonly [PiiType, ...PiiType[]])).min(1),
});

const patternGuardrail = z.object({
  id,
  kind: z.literal("pattern"),
  action: z.enum(guardrailActions),
  /** In RE2's syntax; `(?i)` at the front ignores case. Whether one compiles is checked when the route is saved. */
  patterns: z.array(z.string().min(1).max(patternCharsMax)).min(1).max(patternsMax),
});

const sizeGuardrail = z.object({
  id,
  kind: z.literal("size"),
  action: z.enum(["block", "flag"]),
  /** Characters of all texts of the request's messages, or of the answer, together. */
  charsMax: z.int().min(1).max(20_000_000),
  /** Of all images, sounds and files that come within a request, together; what is linked is not counted. */
  dataBytesMax: z.int().min(0).max(100_000_000).optional(),
  /** Which types these may have; what is linked has none. */
  mediaTypes: z
    .array(z.string().regex(/^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/, "A type such as image/png"))
    .min(1)
    .max(30)
    .optional(),
});

const topicsGuardrail = z.object({
  id,
  kind: z.literal("topics"),
  action: z.enum(["block", "flag"]),
  /** In the author's words: "questions about an order", "opening hours". */
  allowed: z.array(z.string().min(1).max(200)).min(1).max(topicsMax),
  /** Name of a route of the workspace whose model judges. Its calls are charged to the workspace like others. */
  judgeRoute: z.string().min(1).max(200),
  judgeTimeoutMs: z.int().min(100).max(judgeMsMax).default(3_000),
  /** When the judge fails or is late: open lets the call pass and records it, closed acts as if it had said no. */
  whenJudgeFails: z.enum(["open", "closed"]).default("open"),
});

const requestGuardrail = z.discriminatedUnion("kind", [
  piiGuardrail,
  patternGuardrail,
  sizeGuardrail,
  topicsGuardrail,
]);
/** Topics are judged before the call only: an answer would have to be held back until it is whole. */
const responseGuardrail = z.discriminatedUnion("kind", [piiGuardrail, patternGuardrail, sizeGuardrail]);
export type RequestGuardrail = z.output<typeof requestGuardrail>;
export type ResponseGuardrail = z.output<typeof responseGuardrail>;

const listOf = <T extends typeof requestGuardrail | typeof responseGuardrail>(one: T) =>
  z
    .array(one)
    .max(guardrailsMax)
    .default([])
    .refine((list) => new Set(list.map((each) => each.id)).size === list.length, {
      message: "Two guardrails have the same id",
    });

export const guardrails = z.object({
  request: listOf(requestGuardrail),
  response: listOf(responseGuardrail),
});
export type Guardrails = z.output<typeof guardrails>;
export const noGuardrails: Guardrails = { request: [], response: [] };

/** What a check found, for the record of the call: never the value that was found. */
export type GuardrailFinding = {
  guardrail: string;
  kind: GuardrailKind;
  at: "request" | "response";
  action: GuardrailAction;
  /** Type of value (`email`), `pattern 2`, `characters`, `data_bytes`, `media_type`, `off_topic`, `judge_failed`. */
  rule: string;
  count: number;
};
