import { z } from "zod";
import { idList } from "../client/question.ts";
import type { Param, Telemetry } from "../client/telemetry.ts";
import { cursorOf, type LlmOrder, type LlmPlace, orderKey, parseCursor } from "./place.ts";
import { inWindow, type LlmScope, newestOnly, newestSpans, selection, selectionApart } from "./scope.ts";
import { type LlmTraceSummary, llmTraceSummaries } from "./summaries.ts";

/** A trace as lists show it, with the span that made it fit: the newest of several. */
export type LlmTraceLine = LlmTraceSummary & { spanId: string };

const limitMax = 200;
/** Rows looked at in one go after another, newest first: several may belong to one trace, and one may have thousands. */
const rowsByGo = [10, 40, 100, 400, 400, 400];
const rowsMax = 20_000;

const row = z.object({ traceId: z.string(), spanId: z.string(), timeNs: z.string(), key: z.string() });
type Row = z.output<typeof row>;

type Asked = LlmScope & { order?: LlmOrder; cursor?: string | undefined; limit?: number };

/**
 * Traces with a span that fits, page by page. By `newest` no trace comes twice unless spans come in meanwhile that are
 * older than the page; by the others the order is that of the moment of asking.
 */
export async function searchLlmTraces(
  telemetry: Telemetry,
  asked: Asked,
): Promise<{ data: LlmTraceLine[]; nextCursor: string | null }> {
  const limit = Math.min(asked.limit ?? 50, limitMax);
  const after = asked.cursor === undefined ? null : parseCursor(asked.cursor);
  const found =
    (asked.order ?? "newest") === "newest"
      ? await newest(telemetry, asked, after, limit)
      : await greatest(telemetry, asked, asked.order as Exclude<LlmOrder, "newest">, after, limit);
  const page = found.rows.slice(0, limit);
  const summaries = await llmTraceSummaries(
    telemetry,
    asked.workspaceId,
    page.map(({ traceId, timeNs }) => ({ traceId, timeMs: Number(BigInt(timeNs) / 1_000_000n) })),
  );
  const data = page.flatMap(({ traceId, spanId }) => {
    const summary = summaries.get(traceId);
    return summary ? [{ ...summary, spanId }] : [];
  });
  const end = found.rows.length > limit ? page.at(-1) : found.end;
  return { data, nextCursor: end ? cursorOf(end) : null };
}

type Found = { rows: Row[]; end: LlmPlace | null };

async function newest(
  telemetry: Telemetry,
  scope: LlmScope,
  from: LlmPlace | null,
  limit: number,
): Promise<Found> {
  const rows: Row[] = [];
  const seen = new Set<string>();
  let after = from;
  for (const rowsPerTrace of rowsByGo) {
    const rowLimit = Math.min((limit + 1) * rowsPerTrace, rowsMax);
    const got = await candidates(telemetry, scope, after, rowLimit);
    const fresh = got.filter(({ traceId }) => !seen.has(traceId) && seen.add(traceId));
    const shown = from === null ? new Set<string>() : await shownBefore(telemetry, scope, from, fresh);
    rows.push(...fresh.filter(({ traceId }) => !shown.has(traceId)));
    if (rows.length > limit || got.length < rowLimit) return { rows: rows.slice(0, limit + 1), end: null };
    after = got.at(-1) ?? null;
  }
  return { rows, end: after };
}

async function candidates(
  telemetry: Telemetry,
  scope: LlmScope,
  after: LlmPlace | null,
  limit: number,
): Promise<Row[]> {
  const { alternatives, params } = selectionApart(scope);
  const bound: Record<string, Param> = { ...params };
  if (after)
    Object.assign(bound, { afterKey: after.key, afterTrace: after.traceId, afterSpan: after.spanId });
  const rest = after ? ` AND time <= ${afterTime} AND (time, trace_id, span_id) < ${afterPlace}` : "";
  const inOrder = `ORDER BY time DESC, trace_id DESC, span_id DESC LIMIT ${limit}`;
  const each = alternatives.map(
    (condition) =>
      `SELECT trace_id, span_id, time FROM llm_spans WHERE ${inWindow} AND ${condition}${rest} ${inOrder}`,
  );
  return telemetry.query({
    name: "llm-traces.search",
    sql: `SELECT trace_id AS traceId, span_id AS spanId, toString(toUnixTimestamp64Nano(time)) AS timeNs, timeNs AS key
          FROM (${each.join(" UNION ALL ")}) ${inOrder}`,
    params: bound,
    row,
    workspaceId: scope.workspaceId,
    window: scope.window,
  });
}

const afterTime = "fromUnixTimestamp64Nano(toInt64({afterKey:String}), 'UTC')";
const afterPlace = `(${afterTime}, {afterTrace:String}, {afterSpan:String})`;

/** Of these traces those that an earlier page showed: they have a fitting span before its end. */
async function shownBefore(
  telemetry: Telemetry,
  scope: LlmScope,
  after: LlmPlace,
  rows: readonly Row[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { sql, params } = selection(scope);
  const found = await telemetry.query({
    name: "llm-traces.shown-before",
    sql: `SELECT DISTINCT trace_id AS traceId FROM llm_spans
          WHERE ${inWindow} AND time >= ${afterTime} AND (time, trace_id, span_id) >= ${afterPlace}
            AND trace_id IN {traceIds:Array(String)} AND ${sql}`,
    params: {
      ...params,
      afterKey: after.key,
      afterTrace: after.traceId,
      afterSpan: after.spanId,
      traceIds: rows.map(({ traceId }) => traceId),
    },
    row: z.object({ traceId: z.string() }),
    workspaceId: scope.workspaceId,
    window: scope.window,
  });
  return new Set(found.map(({ traceId }) => traceId));
}

/**
 * Two questions: which traces are first, by a hash of their id and few columns of all that fits; then what they are
 * called, of their newest fitting spans alone, which the first gave the times of.
 */
async function greatest(
  telemetry: Telemetry,
  scope: LlmScope,
  order: Exclude<LlmOrder, "newest">,
  after: LlmPlace | null,
  limit: number,
): Promise<Found> {
  const { sql, params } = selection(scope);
  const { column, key } = orderKey[order];
  const bound: Record<string, Param> = { ...params };
  if (after) Object.assign(bound, { afterKey: after.key, afterTrace: after.traceId });
  const before = after
    ? "HAVING (key, hash) < (toInt64({afterKey:String}), xxHash64({afterTrace:String}))"
    : "";
  const { workspaceId, window } = scope;
  const top = await telemetry.query({
    name: `llm-traces.by-${order}`,
    sql: `SELECT toString(trace_hash AS hash) AS id, toString(${key} AS key) AS place,
            toString(max(toUnixTimestamp64Nano(time))) AS lastNs
          FROM (SELECT trace_hash, time, ${column} FROM ${newestSpans} WHERE ${inWindow} AND ${sql})
          GROUP BY hash ${before} ORDER BY key DESC, hash DESC LIMIT ${limit + 1} ${newestOnly}`,
    params: bound,
    row: z.object({ id: z.string(), place: z.string(), lastNs: z.string() }),
    workspaceId,
    window,
  });
  if (top.length === 0) return { rows: [], end: null };
  const named = await telemetry.query({
    name: "llm-traces.named",
    sql: `SELECT toString(trace_hash) AS hash, any(trace_id) AS traceId, max(span_id) AS spanId
          FROM llm_spans WHERE ${inWindow} AND trace_hash IN (${idList(top.map(({ id }) => id))})
            AND time IN (${top.map(({ lastNs }) => `fromUnixTimestamp64Nano(toInt64(${idList([lastNs])}), 'UTC')`).join(", ")})
          GROUP BY trace_hash`,
    row: z.object({ hash: z.string(), traceId: z.string(), spanId: z.string() }),
    workspaceId,
    window,
  });
  const nameOf = new Map(named.map((one) => [one.hash, one] as const));
  const rows = top.flatMap(({ id, place, lastNs }) => {
    const found = nameOf.get(id);
    return found ? [{ traceId: found.traceId, spanId: found.spanId, timeNs: lastNs, key: place }] : [];
  });
  return { rows, end: null };
}
