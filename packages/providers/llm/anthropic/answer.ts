import { type Fields, fieldsOf, listOf, textOf } from "../fields.ts";
import { unlisted } from "../openai/listed.ts";
import { inputOf } from "./blocks.ts";
import { messagesUsageOf } from "./usage.ts";

/** Anthropic's message for an answer of OpenAI's chat completions: its first choice. */
export function messageOf(completion: Fields, model: string): Fields {
  const choice = fieldsOf(listOf(completion.choices)[0]);
  const message = unlisted(fieldsOf(choice.message));
  const calls = listOf(message.tool_calls).map(fieldsOf);
  const stop = stopOf(choice, calls.length > 0, textOf(message.refusal) !== "");
  return {
    id: messageIdOf(textOf(completion.id)),
    type: "message",
    role: "assistant",
    model: textOf(completion.model) || model,
    content: [
      ...thoughtsOf(message),
      ...textsOf(message).map((text) => ({ type: "text", text, citations: null })),
      ...calls.map((call) => {
        const asked = fieldsOf(call.function);
        return {
          type: "tool_use",
          id: textOf(call.id),
          name: textOf(asked.name),
          input: inputOf(textOf(asked.arguments)),
        };
      }),
    ],
    ...stop,
    usage: messagesUsageOf(completion.usage),
  };
}

export const messageIdOf = (id: string): string => (id.startsWith("msg_") ? id : `msg_${id}`);

/** The names under which chat completions of several makers give what a model thought. */
export const thoughtOf = (message: Fields): string =>
  textOf(message.reasoning_content) || textOf(message.reasoning);

function thoughtsOf(message: Fields): Fields[] {
  const signed = listOf(message.thinking_blocks).map(fieldsOf);
  if (signed.length > 0) return signed;
  const thinking = thoughtOf(message);
  return thinking === "" ? [] : [{ type: "thinking", thinking, signature: "" }];
}

function textsOf(message: Fields): string[] {
  return [textOf(message.content), textOf(message.refusal)].filter((text) => text !== "");
}

const reasons: Readonly<Record<string, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  function_call: "tool_use",
  content_filter: "refusal",
};

/** vLLM tells in `stop_reason` which sequence ended the text; OpenAI does not tell. */
export function stopOf(
  choice: Fields,
  calledTools: boolean,
  refused: boolean,
): { stop_reason: string; stop_sequence: string | null } {
  const sequence = textOf(choice.stop_reason);
  if (calledTools && choice.finish_reason !== "length")
    return { stop_reason: "tool_use", stop_sequence: null };
  if (refused) return { stop_reason: "refusal", stop_sequence: null };
  if (choice.finish_reason === "stop" && sequence !== "")
    return { stop_reason: "stop_sequence", stop_sequence: sequence };
  return { stop_reason: reasons[textOf(choice.finish_reason)] ?? "end_turn", stop_sequence: null };
}
