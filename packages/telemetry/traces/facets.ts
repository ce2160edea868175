import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { inWindow, type SpanScope, selection } from "./scope.ts";

export type SpanFacet = { field: string; values: { value: string; spans: number }[] };

const valuesMax = 20;
const facetsMax = 30;
/**
 * Facets are counted over the newest spans only: they are for narrowing down, not for accounts, and shares among so
 * many are right within 2 %. The attributes of a rare span cost the reading of the two thousand around it.
 */
export const facetSpansMax = 3_000;

/** The most frequent services, operations, kinds, statuses and attributes among the newest 3,000 spans that fit. */
export async function spanFacets(telemetry: Telemetry, scope: SpanScope): Promise<SpanFacet[]> {
  const condition = selection(scope);
  const rows = await telemetry.query({
    name: "traces.facets",
    sql: `WITH newest AS (
            SELECT service, name, kind, status, attributes FROM spans
            WHERE ${inWindow} AND ${condition.sql} ORDER BY time DESC LIMIT ${facetSpansMax}
          )
          SELECT pair.1 AS field, pair.2 AS value, count() AS spans, sum(spans) OVER (PARTITION BY field) AS share
          FROM newest
          ARRAY JOIN arrayConcat(
            [('service', toString(service)), ('operation', substringUTF8(toString(name), 1, 200)),
             ('kind', toString(kind)), ('status', toString(status))],
            arrayMap((k, v) -> (concat('attr.', k), substringUTF8(v, 1, 200)), mapKeys(attributes), mapValues(attributes))
          ) AS pair
          GROUP BY field, value
          ORDER BY share DESC, field, spans DESC, value LIMIT ${valuesMax} BY field LIMIT ${valuesMax * facetsMax}`,
    params: condition.params,
    row: z.object({ field: z.string(), value: z.string(), spans: z.coerce.number() }),
    workspaceId: scope.workspaceId,
    window: scope.window,
  });
  const facets = new Map<string, SpanFacet>();
  for (const { field, value, spans } of rows) {
    const facet = facets.get(field) ?? { field, values: [] };
    facet.values.push({ value, spans });
    facets.set(field, facet);
  }
  return [...facets.values()].slice(0, facetsMax);
}
