import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

const logsMax = 500;

export type LoggedMessage = { name: string; attributes: [string, string][] };

/** Messages that an SDK logged instead of writing them to the span (gen_ai before 1.37), in their order, as events. */
export async function messageLogs(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; spanId: string; window: Window },
): Promise<LoggedMessage[]> {
  const rows = await telemetry.query({
    name: "llm-traces.message-logs",
    sql: `SELECT event_name AS name, body, attributes FROM logs
          WHERE ${inWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
            AND startsWith(event_name, 'gen_ai.')
          ORDER BY time LIMIT ${logsMax}`,
    params: { traceId: question.traceId, spanId: question.spanId },
    row: z.object({ name: z.string(), body: z.string(), attributes: z.record(z.string(), z.string()) }),
    workspaceId: question.workspaceId,
    window: question.window,
  });
  return rows.map(({ name, body, attributes }) => ({
    name,
    attributes: [...Object.entries(attributes), ["body", body]],
  }));
}
