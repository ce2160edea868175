import { z } from "zod";
import { approvalFields } from "../approval-schemas.ts";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";
import { labelName, versionFigures, versionNumber, words } from "../prompts/schemas.ts";
import { checkNames, checkStates, requestStates } from "./rules.ts";

export const requestState = z.enum(requestStates);

/** One check with what it saw. */
export const check = z.object({
  name: z.enum(checkNames),
  state: z.enum(checkStates),
  detail: z.string(),
  evidence: z.record(z.string(), z.unknown()).default({}),
});
export type Check = z.output<typeof check>;

export const labelRequest = z.object({
  id: z.uuid(),
  promptId: z.uuid(),
  promptName: z.string(),
  label: z.string(),
  versionId: z.uuid().nullable().describe("Null asks to take the label away"),
  fromVersionId: z.uuid().nullable().describe("What the label pointed at when the checks ran"),
  state: requestState,
  checks: z.array(check),
  ...approvalFields,
});
export type LabelRequest = z.output<typeof labelRequest>;

/** Both versions beside each other. */
const side = z.object({
  version: z.int(),
  versionId: z.uuid(),
  template: z.unknown(),
  config: z.record(z.string(), z.unknown()),
  message: z.string(),
  createdByName: z.string(),
  createdAt: isoTime,
  figures: versionFigures.nullable().describe("In production; null when nobody called it"),
});
export const evidence = z.object({
  from: isoTime,
  to: isoTime,
  frozen: z.boolean().describe("As it was when it was decided"),
  candidate: side.nullable(),
  current: side.nullable(),
});
export type Evidence = z.output<typeof evidence>;

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
export const labelRequestEntry = z.object({
  id: z.uuid(),
  at: isoTime,
  kind: z.enum(entryKinds),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type LabelRequestEntry = z.output<typeof labelRequestEntry>;

const note = words(5_000).trim();

export const createInput = z.object({
  promptId: z.uuid(),
  label: labelName,
  version: versionNumber.nullable().describe("Null asks to take the label away"),
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
  state: requestState.or(z.literal("open")).optional().describe("open: not decided yet"),
  promptId: z.uuid().optional(),
  label: words(100).optional(),
});
export const labelRequestPage = pageOf(labelRequest);
export const timelineInput = idInput.extend(pageInput);
export const timelinePage = pageOf(labelRequestEntry);
