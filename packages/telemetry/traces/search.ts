import { z } from "zod";
import type { Param, Telemetry } from "../client/telemetry.ts";
import { parseCursor, placeSql, type TraceOrder, type TracePlace } from "./place.ts";
import { inWindow, type SpanScope, selectionApart } from "./scope.ts";
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
/**
 * Rows looked at in one go after another: several may belong to one trace, and a trace may have thousands of them.
 * ClickHouse reads only as much as a plain LIMIT asks for; LIMIT BY would read everything.
 */
const rowsByGo = [4, 20, 100, 400, 400, 400];
const rowsMax = 20_000;

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
  for (const rowsPerTrace of rowsByGo) {
    const wanted = limit + 1 - data.length;
    const rowLimit = Math.min((limit + 1) * rowsPerTrace, rowsMax);
    const rows = await candidates(telemetry, question, order, after, rowLimit);
    const isLast = rows.length < rowLimit;
    const fresh: Row[] = [];
    for (const each of rows) {
      if (fresh.length === wanted) break;
      if (!seen.has(each.traceId)) fresh.push(each);
      seen.add(each.traceId);
    }
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

async function candidates(
  telemetry: Telemetry,
  scope: SpanScope,
  order: TraceOrder,
  after: TracePlace | null,
  limit: number,
): Promise<Row[]> {
  const condition = selectionApart(scope);
  const params: Record<string, Param> = { ...condition.params };
  if (after)
    Object.assign(params, { afterKey: after.key, afterTrace: after.traceId, afterSpan: after.spanId });
  const column = order === "newest" ? "time" : "duration_ns";
  const place = placeSql(order);
  const rest = after
    ? ` AND ${column} <= ${place.key} AND (${column}, trace_id, span_id) < ${place.all}`
    : "";
  const inOrder = `ORDER BY ${column} DESC, trace_id DESC, span_id DESC LIMIT ${limit}`;
  const among = condition.alternatives.map((each) => `FROM spans WHERE ${inWindow} AND ${each}${rest}`);
  const asked = { name: "traces.search", params, row, workspaceId: scope.workspaceId, window: scope.window };
  const [only] = among;
  if (order === "slowest" && !after && among.length === 1 && only) {
    // By their duration alone ClickHouse finds the slowest in that column and reads the others of those alone. Which of
    // several with the same duration come first is settled here; where the end of the page cuts through them, below.
    const rows = await telemetry.query({
      ...asked,
      sql: `SELECT ${shown} ${only} ORDER BY duration_ns DESC LIMIT ${limit + 1}`,
    });
    if (rows[limit] === undefined || rows[limit - 1]?.durationNs !== rows[limit].durationNs)
      return rows.slice(0, limit).sort(slowestFirst);
  }
  // Two columns are enough to know how slow the slowest are; all others are read of those alone.
  const atLeast = `duration_ns >= (SELECT min(duration_ns) FROM (${among
    .map((each) => `SELECT duration_ns ${each} ORDER BY duration_ns DESC LIMIT ${limit}`)
    .join(" UNION ALL ")}))`;
  const each = among.map(
    (spans) =>
      `SELECT trace_id, span_id, time, duration_ns, service, name, kind, status ${spans}` +
      `${order === "slowest" ? ` AND ${atLeast}` : ""} ${inOrder}`,
  );
  return telemetry.query({ ...asked, sql: `SELECT ${shown} FROM (${each.join(" UNION ALL ")}) ${inOrder}` });
}

const shown = `trace_id AS traceId, span_id AS spanId, toString(toUnixTimestamp64Nano(time)) AS timeNs,
  toString(duration_ns) AS durationNs, service, name AS operation, kind, status`;

const slowestFirst = (a: Row, b: Row): number => {
  const by = BigInt(b.durationNs) - BigInt(a.durationNs);
  if (by !== 0n) return by > 0n ? 1 : -1;
  return a.traceId === b.traceId ? (a.spanId < b.spanId ? 1 : -1) : a.traceId < b.traceId ? 1 : -1;
};

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
