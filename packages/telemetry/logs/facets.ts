import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { type LogFilter, logCondition } from "./filter.ts";
import { everything, inWindow } from "./search.ts";

export type LogFacet = { field: string; values: { value: string; records: number }[] };

const first = ["level", "service"];
const valuesMax = 20;
const facetsMax = 30;
/** Facets are counted over the newest records only: they are for narrowing down, not for accounts. */
export const facetRecordsMax = 20_000;

/** The most frequent levels, services and attributes among the newest 20,000 records that fit. */
export async function logFacets(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; filter?: LogFilter },
): Promise<LogFacet[]> {
  const condition = logCondition(question.filter ?? everything);
  const rows = await telemetry.query({
    name: "logs.facets",
    // Narrow first: since when, from the times alone; the maps are read only for what is counted.
    sql: `WITH (
            SELECT min(time) FROM (
              SELECT time FROM logs WHERE ${inWindow} AND ${condition.sql} ORDER BY time DESC LIMIT ${facetRecordsMax}
            )
          ) AS since,
          newest AS (
            SELECT level, service, attributes, resource FROM logs
            WHERE ${inWindow} AND time >= since AND ${condition.sql} LIMIT ${facetRecordsMax}
          )
          SELECT pair.1 AS field, pair.2 AS value, count() AS records, sum(records) OVER (PARTITION BY field) AS share
          FROM newest
          ARRAY JOIN arrayConcat(
            [('level', toString(level)), ('service', toString(service))],
            arrayMap((k, v) -> (concat('attr.', k), substringUTF8(v, 1, 200)), mapKeys(attributes), mapValues(attributes)),
            arrayMap((k, v) -> (concat('resource.', k), substringUTF8(v, 1, 200)), mapKeys(resource), mapValues(resource))
          ) AS pair
          GROUP BY field, value
          ORDER BY share DESC, field, records DESC, value LIMIT ${valuesMax} BY field LIMIT ${valuesMax * facetsMax}`,
    params: condition.params,
    row: z.object({ field: z.string(), value: z.string(), records: z.coerce.number() }),
    workspaceId: question.workspaceId,
    window: question.window,
  });
  const facets = new Map<string, LogFacet>();
  for (const { field, value, records } of rows) {
    const facet = facets.get(field) ?? { field, values: [] };
    facet.values.push({ value, records });
    facets.set(field, facet);
  }
  // The two that every record has come first; the service's name is one of them already.
  facets.delete("resource.service.name");
  const rest = [...facets.values()].filter(({ field }) => !first.includes(field));
  return [...first.flatMap((field) => facets.get(field) ?? []), ...rest].slice(0, facetsMax);
}
