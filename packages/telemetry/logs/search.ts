import { invalid } from "@triops/kernel/errors";
import { z } from "zod";
import { fromTime, type Param, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { type LogField, type LogFilter, logCondition, logValues } from "./filter.ts";

/** A record as lists show it. */
export type LogLine = {
  id: string;
  /** Nanoseconds since the epoch, as digits: the cursor's precision. */
  timeNs: string;
  time: Date;
  level: string;
  service: string;
  /** Cut after 2,000 characters. */
  body: string;
  isCut: boolean;
  traceId: string;
  spanId: string;
  sessionId: string;
  templateId: string;
  /** Values of the columns that were asked for, in their order. */
  columns: string[];
};

export const everything: LogFilter = { kind: "all", parts: [] };
export const inWindow = `workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`;

const bodyCharsShown = 2_000;
export const lineColumns = `toString(id) AS id, toString(toUnixTimestamp64Nano(time)) AS timeNs, level, service,
  substringUTF8(body, 1, ${bodyCharsShown}) AS shown, lengthUTF8(body) > ${bodyCharsShown} AS isCut,
  trace_id AS traceId, span_id AS spanId, session_id AS sessionId, template_id AS templateId`;
export const lineRow = z.object({
  id: z.string(),
  timeNs: z.string(),
  level: z.string(),
  service: z.string(),
  shown: z.string(),
  isCut: z.coerce.boolean(),
  traceId: z.string(),
  spanId: z.string(),
  sessionId: z.string(),
  templateId: z.string(),
  columns: z.array(z.string()).default([]),
});

export function lineOf({ shown, ...row }: z.infer<typeof lineRow>): LogLine {
  return { ...row, body: shown, time: new Date(Number(BigInt(row.timeNs) / 1_000_000n)) };
}

const limitMax = 1_000;

/** The newest (or oldest) records first, page by page; `cursor` is `nextCursor` of the page before. */
export async function searchLogs(
  telemetry: Telemetry,
  question: {
    workspaceId: string;
    window: Window;
    filter?: LogFilter;
    cursor?: string | undefined;
    limit?: number;
    order?: "newest" | "oldest";
    /** Further fields to answer with each record. */
    columns?: readonly LogField[];
  },
): Promise<{ data: LogLine[]; nextCursor: string | null }> {
  const limit = Math.min(question.limit ?? 100, limitMax);
  const condition = logCondition(question.filter ?? everything);
  const after = question.cursor === undefined ? null : parseCursor(question.cursor);
  const columns = logValues(question.columns ?? []);
  const [direction, beyond] = question.order === "oldest" ? ["ASC", ">"] : ["DESC", "<"];
  const params: Record<string, Param> = { ...condition.params, ...columns.params };
  if (after) Object.assign(params, after);
  const rows = await telemetry.query({
    name: "logs.search",
    sql: `SELECT ${lineColumns}, ${columns.sql} AS columns FROM logs
          WHERE ${inWindow} AND ${condition.sql}
            ${after ? `AND (time, logs.id) ${beyond} ${place("afterNs", "afterId")}` : ""}
          ORDER BY time ${direction}, logs.id ${direction} LIMIT ${limit + 1}`,
    params,
    row: lineRow,
    workspaceId: question.workspaceId,
    window: question.window,
  });
  const data = onceEach(rows).slice(0, limit).map(lineOf);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? `${last.timeNs}-${last.id}` : null };
}

/**
 * A batch that was sent again stands twice until the engine merges it, side by side in the table's order. Left out here
 * and not with LIMIT BY, for which the engine would read the whole window; a page may be shorter for it.
 */
export function onceEach<Row extends { timeNs: string; id: string }>(rows: readonly Row[]): Row[] {
  return rows.filter((row, i) => row.id !== rows[i - 1]?.id || row.timeNs !== rows[i - 1]?.timeNs);
}

/** A place in the table's order from two bound parameters. */
export const place = (ns: string, id: string): string =>
  `(fromUnixTimestamp64Nano(toInt64({${ns}:String}), 'UTC'), toUInt64({${id}:String}))`;

/** @throws invalid */
export function parseCursor(cursor: string): { afterNs: string; afterId: string } {
  const match = /^(\d{1,19})-(\d{1,20})$/.exec(cursor);
  if (!match) throw invalid("Not a cursor of this list");
  const [, afterNs, afterId] = match as unknown as [string, string, string];
  if (BigInt(afterNs) >= 2n ** 63n || BigInt(afterId) >= 2n ** 64n)
    throw invalid("Not a cursor of this list");
  return { afterNs, afterId };
}
