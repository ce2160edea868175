import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

const spansMax = 100_000;

/** Who caused whom, of all spans of a trace: those about models hang below others that are not. */
export async function spanParents(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; window: Window },
): Promise<ReadonlyMap<string, string>> {
  const [found] = await telemetry.query({
    name: "llm-traces.parents",
    sql: `SELECT groupArray(${spansMax})(span_id) AS ids, groupArray(${spansMax})(parent_span_id) AS parents
          FROM spans WHERE ${inWindow} AND trace_id = {traceId:String}`,
    params: { traceId: question.traceId },
    row: z.object({ ids: z.array(z.string()), parents: z.array(z.string()) }),
    workspaceId: question.workspaceId,
    window: question.window,
  });
  return new Map(found?.ids.map((id, place) => [id, found.parents[place] ?? ""]) ?? []);
}
