import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { severity } from "../severity-schema.ts";

export const alertState = z.enum(["open", "resolved"]);
export const labels = z.record(z.string(), z.string());

/** Who ended it: its claimant, nobody repeating it, a person, the monitor's signal, the monitor's removal. */
export const endings = ["told", "lapsed", "hand", "recovered", "retired"] as const;

export const alert = z.object({
  id: z.uuid(),
  fingerprint: z.string(),
  source: z.string(),
  monitorId: z.uuid().nullable(),
  title: z.string(),
  severity,
  state: alertState,
  labels,
  annotations: labels,
  generatorUrl: z.string().nullable(),
  service: z.string().nullable(),
  value: z.number().nullable(),
  evidence: z.record(z.string(), z.unknown()),
  occurrences: z.int(),
  incidentId: z.uuid().nullable(),
  silenced: z.boolean(),
  silencedBy: z.array(z.uuid()),
  openedAt: isoTime,
  lastSeenAt: isoTime,
  endsAt: isoTimeOrNull.describe("Of alerts from outside: when the claim lapses unless it is repeated"),
  resolvedAt: isoTimeOrNull,
  ended: z.enum(endings).nullable(),
});
export type Alert = z.output<typeof alert>;

export const changeKinds = [
  "opened",
  "seen",
  "worsened",
  "reopened",
  "silenced",
  "unsilenced",
  "moved",
  "resolved",
] as const;
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
  /** What it is called apart from the series it is about: its label `alertname`. */
  name: z.string().max(300).optional(),
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
