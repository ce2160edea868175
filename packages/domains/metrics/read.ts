import { invalid } from "@triops/kernel/errors";
import { ingestHealth } from "@triops/telemetry/metrics/ingest-health";
import { listLabelNames, listLabelValues } from "@triops/telemetry/metrics/labels";
import { listMetrics } from "@triops/telemetry/metrics/list";
import { rangeQuery } from "@triops/telemetry/metrics/range";
import { rangeMsMax, windowOf } from "../query-text.ts";
import { defineQuery, type Reading } from "../verb.ts";
import {
  labelNames,
  labelsInput,
  labelValues,
  labelValuesInput,
  listInput,
  metricPage,
  queryInput,
  queryResult,
  sources,
  sourcesInput,
} from "./schemas.ts";

const dayMs = 86_400_000;

/** @throws invalid for a range that ends before it starts or is longer than any retention */
function scopeOf(
  { context }: Reading,
  range: { from?: string | undefined; to?: string | undefined },
  usualMs: number,
) {
  const window = windowOf(range, context.now, usualMs);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The end of the range must come after its start");
  if (spanMs > rangeMsMax) throw invalid("A range covers at most 400 days");
  return { workspaceId: context.workspaceId, window };
}

/** Metrics that sent something in the range (the last day unless given), by name. */
export const list = defineQuery({
  name: "metrics.list",
  permission: "metrics:read",
  input: listInput,
  output: metricPage,
  run: (reading, { search, cursor, limit, ...range }) =>
    listMetrics(reading.runtime.telemetry, {
      ...scopeOf(reading, range, dayMs),
      limit,
      ...(search ? { search } : {}),
      ...(cursor ? { cursor } : {}),
    }),
});

export const labels = defineQuery({
  name: "metrics.labels",
  permission: "metrics:read",
  input: labelsInput,
  output: labelNames,
  run: async (reading, { metric, ...range }) => ({
    data: await listLabelNames(reading.runtime.telemetry, { ...scopeOf(reading, range, dayMs), metric }),
  }),
});

export const values = defineQuery({
  name: "metrics.labelValues",
  permission: "metrics:read",
  input: labelValuesInput,
  output: labelValues,
  run: async (reading, { metric, label, search, limit, ...range }) => ({
    data: await listLabelValues(reading.runtime.telemetry, {
      ...scopeOf(reading, range, dayMs),
      metric,
      label,
      limit,
      ...(search ? { search } : {}),
    }),
  }),
});

/** Values over time, reduced on the server; the last hour unless a range is given. @throws limitReached */
export const query = defineQuery({
  name: "metrics.query",
  permission: "metrics:read",
  input: queryInput,
  output: queryResult,
  run: (reading, { from, to, ...question }) => {
    const { workspaceId, window } = scopeOf(reading, { from, to }, dayMs / 24);
    return rangeQuery(reading.runtime.telemetry, { ...question, workspaceId, ...window });
  },
});

/** What came in, from whom, what was refused and why, and how far behind the newest sample is. */
export const readSources = defineQuery({
  name: "metrics.sources",
  permission: "metrics:read",
  input: sourcesInput,
  output: sources,
  run: async (reading, range) => {
    const health = await ingestHealth(reading.runtime.telemetry, scopeOf(reading, range, dayMs / 24));
    const newest = health.newestSample;
    return {
      ...health,
      lagMs: newest ? Math.max(0, reading.context.now.getTime() - newest.getTime()) : null,
    };
  },
});
