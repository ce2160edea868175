import { countOf, type Fields, fieldsOf } from "../fields.ts";

/** Anthropic counts apart what OpenAI counts into the input: what a cache gave and what was written to it. */
export function messagesUsageOf(stated: unknown): Fields {
  const usage = fieldsOf(stated);
  const details = fieldsOf(usage.prompt_tokens_details);
  const read = countOf(details.cached_tokens) || countOf(usage.prompt_cache_hit_tokens);
  const written = countOf(details.cache_write_tokens);
  const thought = countOf(fieldsOf(usage.completion_tokens_details).reasoning_tokens);
  return {
    input_tokens: Math.max(0, countOf(usage.prompt_tokens) - read - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: countOf(usage.completion_tokens),
    ...(thought > 0 && { output_tokens_details: { thinking_tokens: thought } }),
  };
}
