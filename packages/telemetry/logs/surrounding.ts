import type { Telemetry, Window } from "../client/telemetry.ts";
import { type LogFilter, logCondition } from "./filter.ts";
import {
  everything,
  inWindow,
  type LogLine,
  lineColumns,
  lineOf,
  lineRow,
  onceEach,
  parseCursor,
  place,
} from "./search.ts";

/** How far around a record its neighbours are looked for. */
const aroundMs = 3_600_000;

/**
 * Lines before and after one record in time, oldest first: by default those of its service. `at` is
 * `timeNs-id` of the record, which itself is left out.
 */
export async function surroundingLogs(
  telemetry: Telemetry,
  question: { workspaceId: string; at: string; service?: string; filter?: LogFilter; lines?: number },
): Promise<{ before: LogLine[]; after: LogLine[] }> {
  const at = parseCursor(question.at);
  const lines = Math.min(question.lines ?? 20, 200);
  const timeMs = Number(BigInt(at.afterNs) / 1_000_000n);
  const window: Window = { from: new Date(timeMs - aroundMs), to: new Date(timeMs + aroundMs) };
  const parts: LogFilter[] = [question.filter ?? everything];
  if (question.service !== undefined)
    parts.push({
      kind: "compare",
      field: { kind: "column", name: "service" },
      op: "=",
      value: question.service,
    });
  const condition = logCondition({ kind: "all", parts });
  const side = (sign: "<" | ">", order: "DESC" | "ASC") =>
    telemetry.query({
      name: "logs.surrounding",
      sql: `SELECT ${lineColumns} FROM logs
            WHERE ${inWindow} AND ${condition.sql} AND (time, logs.id) ${sign} ${place("afterNs", "afterId")}
            ORDER BY time ${order}, logs.id ${order} LIMIT ${lines}`,
      params: { ...condition.params, ...at },
      row: lineRow,
      workspaceId: question.workspaceId,
      window,
    });
  const [before, after] = await Promise.all([side("<", "DESC"), side(">", "ASC")]);
  return { before: onceEach(before).map(lineOf).reverse(), after: onceEach(after).map(lineOf) };
}
