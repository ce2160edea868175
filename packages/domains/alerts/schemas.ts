import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { jsonText } from "../query-text.ts";
import { severity } from "../severity-schema.ts";
import { matchers } from "../silences/schemas.ts";

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

/** Conditions on labels travel in the query string as JSON. */
const matching = jsonText(matchers);
const flag = z
  .union([z.boolean(), z.enum(["true", "false"])])
  .transform((value) => value === true || value === "true")
  .optional();
const instant = z.iso.datetime({ offset: true });

export const filters = {
  state: alertState.optional(),
  silenced: flag,
  severity: severity.optional(),
  source: z.string().max(100).optional(),
  service: z.string().max(300).optional(),
  monitorId: z.uuid().optional(),
  incidentId: z.uuid().optional(),
  fingerprint: z.string().max(128).optional().describe("Every run of one alert"),
  search: z.string().trim().max(200).optional(),
  matchers: matching.optional(),
  from: instant.optional(),
  to: instant.optional(),
};
export const listInput = z.object({ ...pageInput, ...filters });
export type ListInput = z.output<typeof listInput>;
export const historyInput = idInput.extend(pageInput);
const reason = z.string().trim().max(1_000).optional();
export const resolveInput = idInput.extend({ reason });
export const alertPage = pageOf(alert);
export const historyPage = pageOf(alertChange);

/** At once by hand. */
const idsMax = 200;
export const resolveManyInput = z.object({ ids: z.array(z.uuid()).min(1).max(idsMax), reason });
export const resolveManyResult = z.object({
  resolved: z.int(),
  skipped: z.int().describe("Already over, or not of this workspace"),
});

export const matchInput = z.object({ matchers: matching });
export const matchResult = z.object({
  count: z.int().describe("Open alerts that match, all of them"),
  silenced: z.int().describe("Of which another silence holds already"),
  data: z.array(alert).describe("The newest of them"),
});
export type MatchResult = z.output<typeof matchResult>;

export const summary = z.object({
  open: z.int(),
  silenced: z.int(),
  bySeverity: z.record(severity, z.int()),
  sources: z.array(z.string()),
  atLeast: z.boolean().describe("True when there are more than were counted"),
});
export type Summary = z.output<typeof summary>;

export const groupsInput = z.object({
  by: z.string().trim().min(1).max(256).describe("severity, service, source, or the name of a label"),
  silenced: flag,
});
export const alertGroup = z.object({
  value: z.string().describe("Empty for those that have none"),
  count: z.int(),
  silenced: z.int(),
  severity,
  newestAt: isoTime,
});
export type AlertGroup = z.output<typeof alertGroup>;
export const groupsResult = z.object({ data: z.array(alertGroup), more: z.boolean() });
