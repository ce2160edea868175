import type { Dialect } from "./dialect.ts";

/**
 * OpenLLMetry (traceloop): flat `gen_ai.usage.*` with the OpenAI names, `llm.usage.total_tokens` beside them, and
 * `llm.usage.*` in old versions. Its Anthropic instrumentation adds the cached tokens to the prompt, others do not.
 */
export const openllmetry: Dialect = {
  name: "openllmetry",
  recognises: (payload) =>
    payload.has("gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens", "llm.usage.total_tokens") ||
    payload.has("llm.usage.prompt_tokens", "llm.usage.completion_tokens"),
  read: (payload) => {
    const input = payload.count(
      "gen_ai.usage.prompt_tokens",
      "gen_ai.usage.input_tokens",
      "llm.usage.prompt_tokens",
    );
    const output = payload.count(
      "gen_ai.usage.completion_tokens",
      "gen_ai.usage.output_tokens",
      "llm.usage.completion_tokens",
    );
    if (input === null && output === null) return null;
    return {
      draft: {
        input,
        cacheRead: payload.count(
          "gen_ai.usage.cache_read_input_tokens",
          "gen_ai.usage.cache_read.input_tokens",
        ),
        cacheWrite5m: payload.count(
          "gen_ai.usage.cache_creation_input_tokens",
          "gen_ai.usage.cache_creation.input_tokens",
        ),
        output,
        reasoning: payload.count("gen_ai.usage.reasoning_tokens", "llm.usage.reasoning_tokens"),
        total: payload.count("llm.usage.total_tokens", "gen_ai.usage.total_tokens"),
      },
      convention: { inputIncludesCache: true, outputIncludesReasoning: true, doubtful: true },
      model: payload.text(
        "gen_ai.response.model",
        "llm.response.model",
        "gen_ai.request.model",
        "llm.request.model",
      ),
      serviceTier: payload.text("gen_ai.openai.response.service_tier", "openai.response.service_tier"),
    };
  },
};
