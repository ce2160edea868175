import { fromTime, toTime } from "@triops/telemetry/client/question";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { z } from "zod";
import type { Frame } from "./frames.ts";

export type Table = "spans" | "llm_spans";

/**
 * Which calls of a left-over segment a table has already: the token alone would tell only while the table remembers it
 * (its last 1,000 inserts). @returns ids of spans
 */
export async function storedSpans(
  telemetry: Telemetry,
  table: Table,
  frames: readonly Frame[],
): Promise<Set<string>> {
  const workspaces = new Map<string, { ids: string[]; fromMs: number; toMs: number }>();
  for (const { settlement, spanId } of frames.flatMap(({ calls }) => calls)) {
    const { workspaceId, startedMs } = settlement;
    const known = workspaces.get(workspaceId);
    if (known) {
      known.ids.push(spanId);
      known.fromMs = Math.min(known.fromMs, startedMs);
      known.toMs = Math.max(known.toMs, startedMs);
    } else workspaces.set(workspaceId, { ids: [spanId], fromMs: startedMs, toMs: startedMs });
  }
  const stored = new Set<string>();
  for (const [workspaceId, { ids, fromMs, toMs }] of workspaces) {
    const rows = await telemetry.query({
      name: `llm.spool_stored_${table}`,
      sql: `SELECT DISTINCT span_id FROM ${table}
        WHERE workspace_id = {workspaceId:UUID}
          AND time >= ${fromTime} AND time < ${toTime}
          AND span_id IN {ids:Array(String)}`,
      params: { ids },
      row: z.object({ span_id: z.string() }),
      workspaceId,
      window: { from: new Date(Math.floor(fromMs)), to: new Date(Math.ceil(toMs) + 1_000) },
    });
    for (const { span_id } of rows) stored.add(span_id);
  }
  return stored;
}

/** The rows of the calls that are not stored yet. */
export function rowsWithout(frames: readonly Frame[], table: Table, stored: ReadonlySet<string>): Buffer[] {
  return frames.flatMap((frame) => {
    const rows = table === "spans" ? frame.spans : frame.llmSpans;
    let at = 0;
    return frame.calls.flatMap((call) => {
      const bytes = table === "spans" ? call.spanBytes : call.llmSpanBytes;
      const row = rows.subarray(at, at + bytes);
      at += bytes;
      return stored.has(call.spanId) ? [] : [row];
    });
  });
}
