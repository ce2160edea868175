import { plus } from "../source.ts";
import type { Dialect } from "./dialect.ts";

/**
 * Langfuse's usage details: free keys of which each counts apart from the others. OpenAI's raw object is also common
 * there; the dialects of OpenAI read that.
 */
export const langfuse: Dialect = {
  name: "langfuse",
  recognises: (payload) =>
    payload.has("langfuse.observation.usage_details", "usageDetails", "usage_details") ||
    payload.has("input_cached_tokens", "input_cache_creation", "output_reasoning_tokens"),
  read: (payload) => {
    const usage =
      payload.within("langfuse.observation.usage_details", "usageDetails", "usage_details") ?? payload;
    const input = usage.count("input", "input_tokens", "prompt_tokens");
    const output = usage.count("output", "output_tokens", "completion_tokens");
    if (input === null && output === null) return null;
    const audio = usage.count("input_audio_tokens", "input_audio");
    const read = usage.count("input_cached_tokens", "cache_read_input_tokens", "input_cache_read");
    const spoken = usage.count("output_audio_tokens", "output_audio");
    return {
      draft: {
        // Audio is a part of the input in a draft, and apart from it here.
        input: plus(input, audio),
        inputAudio: audio,
        cacheRead: read,
        cacheWrite5m: usage.count(
          "input_cache_creation_5m",
          "cache_creation_input_tokens",
          "input_cache_creation",
        ),
        cacheWrite1h: usage.count("input_cache_creation_1h"),
        output: plus(output, spoken),
        outputAudio: spoken,
        reasoning: usage.count("output_reasoning_tokens", "output_reasoning", "reasoning_tokens"),
        total: usage.count("total", "total_tokens"),
      },
      convention: { inputIncludesCache: false, outputIncludesReasoning: false },
      model: payload.text("langfuse.observation.model.name", "model"),
    };
  },
};
