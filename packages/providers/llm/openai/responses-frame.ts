import { countOf, type Fields, fieldsOf } from "../fields.ts";

/** What is known of a response before a word of it was said. */
export type ResponseFrame = {
  /** The caller's body, which a response repeats. */
  request: Fields;
  /** Of the call: the names of the response and its items are made of it. */
  id: string;
  /** Unless the provider names one. */
  model: string;
  createdSeconds: number;
};

export type ResponseEnd = { status: string; incomplete_details: { reason: string } | null };

/** As OpenAI tells a response. Nothing of it is kept: `store` is false, whatever was asked. */
export function responseOfFrame(frame: ResponseFrame, model: string, said: Fields): Fields {
  const { request } = frame;
  const or = (name: string, value: unknown) => request[name] ?? value;
  return {
    id: `resp_${frame.id}`,
    object: "response",
    created_at: frame.createdSeconds,
    background: false,
    error: null,
    instructions: or("instructions", null),
    max_output_tokens: or("max_output_tokens", null),
    max_tool_calls: or("max_tool_calls", null),
    metadata: or("metadata", {}),
    model: model || frame.model,
    parallel_tool_calls: or("parallel_tool_calls", true),
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...fieldsOf(request.reasoning) },
    service_tier: "default",
    store: false,
    temperature: or("temperature", 1),
    text: { format: { type: "text" }, ...fieldsOf(request.text) },
    tool_choice: or("tool_choice", "auto"),
    tools: or("tools", []),
    top_logprobs: 0,
    top_p: or("top_p", 1),
    truncation: "disabled",
    user: or("user", null),
    ...said,
  };
}

/** Why a chat's answer ended, in a response's words. */
export function endOf(finishReason: unknown): ResponseEnd {
  const reason =
    finishReason === "length"
      ? "max_output_tokens"
      : finishReason === "content_filter"
        ? "content_filter"
        : null;
  if (reason === null) return { status: "completed", incomplete_details: null };
  return { status: "incomplete", incomplete_details: { reason } };
}

/** The same counts under their newer names; null where none were stated. */
export function responsesUsageOf(stated: unknown): Fields | null {
  const usage = fieldsOf(stated);
  if (Object.keys(usage).length === 0) return null;
  const details = fieldsOf(usage.prompt_tokens_details);
  const input = countOf(usage.prompt_tokens);
  const output = countOf(usage.completion_tokens);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: countOf(details.cached_tokens) || countOf(usage.prompt_cache_hit_tokens),
      cache_write_tokens: countOf(details.cache_write_tokens),
    },
    output_tokens: output,
    output_tokens_details: {
      reasoning_tokens: countOf(fieldsOf(usage.completion_tokens_details).reasoning_tokens),
    },
    total_tokens: countOf(usage.total_tokens) || input + output,
  };
}

export const messageItem = (id: string, status: string, content: readonly Fields[]): Fields => ({
  id,
  type: "message",
  status,
  role: "assistant",
  content,
});

export const textPart = (text: string): Fields => ({
  type: "output_text",
  text,
  annotations: [],
  logprobs: [],
});
export const refusalPart = (refusal: string): Fields => ({ type: "refusal", refusal });

export type Called = { id: string; callId: string; name: string; arguments: string };

export const callItem = (call: Called, status: string): Fields => ({
  id: call.id,
  type: "function_call",
  status,
  call_id: call.callId,
  name: call.name,
  arguments: call.arguments,
});

/** Names of calls as the model's maker gave them; of a maker that gives none, or one twice, names of our own. */
export function callIds(frame: ResponseFrame) {
  const given = new Set<string>();
  return (stated: string): string => {
    const id = stated !== "" && !given.has(stated) ? stated : `call_${frame.id}_${given.size}`;
    given.add(id);
    return id;
  };
}
