import { type Fields, fieldsOf, listOf, textOf } from "../fields.ts";
import { chatUsageOf } from "./usage.ts";

/**
 * OpenAI's chat completion for a message of Anthropic. Thoughts are in `reasoning_content`, where many makers put them,
 * and whole and signed in `thinking_blocks`, to be sent back with the results of tools.
 */
export function completionOf(message: Fields, model: string, createdSeconds: number): Fields {
  const blocks = listOf(message.content).map(fieldsOf);
  const thoughts = blocks.filter((block) => block.type === "thinking" || block.type === "redacted_thinking");
  const calls = blocks.filter((block) => block.type === "tool_use").map(toolCallOf);
  const text = blocks.map((block) => (block.type === "text" ? textOf(block.text) : "")).join("");
  const refused = message.stop_reason === "refusal";
  return {
    id: textOf(message.id),
    object: "chat.completion",
    created: createdSeconds,
    model: textOf(message.model) || model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: text === "" && (calls.length > 0 || refused) ? null : text,
          refusal: null,
          ...(calls.length > 0 && { tool_calls: calls }),
          ...(thoughts.length > 0 && {
            reasoning_content: thoughts.map((block) => textOf(block.thinking)).join(""),
            thinking_blocks: thoughts,
          }),
        },
        logprobs: null,
        finish_reason: finishOf(message.stop_reason),
      },
    ],
    usage: chatUsageOf(message.usage),
  };
}

function toolCallOf(block: Fields): Fields {
  return {
    id: textOf(block.id),
    type: "function",
    function: { name: textOf(block.name), arguments: JSON.stringify(block.input ?? {}) },
  };
}

const finishes: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  pause_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

export const finishOf = (stopReason: unknown): string => finishes[textOf(stopReason)] ?? "stop";
