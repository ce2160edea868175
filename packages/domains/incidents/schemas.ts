import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { severity } from "../severity-schema.ts";

export const incidentStates = ["open", "acknowledged", "resolved"] as const;
export const incidentState = z.enum(incidentStates);
export type IncidentState = z.infer<typeof incidentState>;

export const entryKinds = [
  "opened",
  "alert_opened",
  "alert_resolved",
  "alerts_recovered",
  "acknowledged",
  "assigned",
  "severity_changed",
  "title_changed",
  "comment",
  "resolved",
  "reopened",
] as const;
export const entryKind = z.enum(entryKinds);
export type EntryKind = z.infer<typeof entryKind>;

export const incident = z.object({
  id: z.uuid(),
  number: z.int(),
  title: z.string(),
  severity,
  state: incidentState,
  assigneeId: z.uuid().nullable(),
  alertCount: z.int(),
  openAlertCount: z.int(),
  openedAt: isoTime,
  acknowledgedAt: isoTimeOrNull,
  resolvedAt: isoTimeOrNull,
  createdAt: isoTime,
});
export type Incident = z.output<typeof incident>;

export const incidentEntry = z.object({
  id: z.uuid(),
  at: isoTime,
  kind: entryKind,
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type IncidentEntry = z.output<typeof incidentEntry>;

const title = z.string().trim().min(1, "Give it a title").max(200);
const comment = z.string().trim().min(1, "Write something first").max(10_000);

export const createInput = z.object({ title, severity: severity.default("sev3") });
export const updateInput = idInput.extend({ title: title.optional(), severity: severity.optional() });
export const assignInput = idInput.extend({
  assigneeId: z.uuid().nullable().describe("A member's id; null takes the assignment back"),
});
export const commentInput = idInput.extend({ text: comment });
export const resolveInput = idInput.extend({ text: z.string().trim().max(10_000).optional() });
export const listInput = z.object({
  ...pageInput,
  state: incidentState.or(z.literal("active")).optional().describe("active is open or acknowledged"),
  severity: severity.optional(),
  assigneeId: z.uuid().optional(),
  search: z.string().trim().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const takeAlertsInput = idInput.extend({ alertIds: z.array(z.uuid()).min(1).max(200) });
export const timelineInput = idInput.extend(pageInput);
export const incidentPage = pageOf(incident);
export const timelinePage = pageOf(incidentEntry);
