import { z } from "zod";
import type { Param, Telemetry, Window } from "../client/telemetry.ts";
import { type LlmBody, readLlmBody } from "./map/body.ts";
import { inWindow, newestOnly, newestSpans } from "./scope.ts";
import { newestRows } from "./summaries.ts";

type Question = { workspaceId: string; window: Window };

/** A trace of a session: where it stands in it. */
export type SessionTrace = { traceId: string; startNs: string };

/** The traces of a session from a place on, first ones first; or the last ones before it, last ones first. */
export async function sessionTraces(
  telemetry: Telemetry,
  asked: Question & { session: string; limit: number; after?: SessionTrace; before?: SessionTrace },
): Promise<SessionTrace[]> {
  const { workspaceId, window, session, limit, after, before } = asked;
  const place = after ?? before;
  const params: Record<string, Param> = { session };
  if (place) Object.assign(params, { placeNs: place.startNs, placeTrace: place.traceId });
  const compared = `(ns, id) ${before ? "<" : ">"} (toInt64({placeNs:String}), {placeTrace:String})`;
  const order = before ? "DESC" : "ASC";
  return telemetry.query({
    name: "llm-traces.session-traces",
    sql: `SELECT trace_id AS id, min(toUnixTimestamp64Nano(time)) AS ns, id AS traceId, toString(ns) AS startNs
          FROM ${newestSpans} WHERE ${inWindow} AND session = {session:String}
          GROUP BY trace_id ${place ? `HAVING ${compared}` : ""}
          ORDER BY ns ${order}, id ${order} LIMIT ${limit} ${newestOnly}`,
    params,
    row: z.object({ traceId: z.string(), startNs: z.string() }),
    workspaceId,
    window,
  });
}

const callRow = z.object({
  traceId: z.string(),
  spanId: z.string(),
  name: z.string(),
  model: z.string(),
  agent: z.string(),
  status: z.string(),
  statusMessage: z.string(),
  counts: z.coerce.boolean(),
});
export type SessionCall = z.output<typeof callRow>;

/** Calls looked at of one trace. */
export const sessionCallsMax = 200;

/** The model calls of these traces in their order, whichever session each of them names. */
export function callsOfTraces(
  telemetry: Telemetry,
  { workspaceId, window, traceIds }: Question & { traceIds: readonly string[] },
): Promise<SessionCall[]> {
  const condition = `${inWindow} AND trace_id IN {traceIds:Array(String)} AND kind = 'generation'`;
  const columns =
    "trace_id, span_id, time, name, if(model = '', response_model, model) AS asked, agent_name, status, status_message, counts, revision";
  return telemetry.query({
    name: "llm-traces.session-calls",
    sql: `SELECT trace_id AS traceId, span_id AS spanId, name, asked AS model, agent_name AS agent, status,
            status_message AS statusMessage, counts
          FROM (${newestRows(columns, condition)}) ORDER BY time, span_id LIMIT ${sessionCallsMax} BY trace_id`,
    params: { traceIds: [...traceIds] },
    row: callRow,
    workspaceId,
    window,
  });
}

const pairs = z.record(z.string(), z.string());
const bodyRow = z.object({
  traceId: z.string(),
  spanId: z.string(),
  scopeName: z.string(),
  attributes: pairs,
  eventNames: z.array(z.string()),
  eventAttributes: z.array(pairs),
});

/** Bodies read for one page, in characters: what comes after these stays with its trace. */
const bodyCharsMax = 24_000_000;

/** What these spans were given and answered, by span; those beyond the room of a page are not among them. */
export async function bodiesOfSpans(
  telemetry: Telemetry,
  { workspaceId, window, spans }: Question & { spans: readonly { traceId: string; spanId: string }[] },
): Promise<ReadonlyMap<string, LlmBody>> {
  if (spans.length === 0) return new Map();
  const rows = await telemetry.query({
    name: "llm-traces.session-bodies",
    sql: `SELECT traceId, spanId, scopeName, attributes, eventNames, eventAttributes FROM (
            SELECT trace_id AS traceId, span_id AS spanId, scope_name AS scopeName, attributes,
              event_names AS eventNames, event_attributes AS eventAttributes,
              arraySum(arrayMap(v -> length(v), mapValues(attributes)))
                + arraySum(arrayMap(e -> arraySum(arrayMap(v -> length(v), mapValues(e))), event_attributes)) AS chars,
              sum(chars) OVER (ORDER BY time, span_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS read
            FROM (SELECT * FROM spans WHERE ${inWindow} AND trace_id IN {traceIds:Array(String)}
              AND span_id IN {spanIds:Array(String)} LIMIT 1 BY trace_id, span_id)
          ) WHERE read <= ${bodyCharsMax}`,
    params: {
      traceIds: [...new Set(spans.map(({ traceId }) => traceId))],
      spanIds: spans.map(({ spanId }) => spanId),
    },
    row: bodyRow,
    workspaceId,
    window,
  });
  return new Map(
    rows.map(({ traceId, spanId, scopeName, attributes, eventNames, eventAttributes }) => {
      const events = eventNames.map((name, place) => ({
        timeNs: 0n,
        name,
        attributes: Object.entries(eventAttributes[place] ?? {}),
      }));
      const body = readLlmBody({ attributes: Object.entries(attributes), events, scopeName });
      return [`${traceId}${spanId}`, body] as const;
    }),
  );
}
