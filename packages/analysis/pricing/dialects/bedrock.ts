import { isFields, plus, type Source } from "../source.ts";
import type { Dialect } from "./dialect.ts";

function written(usage: Source, ttl: string): number | null {
  const counts = usage
    .list("cacheDetails")
    .filter(isFields)
    .filter((one) => one.ttl === ttl)
    .map((one) => (typeof one.inputTokens === "number" && one.inputTokens >= 0 ? one.inputTokens : null));
  return plus(...counts);
}

/**
 * Amazon Bedrock: `usage` of Converse, the metrics that end a stream of InvokeModel, and the bodies of Titan and Llama.
 * `inputTokens` leaves out both sides of the cache. Anthropic bodies from InvokeModel are of the dialect `anthropic`.
 */
export const bedrock: Dialect = {
  name: "bedrock",
  recognises: (payload) =>
    payload.has("amazon-bedrock-invocationMetrics", "inputTextTokenCount", "generation_token_count") ||
    payload.has("metadata.usage.inputTokens") ||
    (payload.has("metrics.latencyMs", "usage.cacheReadInputTokens", "usage.cacheWriteInputTokens") &&
      payload.has("usage.inputTokens")) ||
    (payload.has("inputTokens", "inputTokenCount") &&
      payload.has("cacheReadInputTokens", "cacheWriteInputTokens", "cacheReadInputTokenCount")),
  read: (outer) => {
    const usage = outer.within("amazon-bedrock-invocationMetrics", "metadata.usage", "usage") ?? outer;
    const titan = outer
      .list("results")
      .filter(isFields)
      .map((one) => (typeof one.tokenCount === "number" ? one.tokenCount : null));
    const input = usage.count("inputTokens", "inputTokenCount", "inputTextTokenCount", "prompt_token_count");
    const output =
      usage.count(
        "outputTokens",
        "outputTokenCount",
        "generation_token_count",
        "totalOutputTextTokenCount",
      ) ?? plus(...titan);
    if (input === null && output === null) return null;
    const long = written(usage, "1h");
    const all = usage.count("cacheWriteInputTokens", "cacheWriteInputTokenCount");
    return {
      draft: {
        input,
        cacheRead: usage.count("cacheReadInputTokens", "cacheReadInputTokenCount"),
        cacheWrite5m: all === null ? written(usage, "5m") : Math.max(0, all - (long ?? 0)),
        cacheWrite1h: long,
        output,
        total: usage.count("totalTokens"),
      },
      convention: { inputIncludesCache: false, outputIncludesReasoning: true, firm: true },
      model: outer.text("modelId", "model"),
      serviceTier: outer.text("serviceTier.type", "serviceTier"),
    };
  },
};
