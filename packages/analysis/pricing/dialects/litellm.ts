import type { Dialect } from "./dialect.ts";

/**
 * LiteLLM's own objects: OpenAI's names, with the cache in Anthropic's names beside them. `prompt_tokens` counts
 * everything; versions before 1.4x did not for Anthropic, which the total gives away.
 */
export const litellm: Dialect = {
  name: "litellm",
  recognises: (payload) => {
    const usage = payload.within("usage") ?? payload;
    return (
      usage.has("prompt_tokens") &&
      usage.has(
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "prompt_tokens_details.cache_creation_tokens",
      )
    );
  },
  read: (payload, { provider }) => {
    const usage = payload.within("usage") ?? payload;
    const input = usage.count("prompt_tokens");
    const output = usage.count("completion_tokens");
    if (input === null && output === null) return null;
    const folder = "prompt_tokens_details.cache_creation_token_details";
    const long = usage.count(`${folder}.ephemeral_1h_input_tokens`);
    const written = usage.count("cache_creation_input_tokens", "prompt_tokens_details.cache_creation_tokens");
    const named = provider ?? payload.text("custom_llm_provider", "_hidden_params.custom_llm_provider") ?? "";
    return {
      draft: {
        input,
        cacheRead: usage.count("cache_read_input_tokens", "prompt_tokens_details.cached_tokens"),
        cacheWrite5m:
          usage.count(`${folder}.ephemeral_5m_input_tokens`) ??
          (written === null ? null : Math.max(0, written - (long ?? 0))),
        cacheWrite1h: long,
        inputAudio: usage.count("prompt_tokens_details.audio_tokens"),
        inputImage: usage.count("prompt_tokens_details.image_tokens"),
        output,
        reasoning: usage.count("completion_tokens_details.reasoning_tokens"),
        outputAudio: usage.count("completion_tokens_details.audio_tokens"),
        outputImage: usage.count("completion_tokens_details.image_tokens"),
        total: usage.count("total_tokens"),
        webSearches: usage.count("server_tool_use.web_search_requests"),
      },
      convention: {
        inputIncludesCache: true,
        outputIncludesReasoning: true,
        doubtful: /anthropic|bedrock/i.test(named) && !usage.has("total_tokens"),
      },
      model: payload.text("model"),
      serviceTier: payload.text("service_tier"),
      reportedUsd: payload.usd("response_cost", "_hidden_params.response_cost"),
    };
  },
};
