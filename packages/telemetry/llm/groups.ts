import { invalid } from "@triops/kernel/errors";
import { z } from "zod";
import type { Param, Telemetry } from "../client/telemetry.ts";
import { inWindow, type LlmScope, newestOnly, newestSpans, selection } from "./scope.ts";

/** A session or a user: what their fitting spans come to in the stretch of time. */
export type LlmGroup = Omit<z.output<typeof row>, "lastNs" | "firstNs"> & { firstTime: Date; lastTime: Date };

export const groupColumns = { session: "session", user: "user" } as const;
export type GroupKind = keyof typeof groupColumns;
export const groupOrders = ["newest", "cost", "calls", "traces", "errors", "tokens"] as const;
export type GroupOrder = (typeof groupOrders)[number];

const limitMax = 200;
const orderKeys: Record<GroupOrder, string> = {
  newest: "max(toUnixTimestamp64Nano(time))",
  cost: "toInt64(ifNull(sumIf(cost, counts = 1), 0) * 1000000000000)",
  calls: "toInt64(countIf(counts = 1 AND kind IN ('generation', 'embedding', 'reranker')))",
  traces: "toInt64(uniq(trace_hash))",
  errors: "toInt64(countIf(status = 'error'))",
  tokens: "toInt64(sumIf(input_tokens + output_tokens, counts = 1))",
};

const row = z.object({
  id: z.string(),
  firstNs: z.string(),
  lastNs: z.string(),
  traceCount: z.coerce.number(),
  callCount: z.coerce.number(),
  errorCount: z.coerce.number(),
  sessionCount: z.coerce.number(),
  userCount: z.coerce.number(),
  /** One of them. */
  someUser: z.string(),
  models: z.array(z.string()),
  services: z.array(z.string()),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
  costUsd: z.string().nullable(),
  unpricedCount: z.coerce.number(),
});

/** Page by page; `cursor` is `nextCursor` of the page before. */
export async function llmGroups(
  telemetry: Telemetry,
  asked: LlmScope & {
    by: GroupKind;
    /** Only this one. */
    id?: string | undefined;
    order?: GroupOrder;
    /** Least first. */
    ascending?: boolean;
    cursor?: string | undefined;
    limit?: number;
  },
): Promise<{ data: LlmGroup[]; nextCursor: string | null }> {
  const limit = Math.min(asked.limit ?? 50, limitMax);
  const { sql, params } = selection(asked);
  const column = groupColumns[asked.by];
  const after = asked.cursor === undefined ? null : parseGroupCursor(asked.cursor);
  const bound: Record<string, Param> = { ...params, ...(asked.id === undefined ? {} : { only: asked.id }) };
  if (after) Object.assign(bound, { afterKey: after.key, afterId: after.id });
  const { workspaceId, window } = asked;
  const order = orderKeys[asked.order ?? "newest"];
  const [way, beyond] = asked.ascending ? ["ASC", ">"] : ["DESC", "<"];
  // Which are on the page is known from two columns; all others are read of those alone.
  const top = await telemetry.query({
    name: `llm-traces.${asked.by}s`,
    sql: `SELECT ${column} AS id, toString(${order} AS place) AS key FROM ${newestSpans}
          WHERE ${inWindow} AND ${column} ${asked.id === undefined ? "!= ''" : "= {only:String}"} AND ${sql}
          GROUP BY ${column} ${after ? `HAVING (place, id) ${beyond} (toInt64({afterKey:String}), {afterId:String})` : ""}
          ORDER BY place ${way}, id ${way} LIMIT ${limit + 1} ${newestOnly}`,
    params: bound,
    row: z.object({ id: z.string(), key: z.string() }),
    workspaceId,
    window,
  });
  const shown = top.slice(0, limit);
  if (shown.length === 0) return { data: [], nextCursor: null };
  const rows = await telemetry.query({
    name: `llm-traces.${asked.by}-sums`,
    sql: `SELECT ${column} AS id, toString(min(toUnixTimestamp64Nano(time))) AS firstNs,
            toString(max(toUnixTimestamp64Nano(time))) AS lastNs, uniq(trace_hash) AS traceCount,
            countIf(counts = 1 AND kind IN ('generation', 'embedding', 'reranker')) AS callCount,
            countIf(status = 'error') AS errorCount, uniqIf(session, session != '') AS sessionCount,
            uniqIf(user, user != '') AS userCount, anyIf(user, user != '') AS someUser,
            groupUniqArrayIf(10)(model, model != '') AS models, groupUniqArrayIf(10)(service, service != '') AS services,
            sumIf(input_tokens, counts = 1) AS inputTokens, sumIf(output_tokens, counts = 1) AS outputTokens,
            toString(sumIf(cost, counts = 1)) AS costUsd, countIf(counts = 1 AND unpriced != '') AS unpricedCount
          FROM ${newestSpans} WHERE ${inWindow} AND ${column} IN {ids:Array(String)} AND ${sql} GROUP BY ${column} ${newestOnly}`,
    params: { ...params, ids: shown.map(({ id }) => id) },
    row,
    workspaceId,
    window,
  });
  const sums = new Map(rows.map((each) => [each.id, each] as const));
  const data = shown.flatMap(({ id }) => {
    const found = sums.get(id);
    if (!found) return [];
    const { firstNs, lastNs, ...rest } = found;
    return [{ ...rest, firstTime: timeOf(firstNs), lastTime: timeOf(lastNs) }];
  });
  const last = shown.at(-1);
  return { data, nextCursor: top.length > limit && last ? cursorOf(last.key, last.id) : null };
}

const timeOf = (ns: string): Date => new Date(Number(BigInt(ns) / 1_000_000n));
const cursorOf = (key: string, id: string): string => `${key}:${Buffer.from(id).toString("base64url")}`;

/** @throws invalid */
function parseGroupCursor(cursor: string): { key: string; id: string } {
  const [, key, id] = /^(\d{1,18}|\d{19}):([\w-]*)$/.exec(cursor) ?? [];
  if (key === undefined || id === undefined || BigInt(key) >= 2n ** 63n)
    throw invalid("Not a cursor of this list");
  return { key, id: Buffer.from(id, "base64url").toString("utf8") };
}
