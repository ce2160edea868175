import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { severity } from "../severity-schema.ts";

export const alertState = z.enum(["open", "resolved"]);
export const labels = z.record(z.string(), z.string());

export const alert = z.object({
  id: z.uuid(),
  fingerprint: z.string(),
  source: z.string(),
  monitorId: z.uuid().nullable(),
  title: z.string(),
  severity,
  state: alertState,
  labels,
  value: z.number().nullable(),
  evidence: z.record(z.string(), z.unknown()),
  occurrences: z.int(),
  incidentId: z.uuid().nullable(),
  openedAt: isoTime,
  lastSeenAt: isoTime,
  resolvedAt: isoTimeOrNull,
});
export type Alert = z.output<typeof alert>;

export const changeKinds = ["opened", "seen", "worsened", "resolved"] as const;
export const alertChange = z.object({
  id: z.uuid(),
  at: isoTime,
  kind: z.enum(changeKinds),
  detail: z.record(z.string(), z.unknown()),
});
export type AlertChange = z.output<typeof alertChange>;

/** What a claimant says. Times are instants of the signal, not of our noticing. */
export const claim = z.object({
  fingerprint: z.string().min(1).max(128),
  source: z.string().max(100),
  monitorId: z.uuid().nullable(),
  title: z.string().max(300),
  severity,
  labels,
  value: z.number().nullable(),
  evidence: z.record(z.string(), z.unknown()),
  at: z.coerce.date(),
});
export type Claim = z.infer<typeof claim>;

export const listInput = z.object({
  ...pageInput,
  state: alertState.optional(),
  severity: severity.optional(),
  monitorId: z.uuid().optional(),
  incidentId: z.uuid().optional(),
  search: z.string().trim().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const historyInput = idInput.extend(pageInput);
export const resolveInput = idInput.extend({ reason: z.string().trim().max(1_000).optional() });
export const alertPage = pageOf(alert);
export const historyPage = pageOf(alertChange);
