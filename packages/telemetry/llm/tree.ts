import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";
import { newestRows } from "./summaries.ts";

/** A trace's spans about models in columns, by start: what a tree with costs needs of all of them. */
export type LlmTree = {
  spanIds: string[];
  /** Empty for a root; may name a span that is not about models. */
  parentIds: string[];
  kinds: string[];
  names: string[];
  services: string[];
  statuses: string[];
  models: string[];
  agents: string[];
  tools: string[][];
  /** Epoch milliseconds of the first start; the others count from it. */
  startMs: number;
  startUs: number[];
  durationUs: number[];
  inputTokens: number[];
  outputTokens: number[];
  /** USD as decimal text; null where it is not known or nothing is to be paid. */
  costUsd: (string | null)[];
  unpriced: string[];
  counts: number[];
  previews: string[];
  isCut: boolean;
};

const spansMaxDefault = 50_000;
const texts = z.array(z.string());
const figures = z.array(z.coerce.number());

const row = z.object({
  spanIds: texts,
  parentIds: texts,
  kinds: texts,
  names: texts,
  services: texts,
  statuses: texts,
  models: texts,
  agents: texts,
  tools: z.array(texts),
  startNs: z.string(),
  startUs: figures,
  durationUs: figures,
  inputTokens: figures,
  outputTokens: figures,
  costUsd: z.array(z.string()),
  unpriced: texts,
  counts: figures,
  previews: texts,
});

const columns =
  "trace_id, span_id, parent_span_id, kind, name, service, status, model, response_model, agent_name, tool_names, time, " +
  "duration_ns, input_tokens, output_tokens, cost, unpriced, counts, output_preview, revision";

/** Each span once, its newest row; null when there is none in the window. */
export async function llmTree(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; window: Window; spansMax?: number },
): Promise<LlmTree | null> {
  const spansMax = question.spansMax ?? spansMaxDefault;
  const [found] = await telemetry.query({
    name: "llm-traces.tree",
    sql: `SELECT groupArray(span_id) AS spanIds, groupArray(parent_span_id) AS parentIds,
            groupArray(toString(kind)) AS kinds, groupArray(toString(name)) AS names,
            groupArray(toString(service)) AS services, groupArray(toString(status)) AS statuses,
            groupArray(toString(if(response_model = '', model, response_model))) AS models,
            groupArray(toString(agent_name)) AS agents, groupArray(arrayMap(t -> toString(t), tool_names)) AS tools,
            toString(min(ns)) AS startNs, arrayMap(t -> (t - min(ns)) / 1000, groupArray(ns)) AS startUs,
            groupArray(duration_ns / 1000) AS durationUs, groupArray(input_tokens) AS inputTokens,
            groupArray(output_tokens) AS outputTokens, groupArray(ifNull(toString(cost), '')) AS costUsd,
            groupArray(toString(unpriced)) AS unpriced, groupArray(counts) AS counts,
            groupArray(substringUTF8(output_preview, 1, 100)) AS previews
          FROM (
            SELECT *, toUnixTimestamp64Nano(time) AS ns
            FROM (${newestRows(columns, `${inWindow} AND trace_id = {traceId:String}`)})
            ORDER BY time, span_id LIMIT ${spansMax + 1}
          )`,
    params: { traceId: question.traceId },
    row,
    workspaceId: question.workspaceId,
    window: question.window,
  });
  if (!found || found.spanIds.length === 0) return null;
  const { startNs, costUsd, ...rest } = found;
  const tree = { ...rest, costUsd: costUsd.map((cost) => (cost === "" ? null : cost)) };
  const isCut = tree.spanIds.length > spansMax;
  if (isCut) for (const column of Object.values(tree)) column.length = spansMax;
  return { ...tree, startMs: Number(BigInt(startNs)) / 1e6, isCut };
}
