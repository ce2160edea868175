import { z } from "zod";
import type { Param, Telemetry, Window } from "../../client/telemetry.ts";
import { aliveInWindow } from "../../metrics/series.ts";
import type { Matcher } from "../ast.ts";
import { compareLabels, type LabelSet, metricName } from "../labels.ts";
import { findSeries, matcherCondition } from "./series.ts";

export type CatalogQuestion = {
  workspaceId: string;
  /** A series counts when all matchers of one selector fit; no selector: every series. */
  selectors: readonly (readonly Matcher[])[];
  window: Window;
  /** Most rows of the answer. */
  limit: number;
  timeoutSeconds: number;
  signal: AbortSignal;
};

/** Label sets of series that may have sent in the window, in order. @throws unavailable, limitReached, invalid */
export async function listSeries(telemetry: Telemetry, question: CatalogQuestion): Promise<LabelSet[]> {
  const found = new Map<bigint, LabelSet>();
  for (const matchers of question.selectors) {
    for (const [id, { labels }] of await findSeries(telemetry, { ...question, matchers }))
      found.set(id, labels);
  }
  return [...found.values()].sort(compareLabels).slice(0, question.limit);
}

function condition(selectors: CatalogQuestion["selectors"]): { sql: string; params: Record<string, Param> } {
  if (selectors.length === 0) return { sql: "1", params: {} };
  const parts = selectors.map((matchers, index) => matcherCondition(matchers, `s${index}m`));
  return {
    sql: `(${parts.map(({ sql }) => `(${sql})`).join(" OR ")})`,
    params: Object.assign({}, ...parts.map(({ params }) => params)),
  };
}

/** Names of labels in use, in order, `__name__` among them. @throws unavailable, limitReached, invalid */
export async function labelNames(telemetry: Telemetry, question: CatalogQuestion): Promise<string[]> {
  const { sql, params } = condition(question.selectors);
  const rows = await telemetry.query({
    ...question,
    name: "promql.labelNames",
    sql: `SELECT DISTINCT arrayJoin(arrayConcat(['${metricName}'], mapKeys(s.labels))) AS name
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND ${aliveInWindow} AND ${sql}
          ORDER BY name LIMIT {limit:UInt32}`,
    params: { ...params, limit: question.limit },
    row: z.object({ name: z.string() }),
  });
  return rows.map(({ name }) => name);
}

/** Values of a label, in order. @throws unavailable, limitReached, invalid */
export async function labelValues(
  telemetry: Telemetry,
  label: string,
  question: CatalogQuestion,
): Promise<string[]> {
  const { sql, params } = condition(question.selectors);
  const value = label === metricName ? "toString(s.metric)" : "s.labels[{label:String}]";
  const rows = await telemetry.query({
    ...question,
    name: "promql.labelValues",
    sql: `SELECT DISTINCT ${value} AS value
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND ${aliveInWindow} AND ${sql} AND value != ''
          ORDER BY value LIMIT {limit:UInt32}`,
    params: { ...params, limit: question.limit, ...(label === metricName ? {} : { label }) },
    row: z.object({ value: z.string() }),
  });
  return rows.map((row) => row.value);
}

export type MetricMetadata = { metric: string; type: string; help: string; unit: string };

const typeByKind: Readonly<Record<string, string>> = {
  gauge: "gauge",
  counter: "counter",
  delta: "gauge",
  histogram: "histogram",
  summary: "summary",
  exponential: "histogram",
};

/** What the senders said about their metrics, by the names Prometheus uses. @throws unavailable */
export async function metricMetadata(
  telemetry: Telemetry,
  question: Omit<CatalogQuestion, "selectors"> & { metric?: string | undefined },
): Promise<MetricMetadata[]> {
  const rows = await telemetry.query({
    ...question,
    name: "promql.metadata",
    sql: `SELECT toString(s.family) AS metric, any(s.kind) AS kind, any(s.description) AS help, any(s.unit) AS unit
          FROM metric_series AS s
          WHERE workspace_id = {workspaceId:UUID} AND ${aliveInWindow}
            ${question.metric === undefined ? "" : "AND s.family = {metric:String}"}
          GROUP BY s.family ORDER BY metric LIMIT {limit:UInt32}`,
    params: { limit: question.limit, ...(question.metric === undefined ? {} : { metric: question.metric }) },
    row: z.object({ metric: z.string(), kind: z.string(), help: z.string(), unit: z.string() }),
  });
  return rows.map(({ kind, ...row }) => ({ ...row, type: typeByKind[kind] ?? "unknown" }));
}
