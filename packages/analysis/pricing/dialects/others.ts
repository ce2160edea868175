import type { Dialect } from "./dialect.ts";

const plain = { inputIncludesCache: true, outputIncludesReasoning: true };

/** Ollama's own API; its OpenAI-compatible one is `openai-chat`. */
export const ollama: Dialect = {
  name: "ollama",
  recognises: (payload) => payload.has("eval_count", "prompt_eval_count"),
  read: (payload) =>
    payload.has("eval_count", "prompt_eval_count")
      ? {
          draft: { input: payload.count("prompt_eval_count"), output: payload.count("eval_count") },
          convention: plain,
          model: payload.text("model"),
        }
      : null,
};

/** Cohere bills `billed_units`; `tokens` counts its own additions to the prompt too. */
export const cohere: Dialect = {
  name: "cohere",
  recognises: (payload) => payload.has("meta.billed_units", "usage.billed_units", "billed_units"),
  read: (payload) => {
    const billed = payload.within("meta.billed_units", "usage.billed_units", "billed_units");
    if (!billed?.has("input_tokens", "output_tokens")) return null;
    return {
      draft: { input: billed.count("input_tokens"), output: billed.count("output_tokens") },
      convention: plain,
      model: payload.text("model"),
    };
  },
};

/** Mistral's text recognition, billed by the page. */
export const pages: Dialect = {
  name: "pages",
  recognises: (payload) => payload.has("usage_info.pages_processed"),
  read: (payload) =>
    payload.has("usage_info.pages_processed")
      ? {
          draft: { pages: payload.count("usage_info.pages_processed") },
          convention: plain,
          model: payload.text("model"),
        }
      : null,
};

/**
 * Nothing but `input_tokens` and `output_tokens`: Anthropic, OpenAI and LangChain mean the same by them when nothing
 * was cached.
 */
export const sums: Dialect = {
  name: "sums",
  recognises: (payload) =>
    payload.has("usage.input_tokens", "input_tokens", "usage.inputTokens", "inputTokens"),
  read: (payload) => {
    const usage = payload.within("usage") ?? payload;
    const input = usage.count("input_tokens", "inputTokens");
    const output = usage.count("output_tokens", "outputTokens");
    if (input === null && output === null) return null;
    return {
      draft: { input, output, total: usage.count("total_tokens", "totalTokens") },
      convention: plain,
      model: payload.text("model"),
      serviceTier: usage.text("service_tier") ?? payload.text("service_tier"),
    };
  },
};
