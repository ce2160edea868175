import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { around } from "../traces/locate.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Looked through one after another, newest first. */
const agesMs = [hourMs, dayMs, 8 * dayMs, 32 * dayMs, 400 * dayMs];

/** Where the spans about models of a trace lie, by its id alone; null when the workspace has none of it. */
export async function locateLlmTrace(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; now: Date },
): Promise<Window | null> {
  let toMs = question.now.getTime() + dayMs;
  for (const ageMs of agesMs) {
    const fromMs = question.now.getTime() - ageMs;
    const [found] = await telemetry.query({
      name: "llm-traces.locate",
      sql: `SELECT toUnixTimestamp64Milli(toDateTime64(min(time), 3)) AS firstMs,
              toUnixTimestamp64Milli(toDateTime64(max(time), 3)) AS lastMs, count() AS spans
            FROM llm_spans WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
              AND trace_id = {traceId:String}`,
      params: { traceId: question.traceId },
      row: z.object({ firstMs: z.coerce.number(), lastMs: z.coerce.number(), spans: z.coerce.number() }),
      workspaceId: question.workspaceId,
      window: { from: new Date(fromMs), to: new Date(toMs) },
    });
    if (found && found.spans > 0) return around(found.firstMs, found.lastMs);
    toMs = fromMs;
  }
  return null;
}
