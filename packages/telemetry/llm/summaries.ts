import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

/** All that is known of a trace's model calls, whatever was searched for. A span that was sent twice counts once. */
export type LlmTraceSummary = Omit<z.output<typeof row>, "startNs" | "endNs"> & {
  time: Date;
  durationMs: number;
};

/** Spans of a trace are looked for so far around the one that was found. */
const aroundMs = 6 * 3_600_000;
const namesMax = 20;

/** Decimal text without the zeros at its end; null where nothing that counts has a known price. */
export const usd = (sql: string): string => `toString(${sql})`;

const row = z.object({
  traceId: z.string(),
  startNs: z.string(),
  endNs: z.string(),
  name: z.string(),
  service: z.string(),
  environment: z.string(),
  release: z.string(),
  hasRoot: z.coerce.boolean(),
  spanCount: z.coerce.number(),
  /** Calls of models, each once. */
  callCount: z.coerce.number(),
  errorCount: z.coerce.number(),
  models: z.array(z.string()),
  providers: z.array(z.string()),
  routes: z.array(z.string()),
  prompts: z.array(z.tuple([z.string(), z.coerce.number(), z.string()])),
  user: z.string(),
  session: z.string(),
  tags: z.array(z.string()),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
  costUsd: z.string().nullable(),
  unpricedCount: z.coerce.number(),
  estimatedCount: z.coerce.number(),
  findingCount: z.coerce.number(),
  input: z.string(),
  output: z.string(),
});

/** Columns of the newest row of each span: what was priced again holds. */
export const newestRows = (columns: string, condition: string): string =>
  `SELECT ${columns} FROM llm_spans WHERE ${condition} ORDER BY revision DESC LIMIT 1 BY trace_id, span_id`;

export async function llmTraceSummaries(
  telemetry: Telemetry,
  workspaceId: string,
  traces: readonly { traceId: string; timeMs: number }[],
): Promise<Map<string, LlmTraceSummary>> {
  if (traces.length === 0) return new Map();
  const times = traces.map(({ timeMs }) => timeMs);
  const columns =
    "trace_id, span_id, parent_span_id, time, duration_ns, kind, name, trace_name, service, environment, release, status, " +
    "model, provider, route, prompt_name, prompt_version, prompt_label, user, session, tags, input_tokens, output_tokens, " +
    "cost, counts, unpriced, estimated, findings, input_preview, output_preview, revision";
  const rows = await telemetry.query({
    name: "llm-traces.summaries",
    sql: `SELECT trace_id AS traceId, toString(toUnixTimestamp64Nano(min(time))) AS startNs,
            toString(max(toUnixTimestamp64Nano(time) + toInt64(duration_ns))) AS endNs,
            if(anyIf(trace_name, trace_name != '') != '', anyIf(trace_name, trace_name != ''),
              argMin(name, (parent_span_id != '', time))) AS name,
            argMin(service, (parent_span_id != '', time)) AS service, anyIf(environment, environment != '') AS environment,
            anyIf(release, release != '') AS release, countIf(parent_span_id = '') > 0 AS hasRoot,
            count() AS spanCount, countIf(counts = 1 AND kind IN ('generation', 'embedding', 'reranker')) AS callCount,
            countIf(status = 'error') AS errorCount,
            groupUniqArrayIf(${namesMax})(model, model != '') AS models,
            groupUniqArrayIf(${namesMax})(provider, provider != '') AS providers,
            groupUniqArrayIf(${namesMax})(route, route != '') AS routes,
            groupUniqArrayIf(${namesMax})((toString(prompt_name), prompt_version, toString(prompt_label)), prompt_name != '') AS prompts,
            anyIf(user, user != '') AS user, anyIf(session, session != '') AS session,
            arraySlice(arrayDistinct(arrayFlatten(groupArray(100)(tags))), 1, ${namesMax}) AS tags,
            sumIf(input_tokens, counts = 1) AS inputTokens, sumIf(output_tokens, counts = 1) AS outputTokens,
            ${usd("sumIf(cost, counts = 1)")} AS costUsd, countIf(counts = 1 AND unpriced != '') AS unpricedCount,
            countIf(counts = 1 AND estimated = 1) AS estimatedCount, countIf(notEmpty(findings)) AS findingCount,
            argMinIf(input_preview, (parent_span_id != '', time), input_preview != '') AS input,
            argMaxIf(output_preview, (parent_span_id = '', time), output_preview != '') AS output
          FROM (${newestRows(columns, `${inWindow} AND trace_id IN {traceIds:Array(String)}`)})
          GROUP BY trace_id`,
    params: { traceIds: traces.map(({ traceId }) => traceId) },
    row,
    workspaceId,
    window: { from: new Date(Math.min(...times) - aroundMs), to: new Date(Math.max(...times) + aroundMs) },
  });
  return new Map(rows.map((each) => [each.traceId, summaryOf(each)] as const));
}

function summaryOf({ startNs, endNs, ...found }: z.output<typeof row>): LlmTraceSummary {
  return {
    ...found,
    models: found.models.sort(),
    providers: found.providers.sort(),
    routes: found.routes.sort(),
    time: new Date(Number(BigInt(startNs) / 1_000_000n)),
    durationMs: Number(BigInt(endNs) - BigInt(startNs)) / 1e6,
  };
}
