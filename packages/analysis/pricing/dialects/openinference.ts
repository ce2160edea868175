import type { Dialect } from "./dialect.ts";

/**
 * OpenInference's `llm.token_count.*` (Phoenix, Arize). Details are parts of prompt and completion; some of its older
 * Anthropic instrumentation passed the bare `input_tokens` as prompt.
 */
export const openinference: Dialect = {
  name: "openinference",
  recognises: (payload) =>
    payload.has("llm.token_count.prompt", "llm.token_count.completion", "llm.token_count.total"),
  read: (payload, { provider }) => {
    const count = (name: string) => payload.count(`llm.token_count.${name}`);
    const input = count("prompt");
    const output = count("completion");
    if (input === null && output === null) return null;
    const named = provider ?? payload.text("llm.provider", "llm.system");
    return {
      draft: {
        input,
        cacheRead: count("prompt_details.cache_read") ?? count("prompt_details.cache_input"),
        cacheWrite5m: count("prompt_details.cache_write"),
        inputAudio: count("prompt_details.audio"),
        output,
        reasoning: count("completion_details.reasoning"),
        outputAudio: count("completion_details.audio"),
        total: count("total"),
      },
      convention: {
        inputIncludesCache: true,
        outputIncludesReasoning: true,
        doubtful: named !== null && /anthropic|bedrock/i.test(named),
      },
      model: payload.text("llm.model_name"),
      reportedUsd: payload.usd("llm.cost.total"),
    };
  },
};
