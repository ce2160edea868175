import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Looked through one after another, newest first: nearly every trace that somebody opens is young. */
const agesMs = [hourMs, dayMs, 8 * dayMs, 32 * dayMs, 400 * dayMs];
/** Spans of a trace are read so far around the first that is found. */
const aroundMs = dayMs;

/**
 * The stretch of time in which a trace's spans lie, by its id alone; null when the workspace has none of it. The
 * filter over ids lets ClickHouse skip all but the few granules that may hold it.
 */
export async function locateTrace(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; now: Date },
): Promise<Window | null> {
  // A sender's clock may be ahead.
  let toMs = question.now.getTime() + dayMs;
  for (const ageMs of agesMs) {
    const fromMs = question.now.getTime() - ageMs;
    const [found] = await telemetry.query({
      name: "traces.locate",
      sql: `SELECT toUnixTimestamp64Milli(toDateTime64(min(time), 3)) AS firstMs,
              toUnixTimestamp64Milli(toDateTime64(max(time), 3)) AS lastMs, count() AS spans
            FROM spans WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
              AND trace_id = {traceId:String}`,
      params: { traceId: question.traceId },
      row: z.object({
        firstMs: z.coerce.number(),
        lastMs: z.coerce.number(),
        spans: z.coerce.number(),
      }),
      workspaceId: question.workspaceId,
      window: { from: new Date(fromMs), to: new Date(toMs) },
    });
    if (found && found.spans > 0) return around(found.firstMs, found.lastMs);
    toMs = fromMs;
  }
  return null;
}

/** Where a trace lies of which a span starts at `timeMs`. */
export const around = (firstMs: number, lastMs = firstMs): Window => ({
  from: new Date(firstMs - aroundMs),
  to: new Date(lastMs + aroundMs),
});
