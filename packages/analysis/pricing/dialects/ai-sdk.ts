import type { Source } from "../source.ts";
import type { Dialect } from "./dialect.ts";

/** Since version 6 providers split the input themselves, which decides every doubt. */
function splitOf(usage: Source): { noCache: number | null; read: number | null; write: number | null } {
  return {
    noCache: usage.count("inputTokenDetails.noCacheTokens", "inputTokens.noCache"),
    read: usage.count("inputTokenDetails.cacheReadTokens", "inputTokens.cacheRead", "cachedInputTokens"),
    write: usage.count("inputTokenDetails.cacheWriteTokens", "inputTokens.cacheWrite"),
  };
}

/**
 * Vercel AI SDK: results (`usage`), the `ai.usage.*` attributes of its spans and the names of versions 3 and 4. Up to
 * version 5 the Anthropic and Bedrock providers gave an input without what was cached; what was written to a cache
 * stood only in the provider's metadata, which is read for that.
 */
export const aiSdk: Dialect = {
  name: "ai-sdk",
  recognises: (payload) =>
    payload.has("ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.outputTokens") ||
    (payload.has("usage.inputTokens", "inputTokens", "usage.promptTokens", "promptTokens") &&
      payload.has("usage.outputTokens", "outputTokens", "usage.completionTokens", "completionTokens") &&
      !payload.has("metrics.latencyMs", "llmOutput", "usage.cacheReadInputTokens", "cacheReadInputTokens")),
  read: (payload, { provider }) => {
    const attributes = payload.has("ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.outputTokens");
    const under = (name: string) => (attributes ? `ai.usage.${name}` : name);
    const usage = attributes ? payload : (payload.within("totalUsage", "usage") ?? payload);
    const count = (...names: string[]) => usage.count(...names.map(under));
    const whole = count("inputTokens.total");
    const split = attributes
      ? {
          noCache: count("inputTokenDetails.noCacheTokens"),
          read: count("inputTokenDetails.cacheReadTokens", "cachedInputTokens"),
          write: count("inputTokenDetails.cacheWriteTokens"),
        }
      : splitOf(usage);
    const nested = whole !== null || usage.has(under("outputTokens.total"));
    const input = nested ? whole : count("inputTokens", "promptTokens");
    const output = nested ? count("outputTokens.total") : count("outputTokens", "completionTokens");
    if (input === null && output === null) return null;
    const metadata = payload.within("ai.response.providerMetadata", "providerMetadata");
    const named = provider ?? payload.text("ai.model.provider", "gen_ai.system") ?? "";
    const byMetadata = metadata?.count(
      "anthropic.cacheCreationInputTokens",
      "bedrock.usage.cacheWriteInputTokens",
    );
    return {
      draft: {
        // The split is stated, so the sum of its parts is the input.
        input: split.noCache === null ? input : split.noCache + (split.read ?? 0) + (split.write ?? 0),
        cacheRead: split.read,
        cacheWrite5m: split.write ?? byMetadata ?? null,
        output,
        reasoning: nested
          ? count("outputTokens.reasoning")
          : count("outputTokenDetails.reasoningTokens", "reasoningTokens"),
        total: split.noCache === null && (byMetadata ?? 0) === 0 ? count("totalTokens") : null,
      },
      convention: {
        inputIncludesCache: split.noCache !== null || !/anthropic|bedrock/i.test(named),
        outputIncludesReasoning: true,
        doubtful: split.noCache === null && /anthropic|bedrock/i.test(named),
      },
      model: payload.text("ai.response.model", "ai.model.id", "response.modelId", "model"),
      serviceTier: metadata?.text("openai.serviceTier", "anthropic.usage.service_tier") ?? null,
    };
  },
};
