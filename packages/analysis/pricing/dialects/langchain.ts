import type { Dialect } from "./dialect.ts";

/**
 * LangChain's `usage_metadata` (input counts the cache, output the reasoning), and the `llmOutput.tokenUsage` and
 * `token_usage` of older versions, which know only the sums.
 */
export const langchain: Dialect = {
  name: "langchain",
  recognises: (payload) =>
    payload.has("llmOutput.tokenUsage", "response_metadata.token_usage", "usage_metadata.input_tokens") ||
    payload.has("kwargs.usage_metadata", "token_usage.prompt_tokens", "tokenUsage.promptTokens") ||
    payload.has("input_token_details.cache_read", "input_token_details.cache_creation") ||
    payload.has("output_token_details.reasoning", "input_token_details.audio"),
  read: (outer, { provider }) => {
    const message = outer.within("kwargs") ?? outer;
    const usage =
      message.within("usage_metadata") ??
      message.within("llmOutput.tokenUsage", "tokenUsage", "response_metadata.token_usage", "token_usage") ??
      message;
    const input = usage.count("input_tokens", "promptTokens", "prompt_tokens");
    const output = usage.count("output_tokens", "completionTokens", "completion_tokens");
    if (input === null && output === null) return null;
    const long = usage.count("input_token_details.ephemeral_1h_input_tokens");
    const brief = usage.count("input_token_details.ephemeral_5m_input_tokens");
    const named = provider ?? message.text("response_metadata.model_provider") ?? "";
    return {
      draft: {
        input,
        cacheRead: usage.count(
          "input_token_details.cache_read",
          "prompt_tokens_details.cached_tokens",
          "promptTokensDetails.cachedTokens",
        ),
        // With the split present `cache_creation` is zero or their sum.
        cacheWrite5m: brief ?? (long === null ? usage.count("input_token_details.cache_creation") : null),
        cacheWrite1h: long,
        inputAudio: usage.count("input_token_details.audio"),
        inputImage: usage.count("input_token_details.image"),
        output,
        reasoning: usage.count(
          "output_token_details.reasoning",
          "completion_tokens_details.reasoning_tokens",
        ),
        outputAudio: usage.count("output_token_details.audio"),
        total: usage.count("total_tokens", "totalTokens"),
      },
      convention: {
        inputIncludesCache: true,
        outputIncludesReasoning: true,
        doubtful: /anthropic|bedrock/i.test(named),
      },
      model: message.text(
        "response_metadata.model_name",
        "response_metadata.model",
        "llmOutput.model_name",
        "model",
      ),
      serviceTier: message.text("response_metadata.service_tier"),
    };
  },
};
