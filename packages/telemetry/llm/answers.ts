import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

/** The spans of answers by the id their provider gave them; of several the one that counts, as our gateway's does. */
export async function spansOfAnswers(
  telemetry: Telemetry,
  question: { workspaceId: string; responseIds: readonly string[]; window: Window },
): Promise<ReadonlyMap<string, { traceId: string; spanId: string }>> {
  if (question.responseIds.length === 0) return new Map();
  const rows = await telemetry.query({
    name: "llm-traces.answers",
    sql: `SELECT response_id AS responseId, argMax((trace_id, span_id), (counts, time)) AS ids
          FROM llm_spans WHERE ${inWindow} AND response_id IN {responseIds:Array(String)} GROUP BY response_id`,
    params: { responseIds: [...question.responseIds] },
    row: z.object({ responseId: z.string(), ids: z.tuple([z.string(), z.string()]) }),
    workspaceId: question.workspaceId,
    window: question.window,
  });
  return new Map(
    rows.map(({ responseId, ids: [traceId, spanId] }) => [responseId, { traceId, spanId }] as const),
  );
}
