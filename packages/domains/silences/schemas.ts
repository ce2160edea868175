import { storable } from "@triops/kernel/json";
import { z } from "zod";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";
import { matchersMax } from "./rules.ts";

export const matcher = z.object({
  name: z.string().min(1, "Name a label").max(256).transform(storable),
  value: z.string().max(4_096).transform(storable),
  isRegex: z.boolean().default(false).describe("RE2, for the whole value"),
  isEqual: z.boolean().default(true).describe("false turns the condition around"),
});
export const matchers = z.array(matcher).max(matchersMax);

export const silenceState = z.enum(["pending", "active", "expired"]);

export const silence = z.object({
  id: z.uuid(),
  matchers: z.array(
    z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() }),
  ),
  state: silenceState,
  comment: z.string(),
  createdBy: z.string(),
  startsAt: isoTime,
  endsAt: isoTime,
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Silence = z.output<typeof silence>;

const instant = z.iso.datetime({ offset: true });
const comment = z.string().trim().max(2_000).transform(storable);
const conditions = matchers.min(1, "Give at least one condition");

export const createInput = z.object({
  matchers: conditions,
  startsAt: instant.optional().describe("Now unless given"),
  endsAt: instant,
  comment: comment.default(""),
  createdBy: z
    .string()
    .trim()
    .max(200)
    .transform(storable)
    .optional()
    .describe("Whom to name as its author, for tools that act for people; the caller unless given"),
});
export const updateInput = idInput.extend({
  matchers: conditions.optional(),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  comment: comment.optional(),
});
export const listInput = z.object({
  ...pageInput,
  state: silenceState.or(z.literal("current")).optional().describe("current is active or pending"),
  search: z.string().trim().max(200).optional(),
});
export const silencePage = pageOf(silence);
