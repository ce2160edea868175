import { z } from "zod";
import { filterList } from "../metrics/schemas.ts";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { jsonText } from "../query-text.ts";
import { severity } from "../severity-schema.ts";

export const monitorKinds = ["threshold", "anomaly", "absence"] as const;
export const monitorKind = z.enum(monitorKinds);
export type MonitorKind = z.infer<typeof monitorKind>;

/**
 * What is watched: every series of a metric that passes the filters, each by itself, or grouped by labels (or
 * all combined) and aggregated per minute; `rate` turns counters into their rate per second. Or a query in `promql`,
 * at the end of each minute, each series of its result by itself; the other fields say nothing then.
 */
export const signal = z
  .object({
    metric: z.string().max(300).default(""),
    filters: filterList.default([]),
    groupBy: z.array(z.string().min(1).max(200)).max(10).default([]),
    aggregate: z.enum(["avg", "min", "max", "sum", "count", "rate", "increase"]).default("avg"),
    /** All matching series together as one, when `groupBy` names no label. */
    combine: z.boolean().default(false),
    promql: z.string().trim().min(1).max(10_000).optional(),
  })
  .refine(({ metric, promql }) => (metric === "") !== (promql === undefined), {
    path: ["metric"],
    message: "Choose a metric or write a query, one of them",
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
  /** From where on it counts as over; the threshold itself when absent. Must lie on the good side of it. */
  recoverValue: z.number().optional(),
  forMinutes,
});
export const anomalyCondition = z.object({
  kind: z.literal("anomaly"),
  /** How unusual a point must be to count (`sensitivities` in `rules.ts`). */
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
  /** Failed evaluations since it was made. */
  evaluationErrorCount: z.int(),
  /** Series watched, and series that match: more only above the cap. */
  seriesCount: z.int(),
  seriesTotal: z.int(),
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

export const seriesStates = ["ok", "pending", "firing", "learning", "absent"] as const;
export const seriesState = z.enum(seriesStates);
export type SeriesState = z.infer<typeof seriesState>;

export const watchedSeries = z.object({
  seriesKey: z.string(),
  labels: z.record(z.string(), z.string()),
  state: seriesState,
  since: isoTime,
  lastPointAt: isoTimeOrNull,
  lastValue: z.number().nullable(),
});
export type WatchedSeries = z.output<typeof watchedSeries>;

export const seriesInput = idInput.extend({
  cursor: z.string().max(100).optional().describe("The nextCursor of the page before: a seriesKey"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  state: seriesState.optional(),
  search: z.string().trim().max(200).optional(),
});
export const seriesPage = z.object({ data: z.array(watchedSeries), nextCursor: z.string().nullable() });

export const previewInput = z.object({
  signal: jsonText(signal),
  condition: jsonText(condition),
  days: z.coerce.number().min(0.05).max(14).default(14),
  seriesMax: z.coerce.number().int().min(1).max(20).default(6),
});

const line = z.array(z.number().nullable());
export const previewResult = z.object({
  /** Starts of the steps shown, epoch milliseconds; judged at one minute, shown reduced. */
  times: z.array(z.number()),
  stepMs: z.number(),
  judgedFrom: isoTime,
  judgedTo: isoTime,
  /** False when time ran out: what is shown then is the part that was judged. */
  complete: z.boolean(),
  seriesTotal: z.int(),
  episodeCount: z.int(),
  series: z.array(
    z.object({
      seriesKey: z.string(),
      labels: z.record(z.string(), z.string()),
      /** Mean, least and greatest of the step. */
      values: line,
      min: line,
      max: line,
      /** The expected band (anomaly); null elsewhere. */
      lower: line.nullable(),
      upper: line.nullable(),
      /** Still learning until then (anomaly). */
      learningUntil: isoTimeOrNull,
      episodes: z.array(
        z.object({
          from: isoTime,
          to: isoTimeOrNull,
          value: z.number().nullable(),
          score: z.number().nullable(),
        }),
      ),
    }),
  ),
});
export type PreviewResult = z.output<typeof previewResult>;
