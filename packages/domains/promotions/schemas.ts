import { z } from "zod";
import { approvalFields } from "../approval-schemas.ts";
import { alias } from "../models/schemas.ts";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";
import { checkNames, checkStates, promotionStates } from "./rules.ts";

export const promotionState = z.enum(promotionStates);

/** One check with what it saw. */
export const check = z.object({
  name: z.enum(checkNames),
  state: z.enum(checkStates),
  /** Whether the promotion waits for it to pass. */
  required: z.boolean(),
  detail: z.string().describe("What was seen, or why it did not run"),
  evidence: z.record(z.string(), z.unknown()).default({}),
});
export type Check = z.output<typeof check>;

export const promotion = z.object({
  id: z.uuid(),
  modelId: z.uuid(),
  modelName: z.string(),
  alias: z.string(),
  versionId: z.uuid().nullable().describe("Null asks to take the alias away"),
  fromVersionId: z.uuid().nullable().describe("What the alias pointed at when the checks ran"),
  state: promotionState,
  checks: z.array(check),
  ...approvalFields,
});
export type Promotion = z.output<typeof promotion>;

export const entryKinds = [
  "requested",
  "checked",
  "comment",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "bypassed",
] as const;
export const promotionEntry = z.object({
  id: z.uuid(),
  at: isoTime,
  kind: z.enum(entryKinds),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type PromotionEntry = z.output<typeof promotionEntry>;

const words = (charsMax: number) =>
  z
    .string()
    .trim()
    .max(charsMax)
    .refine((given) => !given.includes("\u0000") && given.isWellFormed(), "Not text: broken characters");
const note = words(5_000);

export const createInput = z.object({
  modelId: z.uuid(),
  alias: alias.default("champion"),
  version: z.int().min(1).max(2_147_483_647).nullable().describe("Null asks to take the alias away"),
  reason: note.default(""),
});
export const bypassInput = createInput.extend({
  reason: note.min(1, "Say why it cannot wait for an approval"),
});
export const decideInput = idInput.extend({ note: note.default("") });
export const rejectInput = idInput.extend({ note: note.min(1, "Say why") });
export const commentInput = idInput.extend({ text: note.min(1, "Write something first") });
export const listInput = z.object({
  ...pageInput,
  state: promotionState.or(z.literal("open")).optional().describe("open: not decided yet"),
  modelId: z.uuid().optional(),
  versionId: z.uuid().optional(),
  alias: z.string().max(255).optional(),
});
export const promotionPage = pageOf(promotion);
export const timelineInput = idInput.extend(pageInput);
export const timelinePage = pageOf(promotionEntry);
