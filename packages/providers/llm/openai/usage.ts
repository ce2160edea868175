import { countOf, type Fields, fieldsOf } from "../fields.ts";

/** OpenAI counts into the input what Anthropic counts apart: what a cache gave and what was written to it. */
export function chatUsageOf(stated: unknown): Fields {
  const usage = fieldsOf(stated);
  const read = countOf(usage.cache_read_input_tokens);
  const written = countOf(usage.cache_creation_input_tokens);
  const input = countOf(usage.input_tokens) + read + written;
  const output = countOf(usage.output_tokens);
  const thought = countOf(fieldsOf(usage.output_tokens_details).thinking_tokens);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: read, ...(written > 0 && { cache_write_tokens: written }) },
    completion_tokens_details: { reasoning_tokens: thought },
  };
}
