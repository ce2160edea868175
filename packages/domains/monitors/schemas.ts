import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { severity } from "../severity.ts";

export const monitorKinds = ["threshold", "anomaly", "absence"] as const;
export const monitorKind = z.enum(monitorKinds);
export type MonitorKind = z.infer<typeof monitorKind>;

/** A condition on one label; `=~` and `!~` match the whole value, with RE2 syntax. */
export const labelFilter = z.object({
  label: z.string().min(1).max(200),
  op: z.enum(["=", "!=", "=~", "!~"]),
  value: z.string().max(1_000),
});
export type LabelFilter = z.infer<typeof labelFilter>;

/**
 * What is watched: every series of a metric that passes the filters, each by itself, or grouped by labels and
 * aggregated. `rate` turns counters into their rate per second.
 */
export const signal = z.object({
  metric: z.string().min(1).max(300),
  filters: z.array(labelFilter).max(20).default([]),
  groupBy: z.array(z.string().min(1).max(200)).max(10).default([]),
  aggregate: z.enum(["avg", "min", "max", "sum", "count", "rate", "increase"]).default("avg"),
});
export type Signal = z.infer<typeof signal>;

/** `forMinutes`: how long it must last before it counts. */
const forMinutes = z
  .number()
  .int()
  .min(0)
  .max(24 * 60)
  .default(0);

export const thresholdCondition = z.object({
  kind: z.literal("threshold"),
  op: z.enum([">", ">=", "<", "<="]),
  value: z.number(),
  forMinutes,
});
export const anomalyCondition = z.object({
  kind: z.literal("anomaly"),
  /** Score from which a point is anomalous: low 0.99, medium 0.97, high 0.93 (see `rules.ts`). */
  sensitivity: z.enum(["low", "medium", "high"]).default("medium"),
  direction: z.enum(["both", "above", "below"]).default("both"),
  forMinutes,
});
export const absenceCondition = z.object({
  kind: z.literal("absence"),
  afterMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(5),
});
export const condition = z.discriminatedUnion("kind", [
  thresholdCondition,
  anomalyCondition,
  absenceCondition,
]);
export type Condition = z.infer<typeof condition>;

export const monitor = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  kind: monitorKind,
  severity,
  enabled: z.boolean(),
  signal,
  condition,
  origin: z.enum(["triops", "member"]),
  evaluatedAt: isoTimeOrNull,
  evaluationError: z.string().nullable(),
  seriesCount: z.int(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Monitor = z.output<typeof monitor>;

const name = z.string().trim().min(1, "Give it a name").max(200);
const description = z.string().trim().max(2_000);

export const createInput = z.object({
  name,
  description: description.default(""),
  severity: severity.default("sev3"),
  signal,
  condition,
});
export const updateInput = idInput.extend({
  name: name.optional(),
  description: description.optional(),
  severity: severity.optional(),
  enabled: z.boolean().optional(),
  signal: signal.optional(),
  condition: condition.optional(),
});
export const listInput = z.object({
  ...pageInput,
  kind: monitorKind.optional(),
  enabled: z.stringbool().or(z.boolean()).optional(),
  search: z.string().trim().max(200).optional(),
});
export const monitorPage = pageOf(monitor);
