import { z } from "zod";
import { isoTime, isoTimeOrNull } from "../paging.ts";
import { jsonText, nameList, rangeInput } from "../query-text.ts";
import { aggregates } from "./aggregates.ts";

/** A condition on one label; `=~` and `!~` match the whole value, with RE2 syntax. An absent label is empty. */
export const labelFilter = z.object({
  label: z.string().min(1).max(200),
  op: z.enum(["=", "!=", "=~", "!~"]),
  value: z.string().max(1_000),
});
export type LabelFilter = z.infer<typeof labelFilter>;

export const filterList = z.array(labelFilter).max(20);

export const aggregate = z.enum(aggregates);

const metricName = z.string().min(1).max(300);
const search = z.string().trim().max(200).optional();

export const metric = z.object({
  metric: z.string(),
  family: z.string(),
  kind: z.string(),
  unit: z.string(),
  description: z.string(),
  sourceName: z.string(),
  seriesCount: z.int(),
  firstSeen: isoTime,
  lastSeen: isoTime,
});
export type Metric = z.output<typeof metric>;
export const metricPage = z.object({ data: z.array(metric), nextCursor: z.string().nullable() });

export const listInput = z.object({
  ...rangeInput,
  search,
  cursor: z.string().max(300).optional().describe("The nextCursor of the page before: a metric's name"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const labelsInput = z.object({ ...rangeInput, metric: metricName.optional() });
export const labelNames = z.object({ data: z.array(z.object({ label: z.string(), valueCount: z.int() })) });
export const labelValuesInput = z.object({
  ...rangeInput,
  metric: metricName.optional(),
  label: z.string().min(1).max(200),
  search,
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export const labelValues = z.object({ data: z.array(z.object({ value: z.string(), seriesCount: z.int() })) });

export const queryInput = z.object({
  ...rangeInput,
  metric: metricName,
  filters: jsonText(filterList).default([]).describe("JSON: [{label, op, value}]"),
  groupBy: nameList(10).describe("Label names, separated by commas; without any, all series make one line"),
  aggregate: aggregate.default("avg"),
  stepMs: z.coerce.number().int().min(1_000).optional().describe("Chosen for about 300 points when absent"),
  groupsMax: z.coerce.number().int().min(1).max(200).default(20),
});

const line = z.array(z.number().nullable());
export const queryResult = z.object({
  /** Starts of the steps, epoch milliseconds. */
  times: z.array(z.number()),
  stepMs: z.number(),
  source: z.enum(["raw", "1m", "1h"]),
  kind: z.string().nullable(),
  unit: z.string(),
  seriesTotal: z.int(),
  groupsTotal: z.int(),
  groups: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      seriesCount: z.int(),
      values: line,
      min: line,
      max: line,
    }),
  ),
});
export type QueryResult = z.output<typeof queryResult>;

export const sourcesInput = z.object({ ...rangeInput });
export const sources = z.object({
  totals: z.array(
    z.object({
      signal: z.string(),
      source: z.string().describe("Id of the key that sent it"),
      outcome: z.enum(["accepted", "rejected", "late"]),
      reason: z.string(),
      count: z.number(),
      lastMinute: isoTime,
    }),
  ),
  minutes: z.array(
    z.object({ minute: isoTime, accepted: z.number(), rejected: z.number(), late: z.number() }),
  ),
  newestSample: isoTimeOrNull,
  lagMs: z.number().nullable().describe("Age of the newest sample"),
});
export type Sources = z.output<typeof sources>;
