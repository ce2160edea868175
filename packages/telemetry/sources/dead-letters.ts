import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";

export type DeadLetter = {
  id: string;
  time: Date;
  signal: string;
  source: string;
  reason: string;
  detail: string;
  payload: string;
  count: number;
};

export type DeadLetterQuestion = {
  workspaceId: string;
  window: Window;
  signal?: string | undefined;
  source?: string | undefined;
  reason?: string | undefined;
  /** An id; what follows is older. */
  cursor?: string | undefined;
  limit: number;
};

/** Letters have no id of their own: time and a hash of what they say stand for one. */
const hash = "cityHash64(signal, source, reason, detail, payload)";

/** Samples of what was refused, newest first. */
export async function listDeadLetters(
  telemetry: Telemetry,
  { workspaceId, window, signal, source, reason, cursor, limit }: DeadLetterQuestion,
): Promise<{ data: DeadLetter[]; nextCursor: string | null }> {
  const [timeMs = "0", hashed = "0"] = (cursor ?? "").split("-");
  const rows = await telemetry.query({
    name: "sources.dead-letters",
    sql: `SELECT toUnixTimestamp64Milli(time) AS timeMs, toString(${hash}) AS hash, signal, source, reason, detail,
            payload, count
          FROM dead_letters
          WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
            ${signal ? "AND signal = {signal:String}" : ""}
            ${source ? "AND source = {source:String}" : ""}
            ${reason ? "AND reason = {reason:String}" : ""}
            ${cursor ? `AND (toUnixTimestamp64Milli(time), ${hash}) < ({timeMs:Int64}, {hash:UInt64})` : ""}
          ORDER BY time DESC, ${hash} DESC LIMIT {rows:UInt32}`,
    params: {
      rows: limit + 1,
      ...(signal ? { signal } : {}),
      ...(source ? { source } : {}),
      ...(reason ? { reason } : {}),
      ...(cursor ? { timeMs, hash: hashed } : {}),
    },
    row: z.object({
      timeMs: z.coerce.number(),
      hash: z.string(),
      signal: z.string(),
      source: z.string(),
      reason: z.string(),
      detail: z.string(),
      payload: z.string(),
      count: z.coerce.number(),
    }),
    workspaceId,
    window,
  });
  const data = rows.slice(0, limit).map(({ timeMs: ms, hash: digits, ...rest }) => ({
    id: `${ms}-${digits}`,
    time: new Date(ms),
    ...rest,
  }));
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
