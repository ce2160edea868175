import { isFields, type Source } from "../source.ts";
import type { Dialect } from "./dialect.ts";

const details = ["input_tokens_details", "input_token_details"] as const;
const outputDetails = ["output_tokens_details", "output_token_details"] as const;
const under = (folders: readonly string[], name: string) => folders.map((folder) => `${folder}.${name}`);

/** Searches are charged by the call and appear only as items of the answer. */
function callsOf(payload: Source, type: string): number {
  return payload
    .list("output")
    .filter((item) => isFields(item) && item.type === type)
    .filter((item) => !isFields(item) || !isFields(item.action) || item.action.type === "search").length;
}

/**
 * `usage` of responses, realtime, images and transcriptions: the newer names, with the same meaning as in chat.
 * Realtime splits text, audio and image, also of what was cached. Transcriptions may state seconds instead of tokens.
 */
export const openaiResponses: Dialect = {
  name: "openai-responses",
  recognises: (payload) => {
    const usage = payload.within("response.usage", "usage") ?? payload;
    return (
      usage.has(...details, ...outputDetails, "seconds") &&
      !usage.has("input_token_details.cache_read", "input_token_details.cache_creation") &&
      !usage.has("output_token_details.reasoning", "cache_read_input_tokens", "cache_creation_input_tokens")
    );
  },
  read: (outer) => {
    // The last event of a stream carries the whole response.
    const payload = outer.within("response") ?? outer;
    const usage = payload.within("usage") ?? payload;
    const seconds = usage.seconds("seconds");
    if (seconds === null && !usage.has("input_tokens", "output_tokens")) return null;
    const audio = usage.count(...under(outputDetails, "audio_tokens"));
    return {
      draft: {
        input: usage.count("input_tokens"),
        cacheRead: usage.count(...under(details, "cached_tokens")),
        cacheReadAudio: usage.count(...under(details, "cached_tokens_details.audio_tokens")),
        cacheReadImage: usage.count(...under(details, "cached_tokens_details.image_tokens")),
        cacheWrite5m:
          usage.count(...under(details, "cache_write_tokens_details.ttl_30m_tokens")) ??
          usage.count(...under(details, "cache_write_tokens")),
        cacheWrite1h: usage.count(...under(details, "cache_write_tokens_details.ttl_12h_tokens")),
        inputAudio: usage.count(...under(details, "audio_tokens")),
        inputImage: usage.count(...under(details, "image_tokens")),
        output: usage.count("output_tokens"),
        reasoning: usage.count(...under(outputDetails, "reasoning_tokens")),
        outputAudio: audio,
        outputImage: usage.count(...under(outputDetails, "image_tokens")),
        total: usage.count("total_tokens"),
        audioSeconds: seconds,
        webSearches: callsOf(payload, "web_search_call"),
        fileSearches: callsOf(payload, "file_search_call"),
      },
      convention: { inputIncludesCache: true, outputIncludesReasoning: true },
      model: payload.text("model"),
      serviceTier: payload.text("service_tier"),
    };
  },
};
