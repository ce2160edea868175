import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Param, Telemetry, Window } from "../client/telemetry.ts";
import { newestOnly, newestSpans } from "./scope.ts";

const calls = `FROM ${newestSpans}
  WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime} AND counts = 1`;

/** What can be told apart, as texts; empty where a call has none. */
const expressions = {
  route: "route",
  key: "virtual_key",
  team: "team",
  apiKey: "key_id",
  provider: "provider",
  model: "model",
  promptName: "prompt_name",
  promptVersion: "if(prompt_name = '', '', concat(prompt_name, '@', toString(prompt_version)))",
  user: "user",
  session: "session",
  service: "service",
  environment: "environment",
  status: "status",
} as const;
export type ChargeBy = keyof typeof expressions;

/** Only calls with these values. */
export type ChargeFilters = { readonly [By in ChargeBy]?: string | undefined };

type Scope = { workspaceId: string; window: Window; filters: ChargeFilters };

function conditionsOf(filters: ChargeFilters): { sql: string; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  let sql = "";
  for (const [by, value] of Object.entries(filters) as [ChargeBy, string | undefined][]) {
    if (value === undefined) continue;
    params[`is_${by}`] = value;
    sql += ` AND ${expressions[by]} = {is_${by}:String}`;
  }
  return { sql, params };
}

const sums = `count() AS calls, countIf(status = 'error') AS errors, countIf(cache = 'hit') AS cacheHits,
  sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens,
  toString(sum(ifNull(toDecimal128(cost, 12), 0))) AS costUsd,
  countIf(unpriced IN ('unknown_model', 'unknown_service_tier', 'no_rate')) AS unpricedCalls,
  countIf(estimated = 1) AS estimatedCalls`;
const figures = {
  calls: z.coerce.number(),
  errors: z.coerce.number(),
  cacheHits: z.coerce.number(),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
  costUsd: z.string(),
  unpricedCalls: z.coerce.number(),
  estimatedCalls: z.coerce.number(),
};
const figuresRow = z.object(figures);
export type ChargeFigures = z.output<typeof figuresRow>;

/** All calls of a window together. */
export async function chargeTotal(
  telemetry: Telemetry,
  { workspaceId, window, filters }: Scope,
): Promise<ChargeFigures> {
  const { sql, params } = conditionsOf(filters);
  const [row] = await telemetry.query({
    name: "charges.total",
    sql: `SELECT ${sums} ${calls}${sql} ${newestOnly}`,
    params,
    row: figuresRow,
    workspaceId,
    window,
  });
  const none = {
    errors: 0,
    cacheHits: 0,
    inputTokens: 0,
    outputTokens: 0,
    unpricedCalls: 0,
    estimatedCalls: 0,
  };
  return row ?? { ...none, calls: 0, costUsd: "0" };
}

export type ChargeSum = ChargeFigures & {
  /** In the order of the dimensions. */
  group: string[];
  p50Ms: number;
  p95Ms: number;
  firstTokenP50Ms: number | null;
  lastMs: number;
};
/** Where a page ended: the cost and the values of its last row. */
export type ChargeCursor = { costUsd: string; group: readonly string[] };

/** By the values of some dimensions, dearest first. */
export async function chargeSums(
  telemetry: Telemetry,
  question: Scope & { by: readonly ChargeBy[]; after: ChargeCursor | null; limit: number },
): Promise<ChargeSum[]> {
  const { by, after, limit, workspaceId, window, filters } = question;
  const { sql, params } = conditionsOf(filters);
  const group = `[${by.map((name) => `toString(${expressions[name]})`).join(", ")}]`;
  const having = after
    ? `HAVING (exact, group) < (toDecimal128({afterCost:String}, 12), {afterGroup:Array(String)})`
    : "";
  const rows = await telemetry.query({
    name: "charges.sums",
    sql: `SELECT ${group} AS group, sum(ifNull(toDecimal128(cost, 12), 0)) AS exact, ${sums},
        quantile(0.5)(duration_ns) / 1e6 AS p50Ms, quantile(0.95)(duration_ns) / 1e6 AS p95Ms,
        if(countIf(first_token_ns > 0) = 0, NULL, quantileIf(0.5)(first_token_ns, first_token_ns > 0) / 1e6)
          AS firstTokenP50Ms,
        max(toUnixTimestamp64Milli(time)) AS lastMs
      ${calls}${sql}
      GROUP BY group ${having} ORDER BY exact DESC, group DESC LIMIT {limit:UInt32} ${newestOnly}`,
    params: {
      ...params,
      limit,
      ...(after ? { afterCost: after.costUsd, afterGroup: after.group } : {}),
    },
    row: z.object({
      group: z.array(z.string()),
      ...figures,
      p50Ms: z.coerce.number(),
      p95Ms: z.coerce.number(),
      firstTokenP50Ms: z.coerce.number().nullable(),
      lastMs: z.coerce.number(),
    }),
    workspaceId,
    window,
  });
  return rows;
}

export type ChargePoint = ChargeFigures & { value: string; atMs: number };

/** The values of a dimension that cost most over the window, or had most calls where nothing has a price. */
export async function dearest(
  telemetry: Telemetry,
  { workspaceId, window, filters, by, limit }: Scope & { by: ChargeBy; limit: number },
): Promise<string[]> {
  const { sql, params } = conditionsOf(filters);
  const rows = await telemetry.query({
    name: "charges.dearest",
    sql: `SELECT toString(${expressions[by]}) AS value ${calls}${sql}
      GROUP BY value ORDER BY sum(ifNull(toDecimal128(cost, 12), 0)) DESC, count() DESC, value
      LIMIT {limit:UInt32} ${newestOnly}`,
    params: { ...params, limit },
    row: z.object({ value: z.string() }),
    workspaceId,
    window,
  });
  return rows.map(({ value }) => value);
}

/** In steps that begin at whole multiples of the step; values that are not among `values` together under `rest`. */
export async function chargesOverTime(
  telemetry: Telemetry,
  question: Scope & { by: ChargeBy | null; values: readonly string[]; stepMs: number },
): Promise<(ChargePoint & { rest: boolean })[]> {
  const { by, values, stepMs, workspaceId, window, filters } = question;
  const { sql, params } = conditionsOf(filters);
  const expression = by === null ? "''" : `toString(${expressions[by]})`;
  const isRest = by === null ? "false" : `NOT has({values:Array(String)}, ${expression})`;
  const rows = await telemetry.query({
    name: "charges.over_time",
    sql: `SELECT ${isRest} AS rest, if(rest, '', ${expression}) AS value,
        intDiv(toUnixTimestamp64Milli(time), {stepMs:Int64}) * {stepMs:Int64} AS atMs, ${sums}
      ${calls}${sql} GROUP BY rest, value, atMs ORDER BY atMs LIMIT 100000 ${newestOnly}`,
    params: { ...params, stepMs, ...(by === null ? {} : { values }) },
    row: z.object({
      rest: z.union([z.boolean(), z.coerce.number().transform((one) => one === 1)]),
      value: z.string(),
      atMs: z.coerce.number(),
      ...figures,
    }),
    workspaceId,
    window,
  });
  return rows;
}

const unpricedRow = z.object({
  source: z.string(),
  route: z.string(),
  provider: z.string(),
  model: z.string(),
  responseModel: z.string(),
  reason: z.string(),
  calls: z.coerce.number(),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
  firstMs: z.coerce.number(),
  lastMs: z.coerce.number(),
  /** That were used at all. */
  buckets: z.array(z.string()),
  flags: z.array(z.string()),
});
export type UnpricedGroup = z.output<typeof unpricedRow>;

/** Calls that used something and have no price, by what they would be priced by; most calls first. */
export function unpricedGroups(
  telemetry: Telemetry,
  scope: { workspaceId: string; window: Window },
): Promise<UnpricedGroup[]> {
  return telemetry.query({
    name: "charges.unpriced",
    sql: `SELECT source, route, provider, model, response_model AS responseModel, unpriced AS reason,
        count() AS calls, sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens,
        min(toUnixTimestamp64Milli(time)) AS firstMs, max(toUnixTimestamp64Milli(time)) AS lastMs,
        groupUniqArrayArray(usage_names) AS buckets, arrayFilter(x -> x LIKE '%:%', groupUniqArrayArray(flags)) AS flags
      ${calls} AND unpriced IN ('unknown_model', 'unknown_service_tier', 'no_rate')
      GROUP BY source, route, provider, model, response_model, unpriced
      ORDER BY calls DESC LIMIT 1000 ${newestOnly}`,
    row: unpricedRow,
    ...scope,
  });
}
