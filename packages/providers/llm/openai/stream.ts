import { type Fields, fieldsOf, textOf, type WireEvent } from "../fields.ts";
import { finishOf } from "./answer.ts";
import { chatUsageOf } from "./usage.ts";

type Block = {
  type: string;
  call: number;
  thinking: string;
  signature: string;
  stated: Fields;
  pieces: number;
};

/**
 * Chunks of OpenAI's chat completions for events of Anthropic's messages.
 * @param withUsage whether the caller asked for the chunk that states it
 */
export function toChatChunks(model: string, createdSeconds: number, withUsage: boolean) {
  let id = "";
  let named = model;
  let calls = 0;
  let finish: string | null = null;
  const usage: Fields = {};
  const blocks = new Map<unknown, Block>();

  const frame = () => ({ id, object: "chat.completion.chunk", created: createdSeconds, model: named });
  const chunk = (delta: Fields, finishReason: string | null = null): WireEvent => ({
    event: "",
    data: {
      ...frame(),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...(withUsage && { usage: null }),
    },
  });
  const callPiece = (block: Block, fields: Fields) =>
    chunk({ tool_calls: [{ index: block.call, ...fields }] });
  /** A later event states anew what it knows better. */
  const note = (stated: unknown) => {
    for (const [name, value] of Object.entries(fieldsOf(stated))) if (value !== null) usage[name] = value;
  };

  function begin(index: unknown, stated: Fields): WireEvent[] {
    const type = textOf(stated.type);
    const block = { type, call: -1, thinking: "", signature: "", stated, pieces: 0 };
    blocks.set(index, block);
    if (type === "text" && textOf(stated.text) !== "") return [chunk({ content: stated.text })];
    if (type === "redacted_thinking") return [chunk({ thinking_blocks: [stated] })];
    if (type !== "tool_use") return [];
    block.call = calls++;
    const made = { name: textOf(stated.name), arguments: "" };
    return [callPiece(block, { id: textOf(stated.id), type: "function", function: made })];
  }

  function go(block: Block, delta: Fields): WireEvent[] {
    if (delta.type === "text_delta") return [chunk({ content: textOf(delta.text) })];
    if (delta.type === "thinking_delta") {
      block.thinking += textOf(delta.thinking);
      return [chunk({ reasoning_content: textOf(delta.thinking) })];
    }
    if (delta.type === "signature_delta") block.signature += textOf(delta.signature);
    if (delta.type !== "input_json_delta" || textOf(delta.partial_json) === "") return [];
    block.pieces++;
    return [callPiece(block, { function: { arguments: textOf(delta.partial_json) } })];
  }

  function stop(block: Block): WireEvent[] {
    if (block.type === "thinking") {
      const { thinking, signature } = block;
      return [chunk({ thinking_blocks: [{ type: "thinking", thinking, signature }] })];
    }
    // A tool without input may come without pieces: the arguments are an object all the same.
    if (block.type !== "tool_use" || block.pieces > 0) return [];
    return [callPiece(block, { function: { arguments: JSON.stringify(block.stated.input ?? {}) } })];
  }

  return {
    take(event: Fields): WireEvent[] {
      const block = blocks.get(event.index);
      if (event.type === "message_start") {
        const message = fieldsOf(event.message);
        id = textOf(message.id);
        named = textOf(message.model) || model;
        note(message.usage);
        return [chunk({ role: "assistant", content: "", refusal: null })];
      }
      if (event.type === "content_block_start") return begin(event.index, fieldsOf(event.content_block));
      if (event.type === "content_block_delta" && block) return go(block, fieldsOf(event.delta));
      if (event.type === "content_block_stop" && block) return stop(block);
      if (event.type === "message_delta") {
        note(event.usage);
        const reason = fieldsOf(event.delta).stop_reason;
        if (reason) finish = finishOf(reason);
      }
      return event.type === "message_stop" ? end() : [];
    },
  };

  function end(): WireEvent[] {
    return [
      chunk({}, finish ?? "stop"),
      ...(withUsage && Object.keys(usage).length > 0
        ? [{ event: "", data: { ...frame(), choices: [], usage: chatUsageOf(usage) } }]
        : []),
      { event: "", data: "[DONE]" as const },
    ];
  }
}
