import { invalid } from "@triops/kernel/errors";
import { z } from "zod";
import type { Param, Telemetry } from "../client/telemetry.ts";
import { inWindow, type SpanScope, selection } from "./scope.ts";
import { type TraceSummary, traceSummaries } from "./summaries.ts";

/** A trace as lists show it, with the span that made it fit. */
export type TraceLine = TraceSummary & { match: MatchedSpan };
export type MatchedSpan = {
  spanId: string;
  service: string;
  operation: string;
  kind: string;
  status: string;
  time: Date;
  durationMs: number;
};
export type TraceOrder = "newest" | "slowest";

const row = z.object({
  traceId: z.string(),
  spanId: z.string(),
  timeNs: z.string(),
  durationNs: z.string(),
  service: z.string(),
  operation: z.string(),
  kind: z.string(),
  status: z.string(),
});
type Row = z.infer<typeof row>;

const limitMax = 200;
/** Rows of slow spans looked at in one go; several may belong to one trace. */
const slowRows = 1_000;
/** A page that is still short after so many goes is answered as it is, with a cursor. */
const goesMax = 6;

/**
 * Traces with a span that fits, by their newest (or slowest) fitting span, page by page: no trace comes twice, also
 * when it has fitting spans on several pages. `cursor` is `nextCursor` of the page before.
 */
export async function searchTraces(
  telemetry: Telemetry,
  question: SpanScope & { order?: TraceOrder; cursor?: string | undefined; limit?: number },
): Promise<{ data: TraceLine[]; nextCursor: string | null }> {
  const order = question.order ?? "newest";
  const limit = Math.min(question.limit ?? 50, limitMax);
  let after = question.cursor === undefined ? null : parseCursor(question.cursor);
  const seen = new Set<string>();
  const data: TraceLine[] = [];
  for (let go = 0; go < goesMax; go++) {
    const wanted = limit + 1 - data.length;
    const { rows, isLast } = await candidates(telemetry, question, order, after, wanted);
    const fresh = rows.filter(({ traceId }) => !seen.has(traceId) && seen.add(traceId)).slice(0, wanted);
    const summaries = await traceSummaries(
      telemetry,
      question,
      fresh.map(placeOf),
      order,
      question.cursor ? after : null,
    );
    for (const match of fresh) {
      const summary = summaries.get(match.traceId);
      if (summary) data.push({ ...summary, match: matchOf(match) });
    }
    const end = fresh.length === wanted ? fresh.at(-1) : rows.at(-1);
    if (data.length > limit || (isLast && fresh.length < wanted) || !end) {
      const page = data.slice(0, limit);
      const last = page.at(-1);
      return { data: page, nextCursor: data.length > limit && last ? cursorOf(last, order) : null };
    }
    after = {
      key: order === "newest" ? end.timeNs : end.durationNs,
      traceId: end.traceId,
      spanId: end.spanId,
    };
  }
  const nextCursor = after ? `${after.key}-${after.traceId}-${after.spanId}` : null;
  return { data: data.slice(0, limit), nextCursor };
}

/** Where a page ended: the fitting span's time or duration in nanoseconds, and its ids. */
export type TracePlace = { key: string; traceId: string; spanId: string };

async function candidates(
  telemetry: Telemetry,
  scope: SpanScope,
  order: TraceOrder,
  after: TracePlace | null,
  wanted: number,
): Promise<{ rows: Row[]; isLast: boolean }> {
  const condition = selection(scope);
  const params: Record<string, Param> = { ...condition.params };
  if (after)
    Object.assign(params, { afterKey: after.key, afterTrace: after.traceId, afterSpan: after.spanId });
  const column = order === "newest" ? "time" : "duration_ns";
  const limit = order === "newest" ? `LIMIT 1 BY trace_id LIMIT ${wanted}` : `LIMIT ${slowRows}`;
  const rows = await telemetry.query({
    name: "traces.search",
    sql: `SELECT trace_id AS traceId, span_id AS spanId, toString(toUnixTimestamp64Nano(time)) AS timeNs,
            toString(duration_ns) AS durationNs, service, name AS operation, kind, status
          FROM spans WHERE ${inWindow} AND ${condition.sql}
            ${after ? `AND (${column}, trace_id, span_id) < ${placeSql(order)}` : ""}
          ORDER BY ${column} DESC, trace_id DESC, span_id DESC ${limit}`,
    params,
    row,
    workspaceId: scope.workspaceId,
    window: scope.window,
  });
  return { rows, isLast: rows.length < (order === "newest" ? wanted : slowRows) };
}

/** The bound place as a value to compare (time or duration, trace, span) with. */
export const placeSql = (order: TraceOrder): string =>
  order === "newest"
    ? "(fromUnixTimestamp64Nano(toInt64({afterKey:String}), 'UTC'), {afterTrace:String}, {afterSpan:String})"
    : "(toUInt64({afterKey:String}), {afterTrace:String}, {afterSpan:String})";

const placeOf = (found: Row) => ({
  traceId: found.traceId,
  timeMs: Number(BigInt(found.timeNs) / 1_000_000n),
});

function matchOf({
  timeNs,
  durationNs,
  traceId: _,
  ...rest
}: Row): MatchedSpan & { timeNs: string; durationNs: string } {
  const time = new Date(Number(BigInt(timeNs) / 1_000_000n));
  return { ...rest, time, durationMs: Number(durationNs) / 1e6, timeNs, durationNs };
}

function cursorOf(line: TraceLine, order: TraceOrder): string {
  const { timeNs, durationNs, spanId } = line.match as ReturnType<typeof matchOf>;
  return `${order === "newest" ? timeNs : durationNs}-${line.traceId}-${spanId}`;
}

/** @throws invalid */
export function parseCursor(cursor: string): TracePlace {
  const match = /^(\d{1,19})-([0-9a-f]{32})-([0-9a-f]{16})$/.exec(cursor);
  const [, key, traceId, spanId] = (match ?? []) as unknown as [string, string?, string?, string?];
  if (!key || !traceId || !spanId || BigInt(key) >= 2n ** 63n) throw invalid("Not a cursor of this list");
  return { key, traceId, spanId };
}
