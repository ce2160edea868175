import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { llmSpanColumns } from "./llm-span-row.ts";

const callRow = z.object({
  /** Milliseconds since the epoch. */
  timeMs: z.coerce.number(),
  traceId: z.string(),
  spanId: z.string(),
  source: z.string(),
  route: z.string(),
  provider: z.string(),
  model: z.string(),
  responseModel: z.string(),
  names: z.array(z.string()),
  values: z.array(z.coerce.number()),
  flags: z.array(z.string()),
  /** Decimals; null where they are not known. */
  costUsd: z.string().nullable(),
  statedUsd: z.string().nullable(),
  unpriced: z.string(),
});
export type PricedCall = z.output<typeof callRow>;

export type Selection = {
  workspaceId: string;
  window: Window;
  /** A name, or its beginning with a star. */
  model: string | null;
  unpricedOnly: boolean;
  /** Rows of this revision and later ones are not looked at: what a run wrote it does not read. */
  revision: number;
};

/** Calls that used something, oldest first: the newest row of each that is older than the revision. */
export function callsToReprice(
  telemetry: Telemetry,
  { workspaceId, window, model, unpricedOnly, revision }: Selection,
  limit: number,
): Promise<PricedCall[]> {
  const beginning = model?.endsWith("*") ? model.slice(0, -1) : null;
  const named =
    model === null
      ? ""
      : beginning === null
        ? "AND (model = {model:String} OR response_model = {model:String})"
        : "AND (startsWith(model, {model:String}) OR startsWith(response_model, {model:String}))";
  return telemetry.query({
    name: "charges.to_reprice",
    sql: `SELECT toUnixTimestamp64Milli(at) AS timeMs, trace_id AS traceId, span_id AS spanId, source, route, provider,
        model, response_model AS responseModel, usage_names AS names, usage_values AS values, flags,
        if(isNull(cost), NULL, toString(cost)) AS costUsd,
        if(isNull(stated_cost), NULL, toString(stated_cost)) AS statedUsd, unpriced
      FROM (
        SELECT time AS at, trace_id, span_id, source, route, provider, model, response_model, usage_names, usage_values,
          flags, cost, stated_cost, unpriced, cache
        FROM llm_spans
        WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
          AND notEmpty(usage_names) AND revision < {revision:UInt64} ${named}
        ORDER BY time, trace_id, span_id, revision DESC
        LIMIT 1 BY time, trace_id, span_id
      )
      WHERE cache != 'hit' ${unpricedOnly ? "AND isNull(cost)" : ""}
      ORDER BY at, traceId, spanId LIMIT {limit:UInt32}`,
    params: {
      revision,
      limit,
      ...(model === null ? {} : { model: beginning ?? model }),
    },
    row: callRow,
    workspaceId,
    window,
    timeoutSeconds: 30,
  });
}

export type NewCost = {
  timeMs: number;
  traceId: string;
  spanId: string;
  /** A decimal; null where the price is not known. */
  costUsd: string | null;
  /** By bucket. */
  costs: readonly (readonly [bucket: string, usd: string])[];
  unpriced: string;
  flags: readonly string[];
};

/** Of one statement: its parameters travel with it. */
export const repricedAtOnce = 500;

const replaced: Readonly<Record<string, string>> = {
  cost: "if({costs:Array(String)}[i] = '', NULL, toDecimal64({costs:Array(String)}[i], 12))",
  cost_names: "arrayMap(x -> splitByChar('=', x)[1], lines)",
  cost_values: "arrayMap(x -> toDecimal64(splitByChar('=', x)[2], 12), lines)",
  unpriced: "{reasons:Array(String)}[i]",
  flags: "splitByChar(',', {flags:Array(String)}[i])",
  revision: "{revision:UInt64}",
};
/** Texts that were split are lists of one empty text where there is nothing. */
const isList = new Set(["flags"]);

/**
 * Writes rows with new costs beside the old ones; the higher revision holds. Everything else is copied inside the
 * store, and the same call writes the same rows again, so that a repetition changes nothing.
 * @throws unavailable
 */
export async function writeCosts(
  telemetry: Telemetry,
  { workspaceId, revision, costs }: { workspaceId: string; revision: number; costs: readonly NewCost[] },
): Promise<void> {
  if (costs.length === 0) return;
  const times = costs.map(({ timeMs }) => timeMs);
  const columns = llmSpanColumns.map((column) => {
    const expression = replaced[column];
    if (!expression) return column;
    return isList.has(column) ? `arrayFilter(x -> x != '', ${expression})` : expression;
  });
  await telemetry.command({
    name: "charges.write_costs",
    sql: `INSERT INTO llm_spans (${llmSpanColumns.join(", ")})
      WITH indexOf({ids:Array(String)}, concat(trace_id, span_id)) AS i,
        arrayFilter(x -> x != '', splitByChar(';', {lines:Array(String)}[i])) AS lines
      SELECT ${columns.join(", ")} FROM llm_spans
      WHERE workspace_id = {workspaceId:UUID}
        AND time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
        AND time < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')
        AND llm_spans.revision < {revision:UInt64} AND has({ids:Array(String)}, concat(trace_id, span_id))
      ORDER BY llm_spans.revision DESC LIMIT 1 BY time, trace_id, span_id`,
    params: {
      workspaceId,
      fromMs: Math.min(...times),
      toMs: Math.max(...times) + 1,
      revision,
      ids: costs.map(({ traceId, spanId }) => traceId + spanId),
      costs: costs.map(({ costUsd }) => costUsd ?? ""),
      lines: costs.map(({ costs: lines }) => lines.map(([bucket, usd]) => `${bucket}=${usd}`).join(";")),
      reasons: costs.map(({ unpriced }) => unpriced),
      flags: costs.map(({ flags }) => flags.join(",")),
    },
    timeoutSeconds: 30,
  });
}
