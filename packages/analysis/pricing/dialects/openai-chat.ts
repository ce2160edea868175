import type { Dialect } from "./dialect.ts";

/**
 * `usage` of chat completions, completions and embeddings, by OpenAI and the many that took its form (Azure, Groq,
 * Mistral, DeepSeek, xAI, OpenRouter, Together, vLLM). Cached tokens are part of `prompt_tokens`, reasoning is part of
 * `completion_tokens`; xAI's is not, which its total gives away. DeepSeek's and Moonshot's own names for cached
 * tokens are read too, and Groq's place for usage in streams.
 */
export const openaiChat: Dialect = {
  name: "openai-chat",
  recognises: (payload) =>
    payload.has("usage.prompt_tokens", "prompt_tokens", "x_groq.usage.prompt_tokens") &&
    !payload.has("usage.cache_creation_input_tokens", "cache_creation_input_tokens"),
  read: (payload) => {
    const usage = payload.within("usage", "x_groq.usage") ?? payload;
    if (!usage.has("prompt_tokens", "completion_tokens")) return null;
    return {
      draft: {
        input: usage.count("prompt_tokens"),
        cacheRead: usage.count(
          "prompt_tokens_details.cached_tokens",
          "prompt_cache_hit_tokens",
          "cached_tokens",
          "num_cached_tokens",
        ),
        cacheWrite5m:
          usage.count("prompt_tokens_details.cache_write_tokens_details.ttl_30m_tokens") ??
          usage.count("prompt_tokens_details.cache_write_tokens"),
        cacheWrite1h: usage.count("prompt_tokens_details.cache_write_tokens_details.ttl_12h_tokens"),
        inputAudio: usage.count("prompt_tokens_details.audio_tokens"),
        inputImage: usage.count("prompt_tokens_details.image_tokens"),
        inputVideo: usage.count("prompt_tokens_details.video_tokens"),
        output: usage.count("completion_tokens"),
        reasoning: usage.count("completion_tokens_details.reasoning_tokens", "reasoning_tokens"),
        outputAudio: usage.count("completion_tokens_details.audio_tokens"),
        outputImage: usage.count("completion_tokens_details.image_tokens"),
        total: usage.count("total_tokens"),
        webSearches: usage.count("num_search_queries", "server_tool_use.web_search_requests"),
      },
      convention: { inputIncludesCache: true, outputIncludesReasoning: true },
      model: payload.text("model"),
      serviceTier: payload.text("service_tier"),
      reportedUsd: usage.usd("cost", "cost.total_cost"),
    };
  },
};
