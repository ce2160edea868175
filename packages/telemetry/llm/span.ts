import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

const texts = z.array(z.string());
const row = z.object({
  spanId: z.string(),
  parentSpanId: z.string(),
  timeNs: z.string(),
  durationNs: z.string(),
  source: z.string(),
  dialect: z.string(),
  kind: z.string(),
  name: z.string(),
  traceName: z.string(),
  service: z.string(),
  environment: z.string(),
  release: z.string(),
  route: z.string(),
  provider: z.string(),
  model: z.string(),
  responseModel: z.string(),
  responseId: z.string(),
  operation: z.string(),
  status: z.string(),
  statusMessage: z.string(),
  errorType: z.string(),
  finishReasons: texts,
  stream: z.coerce.boolean(),
  firstTokenNs: z.string(),
  user: z.string(),
  session: z.string(),
  tags: texts,
  metadataNames: texts,
  metadataValues: texts,
  promptId: z.string(),
  promptName: z.string(),
  promptVersion: z.coerce.number(),
  promptLabel: z.string(),
  keyId: z.string(),
  virtualKey: z.string(),
  team: z.string(),
  cache: z.string(),
  usageNames: texts,
  usageValues: z.array(z.coerce.number()),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
  costUsd: z.string().nullable(),
  costNames: texts,
  costValues: texts,
  statedCostUsd: z.string().nullable(),
  unpriced: z.string(),
  estimated: z.coerce.boolean(),
  flags: texts,
  counts: z.coerce.boolean(),
  findings: texts,
  agentName: z.string(),
  toolNames: texts,
});

export type LlmSpanFacts = z.output<typeof row>;

/** All columns of one span but the texts, its newest row; null when there is none in the window. */
export async function findLlmSpan(
  telemetry: Telemetry,
  question: { workspaceId: string; traceId: string; spanId: string; window: Window },
): Promise<LlmSpanFacts | null> {
  const list = (column: string) => `arrayMap(v -> toString(v), ${column})`;
  const [found] = await telemetry.query({
    name: "llm-traces.span",
    sql: `SELECT span_id AS spanId, parent_span_id AS parentSpanId, toString(toUnixTimestamp64Nano(time)) AS timeNs,
            toString(duration_ns) AS durationNs, source, dialect, kind, name, trace_name AS traceName, service,
            environment, release, route, provider, model, response_model AS responseModel,
            response_id AS responseId, operation, status, status_message AS statusMessage,
            error_type AS errorType, finish_reasons AS finishReasons, stream,
            toString(first_token_ns) AS firstTokenNs, user, session, tags, metadata_names AS metadataNames,
            metadata_values AS metadataValues, prompt_id AS promptId, prompt_name AS promptName,
            prompt_version AS promptVersion, prompt_label AS promptLabel, key_id AS keyId,
            virtual_key AS virtualKey, team, cache, usage_names AS usageNames, usage_values AS usageValues,
            input_tokens AS inputTokens, output_tokens AS outputTokens, toString(cost) AS costUsd,
            cost_names AS costNames, ${list("cost_values")} AS costValues, toString(stated_cost) AS statedCostUsd,
            unpriced, estimated, flags, counts, findings, agent_name AS agentName, tool_names AS toolNames
          FROM llm_spans WHERE ${inWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
          ORDER BY revision DESC LIMIT 1`,
    params: { traceId: question.traceId, spanId: question.spanId },
    row,
    workspaceId: question.workspaceId,
    window: question.window,
  });
  return found ?? null;
}
