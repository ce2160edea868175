import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

/** A trace's spans in columns, by start: what a waterfall needs of all of them, and no more. */
export type TraceSkeleton = {
  spanIds: string[];
  /** Empty for a root. */
  parentIds: string[];
  services: string[];
  operations: string[];
  kinds: string[];
  statuses: string[];
  /** Epoch milliseconds of the first start; the others count from it. */
  startMs: number;
  /** Microseconds, to the nanosecond. */
  startUs: number[];
  durationUs: number[];
  /** 1: has an exception; 2: has other events; 4: has links. */
  marks: number[];
  /** There are more spans than are read. */
  isCut: boolean;
};

const spansMaxDefault = 100_000;

const row = z.object({
  spanIds: z.array(z.string()),
  parentIds: z.array(z.string()),
  services: z.array(z.string()),
  operations: z.array(z.string()),
  kinds: z.array(z.string()),
  statuses: z.array(z.string()),
  startNs: z.string(),
  startUs: z.array(z.number()),
  durationUs: z.array(z.number()),
  marks: z.array(z.number()),
});

/** All spans of a trace in the window, each once; null when there is none. */
export async function traceSkeleton(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; window: Window; spansMax?: number },
): Promise<TraceSkeleton | null> {
  const spansMax = question.spansMax ?? spansMaxDefault;
  const [found] = await telemetry.query({
    name: "traces.skeleton",
    sql: `SELECT groupArray(span_id) AS spanIds, groupArray(parent_span_id) AS parentIds,
            groupArray(toString(service)) AS services, groupArray(toString(name)) AS operations,
            groupArray(toString(kind)) AS kinds, groupArray(toString(status)) AS statuses,
            toString(min(ns)) AS startNs, arrayMap(t -> (t - min(ns)) / 1000, groupArray(ns)) AS startUs,
            groupArray(duration_ns / 1000) AS durationUs, groupArray(mark) AS marks
          FROM (
            SELECT span_id, parent_span_id, service, name, kind, status, duration_ns,
              toUnixTimestamp64Nano(time) AS ns,
              toUInt8(has(event_names, 'exception') + 2 * (arrayCount(e -> e != 'exception', event_names) > 0)
                + 4 * notEmpty(link_span_ids)) AS mark
            FROM spans WHERE ${inWindow} AND trace_id = {traceId:String}
            ORDER BY time, span_id LIMIT 1 BY span_id LIMIT ${spansMax + 1}
          )`,
    params: { traceId: question.traceId },
    row,
    workspaceId: question.workspaceId,
    window: question.window,
  });
  if (!found || found.spanIds.length === 0) return null;
  const { startNs, ...columns } = found;
  const isCut = columns.spanIds.length > spansMax;
  if (isCut) for (const column of Object.values(columns)) column.length = spansMax;
  return { ...columns, startMs: Number(BigInt(startNs)) / 1e6, isCut };
}
