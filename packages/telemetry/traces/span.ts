import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

const pairs = z.record(z.string(), z.string());
const row = z.object({
  spanId: z.string(),
  parentSpanId: z.string(),
  service: z.string(),
  serviceNamespace: z.string(),
  operation: z.string(),
  kind: z.string(),
  status: z.string(),
  statusMessage: z.string(),
  traceState: z.string(),
  scopeName: z.string(),
  scopeVersion: z.string(),
  sessionId: z.string(),
  timeNs: z.string(),
  durationNs: z.string(),
  attributes: pairs,
  resource: pairs,
  eventNs: z.array(z.string()),
  eventNames: z.array(z.string()),
  eventAttributes: z.array(pairs),
  linkTraceIds: z.array(z.string()),
  linkSpanIds: z.array(z.string()),
  linkAttributes: z.array(pairs),
});

export type SpanBody = z.infer<typeof row>;

/** All of one span; null when there is none in the window. */
export async function findSpan(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; spanId: string; window: Window },
): Promise<SpanBody | null> {
  const [found] = await telemetry.query({
    name: "traces.span",
    sql: `SELECT span_id AS spanId, parent_span_id AS parentSpanId, service, service_namespace AS serviceNamespace,
            name AS operation, kind, status, status_message AS statusMessage, trace_state AS traceState,
            scope_name AS scopeName, scope_version AS scopeVersion, session_id AS sessionId,
            toString(toUnixTimestamp64Nano(time)) AS timeNs, toString(duration_ns) AS durationNs, attributes, resource,
            arrayMap(t -> toString(toUnixTimestamp64Nano(t)), event_times) AS eventNs, event_names AS eventNames,
            event_attributes AS eventAttributes, link_trace_ids AS linkTraceIds, link_span_ids AS linkSpanIds,
            link_attributes AS linkAttributes
          FROM spans WHERE ${inWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String} LIMIT 1`,
    params: { traceId: question.traceId, spanId: question.spanId },
    row,
    workspaceId: question.workspaceId,
    window: question.window,
  });
  return found ?? null;
}
