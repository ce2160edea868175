import { isFields, sourceOf } from "../source.ts";
import type { Dialect } from "./dialect.ts";

/**
 * `usage` of messages: `input_tokens` counts neither what was read from a cache nor what was written to it; thinking is
 * part of `output_tokens`. Also what Bedrock and Vertex answer for the same models.
 */
export const anthropic: Dialect = {
  name: "anthropic",
  recognises: (payload) => {
    if (payload.text("type") === "message" && payload.has("usage.input_tokens")) return true;
    const usage = payload.within("message.usage", "usage") ?? payload;
    return (
      usage.has("input_tokens", "output_tokens") &&
      usage.has(
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "cache_creation",
        "server_tool_use",
      ) &&
      !usage.has("prompt_tokens")
    );
  },
  read: (outer) => {
    const payload = outer.within("message") ?? outer;
    const usage = payload.within("usage") ?? payload;
    if (!usage.has("input_tokens", "output_tokens")) return null;
    const written = usage.count("cache_creation_input_tokens");
    const long = usage.count("cache_creation.ephemeral_1h_input_tokens");
    const brief = usage.count("cache_creation.ephemeral_5m_input_tokens");
    const speed = usage.text("speed");
    return {
      draft: {
        input: usage.count("input_tokens"),
        cacheRead: usage.count("cache_read_input_tokens"),
        // The sum is the older field; without the split everything lived five minutes.
        cacheWrite5m: brief ?? (written === null ? null : Math.max(0, written - (long ?? 0))),
        cacheWrite1h: long,
        output: usage.count("output_tokens"),
        reasoning: usage.count(
          "output_tokens_details.thinking_tokens",
          "output_tokens_details.reasoning_tokens",
        ),
        webSearches: usage.count("server_tool_use.web_search_requests"),
      },
      convention: { inputIncludesCache: false, outputIncludesReasoning: true, firm: true },
      model: payload.text("model"),
      serviceTier: speed === "fast" ? "fast" : usage.text("service_tier"),
      region: usage.text("inference_geo"),
    };
  },
};

/**
 * One usage of the events of a stream: `message_start` states the input, each `message_delta` the output so far and
 * newer counts of the input, where it has any.
 */
export function usageOfAnthropicEvents(events: readonly unknown[]): Record<string, unknown> {
  const usage: Record<string, unknown> = {};
  let model: string | null = null;
  for (const event of events) {
    const source = sourceOf(event);
    model = source?.text("message.model") ?? model;
    const stated = source?.value("message.usage", "usage");
    if (!isFields(stated)) continue;
    for (const [name, value] of Object.entries(stated)) if (value !== null) usage[name] = value;
  }
  return { model, usage };
}
