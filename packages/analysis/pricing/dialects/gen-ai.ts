import type { Dialect } from "./dialect.ts";

/**
 * OpenTelemetry's `gen_ai.*` attributes. The convention says that input counts what was cached and output what was
 * thought, but instrumentations of Anthropic and Bedrock pass on numbers that do not. Also the details that
 * pydantic-ai adds, and the names before 1.37.
 */
export const genAi: Dialect = {
  name: "gen_ai",
  recognises: (payload) => payload.has("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"),
  read: (payload, { provider }) => {
    const input = payload.count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens");
    const output = payload.count("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens");
    if (input === null && output === null) return null;
    const named = provider ?? payload.text("gen_ai.provider.name", "gen_ai.system");
    return {
      draft: {
        input,
        cacheRead: payload.count(
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.usage.cache_read_input_tokens",
          "gen_ai.usage.details.cache_read_tokens",
          "gen_ai.usage.input_tokens.cached",
        ),
        cacheWrite5m: payload.count(
          "gen_ai.usage.cache_creation.input_tokens",
          "gen_ai.usage.cache_creation_input_tokens",
          "gen_ai.usage.details.cache_write_tokens",
        ),
        inputAudio: payload.count("gen_ai.usage.details.input_audio_tokens"),
        output,
        reasoning: payload.count(
          "gen_ai.usage.reasoning.output_tokens",
          "gen_ai.usage.reasoning_tokens",
          "gen_ai.usage.details.reasoning_tokens",
        ),
        outputAudio: payload.count("gen_ai.usage.details.output_audio_tokens"),
        total: payload.count("gen_ai.usage.total_tokens"),
      },
      convention: {
        inputIncludesCache: true,
        outputIncludesReasoning: true,
        doubtful: named !== null && /anthropic|bedrock|claude/i.test(named),
      },
      model: payload.text("gen_ai.response.model", "gen_ai.request.model"),
      serviceTier: payload.text("openai.response.service_tier", "gen_ai.openai.response.service_tier"),
      reportedUsd: payload.usd("gen_ai.usage.cost", "gen_ai.usage.cost.amount", "operation.cost"),
    };
  },
};
