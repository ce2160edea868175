import { isFields, plus, type Source } from "../source.ts";
import type { Dialect } from "./dialect.ts";

/** Tokens of one modality in a list such as `promptTokensDetails`. */
function modality(usage: Source, lists: readonly string[], name: string): number | null {
  const counts = usage
    .list(...lists)
    .filter(isFields)
    .filter((one) => String(one.modality).toUpperCase() === name)
    .map((one) => one.tokenCount ?? one.token_count)
    .map((count) => (typeof count === "number" && count >= 0 ? count : null));
  return plus(...counts);
}

const prompt = ["promptTokensDetails", "prompt_tokens_details"];
const toolPrompt = ["toolUsePromptTokensDetails", "tool_use_prompt_tokens_details"];
const cached = ["cacheTokensDetails", "cache_tokens_details"];
const answer = [
  "candidatesTokensDetails",
  "candidates_tokens_details",
  "responseTokensDetails",
  "response_tokens_details",
];

/**
 * `usageMetadata` of the Gemini API, Vertex AI and the Live API. The prompt counts what was cached; what tools put in
 * and what was thought are counted apart from prompt and candidates, and billed like them.
 */
export const gemini: Dialect = {
  name: "gemini",
  recognises: (payload) =>
    payload.has(
      "usageMetadata",
      "promptTokenCount",
      "usage_metadata.prompt_token_count",
      "prompt_token_count",
    ) && !payload.has("generation_token_count"),
  read: (payload) => {
    const usage = payload.within("usageMetadata", "usage_metadata") ?? payload;
    const stated = usage.count("promptTokenCount", "prompt_token_count");
    const output = usage.count(
      "candidatesTokenCount",
      "candidates_token_count",
      "responseTokenCount",
      "response_token_count",
    );
    if (stated === null && output === null) return null;
    const both = [prompt, toolPrompt];
    const traffic = usage.text("trafficType", "traffic_type");
    return {
      draft: {
        input: plus(stated, usage.count("toolUsePromptTokenCount", "tool_use_prompt_token_count")),
        cacheRead: usage.count("cachedContentTokenCount", "cached_content_token_count"),
        cacheReadAudio: modality(usage, cached, "AUDIO"),
        cacheReadImage: modality(usage, cached, "IMAGE"),
        inputAudio: plus(...both.map((list) => modality(usage, list, "AUDIO"))),
        inputImage: plus(...both.map((list) => modality(usage, list, "IMAGE"))),
        inputVideo: plus(...both.map((list) => modality(usage, list, "VIDEO"))),
        output,
        reasoning: usage.count("thoughtsTokenCount", "thoughts_token_count"),
        outputAudio: modality(usage, answer, "AUDIO"),
        outputImage: modality(usage, answer, "IMAGE"),
        outputVideo: modality(usage, answer, "VIDEO"),
        total: usage.count("totalTokenCount", "total_token_count"),
      },
      convention: { inputIncludesCache: true, outputIncludesReasoning: false },
      model: payload.text("modelVersion", "model_version", "model"),
      serviceTier: traffic?.includes("PROVISIONED")
        ? "provisioned"
        : usage.text("serviceTier", "service_tier"),
    };
  },
};
