import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { inWindow, type LlmScope, selection } from "./scope.ts";

export type LlmFacet = { field: string; values: { value: string; spans: number }[] };

const valuesMax = 20;
const facetsMax = 40;
/** Counted over the newest spans only: for narrowing down, not for accounts. */
export const llmFacetSpansMax = 5_000;

const fields: Record<string, string> = {
  model: "model",
  provider: "provider",
  route: "route",
  service: "service",
  environment: "environment",
  kind: "kind",
  status: "status",
  prompt: "prompt_name",
  user: "user",
  operation: "operation",
  error: "error_type",
  unpriced: "unpriced",
  cache: "cache",
  agent: "agent_name",
  source: "source",
};
const lists: Record<string, string> = {
  tag: "tags",
  tool: "tool_names",
  finding: "findings",
  finish: "finish_reasons",
};

/** The most frequent values of every field among the newest spans that fit; metadata by its own names. */
export async function llmFacets(telemetry: Telemetry, scope: LlmScope): Promise<LlmFacet[]> {
  const { sql, params } = selection(scope);
  const pairs = [
    ...Object.entries(fields).map(([field, column]) => `[('${field}', toString(${column}))]`),
    ...Object.entries(lists).map(([field, column]) => `arrayMap(v -> ('${field}', toString(v)), ${column})`),
    "arrayMap((k, v) -> (concat('attr.', toString(k)), substringUTF8(v, 1, 200)), metadata_names, metadata_values)",
  ];
  const columns = [...Object.values(fields), ...Object.values(lists), "metadata_names", "metadata_values"];
  const rows = await telemetry.query({
    name: "llm-traces.facets",
    // Rows of one span have one time, so that both are among those read. FINAL would read no longer only the end of the
    // table: at a million rows it takes five times as long.
    sql: `WITH newest AS (
            SELECT * FROM (
              SELECT ${columns.join(", ")}, trace_id, span_id, revision FROM llm_spans WHERE ${inWindow} AND ${sql}
              ORDER BY time DESC LIMIT ${llmFacetSpansMax}
            ) ORDER BY revision DESC LIMIT 1 BY trace_id, span_id
          )
          SELECT pair.1 AS field, pair.2 AS value, count() AS spans, sum(spans) OVER (PARTITION BY field) AS share
          FROM newest ARRAY JOIN arrayConcat(${pairs.join(", ")}) AS pair
          WHERE value != '' GROUP BY field, value
          ORDER BY share DESC, field, spans DESC, value LIMIT ${valuesMax} BY field LIMIT ${valuesMax * facetsMax}`,
    params,
    row: z.object({ field: z.string(), value: z.string(), spans: z.coerce.number() }),
    workspaceId: scope.workspaceId,
    window: scope.window,
  });
  const facets = new Map<string, LlmFacet>();
  for (const { field, value, spans } of rows) {
    const facet = facets.get(field) ?? { field, values: [] };
    facet.values.push({ value, spans });
    facets.set(field, facet);
  }
  const order = [...Object.keys(fields), ...Object.keys(lists)];
  const rank = ({ field }: LlmFacet) => (order.includes(field) ? order.indexOf(field) : order.length);
  return [...facets.values()].sort((a, b) => rank(a) - rank(b)).slice(0, facetsMax);
}
