import { type Fields, fieldsOf, listOf, textOf, type WireEvent } from "../fields.ts";
import { unlisted } from "../openai/listed.ts";
import { messageIdOf, stopOf, thoughtOf } from "./answer.ts";
import { messagesUsageOf } from "./usage.ts";

type Call = { block: number; id: string; arguments: string; open: boolean };

/**
 * Anthropic's events for chunks of OpenAI's chat completions. A block is begun when its first piece comes; a text or a
 * thought ends when another block begins, a call of a tool when its arguments are whole or the answer ends, because
 * pieces of several calls may come mixed. How much was read is known at the end only, as OpenAI tells it there.
 */
export function toMessagesEvents(model: string) {
  let begun = false;
  let blocks = 0;
  let told: { index: number; type: "text" | "thinking" } | null = null;
  const calls = new Map<number, Call>();
  let calledTools = false;
  let refused = false;
  let last: Fields = {};
  let usage: unknown = null;

  const event = (type: string, fields: Fields): WireEvent => ({ event: type, data: { type, ...fields } });
  const delta = (index: number, fields: Fields) => event("content_block_delta", { index, delta: fields });
  const stop = (index: number) => event("content_block_stop", { index });

  function begin(chunk: Fields): WireEvent[] {
    if (begun) return [];
    begun = true;
    const message = {
      id: messageIdOf(textOf(chunk.id)),
      type: "message",
      role: "assistant",
      model: textOf(chunk.model) || model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: messagesUsageOf(null),
    };
    return [event("message_start", { message })];
  }

  function closeTold(): WireEvent[] {
    const open = told;
    told = null;
    if (!open) return [];
    // Nobody signed it: Anthropic would not take it back, and clients want the field.
    return [
      ...(open.type === "thinking" ? [delta(open.index, { type: "signature_delta", signature: "" })] : []),
      stop(open.index),
    ];
  }

  function tell(type: "text" | "thinking", text: string): WireEvent[] {
    if (text === "") return [];
    const before = told?.type === type ? [] : [...closeTold(), ...closeCalls(false)];
    if (told?.type !== type) {
      told = { index: blocks++, type };
      const empty =
        type === "text" ? { type, text: "", citations: null } : { type, thinking: "", signature: "" };
      before.push(event("content_block_start", { index: told.index, content_block: empty }));
    }
    const piece = type === "text" ? { type: "text_delta", text } : { type: "thinking_delta", thinking: text };
    return [...before, delta(told.index, piece)];
  }

  function closeCalls(all: boolean): WireEvent[] {
    const closed: WireEvent[] = [];
    for (const call of calls.values()) {
      if (!call.open || !(all || isWhole(call.arguments))) continue;
      call.open = false;
      closed.push(stop(call.block));
    }
    return closed;
  }

  function callTool(piece: Fields): WireEvent[] {
    const position = typeof piece.index === "number" ? piece.index : calls.size;
    const id = textOf(piece.id);
    const asked = fieldsOf(piece.function);
    const events: WireEvent[] = [];
    let call = calls.get(position);
    // Some makers count every call as the first: another id is another call.
    if (!call || (id !== "" && id !== call.id)) {
      events.push(...closeTold(), ...closeCalls(false));
      if (call) calls.set(-1 - blocks, call);
      call = { block: blocks++, id, arguments: "", open: true };
      calls.set(position, call);
      calledTools = true;
      const block = { type: "tool_use", id, name: textOf(asked.name), input: {} };
      events.push(event("content_block_start", { index: call.block, content_block: block }));
    }
    const text = textOf(asked.arguments);
    call.arguments += text;
    if (text !== "") events.push(delta(call.block, { type: "input_json_delta", partial_json: text }));
    return events;
  }

  return {
    take(chunk: Fields): WireEvent[] {
      const events = begin(chunk);
      if (chunk.usage) usage = chunk.usage;
      const choice = fieldsOf(listOf(chunk.choices)[0]);
      const said = unlisted(fieldsOf(choice.delta));
      const refusal = textOf(said.refusal);
      refused ||= refusal !== "";
      events.push(...tell("thinking", thoughtOf(said)), ...tell("text", textOf(said.content) + refusal));
      for (const piece of listOf(said.tool_calls)) events.push(...callTool(fieldsOf(piece)));
      if (choice.finish_reason) last = choice;
      return events;
    },
    /** When the stream said that it is done. */
    end(): WireEvent[] {
      return [
        ...begin({}),
        ...closeTold(),
        ...closeCalls(true),
        event("message_delta", { delta: stopOf(last, calledTools, refused), usage: messagesUsageOf(usage) }),
        event("message_stop", {}),
      ];
    },
  };
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}
