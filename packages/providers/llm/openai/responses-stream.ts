import { thoughtOf } from "../anthropic/answer.ts";
import { type Fields, fieldsOf, isFields, listOf, textOf, type WireEvent } from "../fields.ts";
import { unlisted } from "./listed.ts";
import {
  type Called,
  callIds,
  callItem,
  endOf,
  messageItem,
  type ResponseFrame,
  refusalPart,
  responseOfFrame,
  responsesUsageOf,
  textPart,
} from "./responses-frame.ts";
import { reasoningItemOf, sealOf } from "./responses-thoughts.ts";

type Message = { type: "message"; id: string; index: number; parts: Fields[]; text: string };
type Thought = { type: "reasoning"; id: string; index: number; text: string };
type Call = Called & { stated: string; index: number; open: boolean };

/**
 * OpenAI's response events for chunks of chat completions. An item is begun with its first piece. A message or a thought
 * ends when something else begins; a call when its arguments are whole and something else begins, or with the answer,
 * because pieces of several calls may come mixed.
 */
export function toResponseEvents(frame: ResponseFrame) {
  let begun = false;
  let sequence = 0;
  let model = "";
  const output: Fields[] = [];
  let items = 0;
  const made = { msg: 0, rs: 0, fc: 0 };
  let told: Message | Thought | null = null;
  const calls = new Map<number, Call>();
  const callIdOf = callIds(frame);
  let finish: unknown = null;
  let usage: unknown = null;

  const event = (type: string, fields: Fields): WireEvent => ({
    event: type,
    data: { type, sequence_number: sequence++, ...fields },
  });
  const idOf = (kind: keyof typeof made): string => `${kind}_${frame.id}_${made[kind]++}`;
  const added = (index: number, item: Fields) =>
    event("response.output_item.added", { output_index: index, item });
  const done = (index: number, item: Fields): WireEvent => {
    output[index] = item;
    return event("response.output_item.done", { output_index: index, item });
  };

  function begin(chunk: Fields): WireEvent[] {
    if (model === "") model = textOf(chunk.model);
    if (begun) return [];
    begun = true;
    const unsaid = { status: "in_progress", incomplete_details: null, output: [], usage: null };
    const response = responseOfFrame(frame, model, unsaid);
    return [event("response.created", { response }), event("response.in_progress", { response })];
  }

  // --- what is said ---

  /** Where the open part of a message is. */
  const partAt = (message: Message) => ({
    item_id: message.id,
    output_index: message.index,
    content_index: message.parts.length - 1,
  });

  function closePart(message: Message): WireEvent[] {
    const open = message.parts.at(-1);
    if (!open) return [];
    const { text } = message;
    const isText = open.type === "output_text";
    const part = isText ? textPart(text) : refusalPart(text);
    const at = partAt(message);
    message.parts[message.parts.length - 1] = part;
    return [
      isText
        ? event("response.output_text.done", { ...at, text, logprobs: [] })
        : event("response.refusal.done", { ...at, refusal: text }),
      event("response.content_part.done", { ...at, part }),
    ];
  }

  function openPart(message: Message, part: Fields): WireEvent[] {
    message.parts.push(part);
    message.text = "";
    return [event("response.content_part.added", { ...partAt(message), part })];
  }

  function closeTold(status = "completed"): WireEvent[] {
    const open = told;
    told = null;
    if (!open) return [];
    if (open.type === "reasoning") return closeThought(open, {});
    return [...closePart(open), done(open.index, messageItem(open.id, status, open.parts))];
  }

  function say(type: "output_text" | "refusal", text: string): WireEvent[] {
    if (text === "") return [];
    const events = told?.type === "message" ? [] : [...closeTold(), ...closeCalls(false)];
    const message = told?.type === "message" ? told : openMessage(events);
    if (message.parts.at(-1)?.type !== type)
      events.push(
        ...closePart(message),
        ...openPart(message, type === "output_text" ? textPart("") : refusalPart("")),
      );
    message.text += text;
    const at = partAt(message);
    events.push(
      type === "output_text"
        ? event("response.output_text.delta", { ...at, delta: text, logprobs: [] })
        : event("response.refusal.delta", { ...at, delta: text }),
    );
    return events;
  }

  function openMessage(events: WireEvent[]): Message {
    const message: Message = { type: "message", id: idOf("msg"), index: items++, parts: [], text: "" };
    told = message;
    events.push(added(message.index, messageItem(message.id, "in_progress", [])));
    return message;
  }

  // --- thoughts ---

  function think(text: string): WireEvent[] {
    if (text === "") return [];
    const events = told?.type === "reasoning" ? [] : [...closeTold(), ...closeCalls(false)];
    let thought = told?.type === "reasoning" ? told : null;
    if (!thought) {
      thought = { type: "reasoning", id: idOf("rs"), index: items++, text: "" };
      told = thought;
      const at = { item_id: thought.id, output_index: thought.index, summary_index: 0 };
      const part = { type: "summary_text", text: "" };
      events.push(
        added(thought.index, reasoningItemOf({}, thought.id)),
        event("response.reasoning_summary_part.added", { ...at, part }),
      );
    }
    thought.text += text;
    const at = { item_id: thought.id, output_index: thought.index, summary_index: 0 };
    events.push(event("response.reasoning_summary_text.delta", { ...at, delta: text }));
    return events;
  }

  /** @param block signed, where the maker signs */
  function closeThought({ id, index, text }: Thought, block: Fields): WireEvent[] {
    const at = { item_id: id, output_index: index, summary_index: 0 };
    const part = { type: "summary_text", text };
    return [
      event("response.reasoning_summary_text.done", { ...at, text }),
      event("response.reasoning_summary_part.done", { ...at, part }),
      done(index, reasoningItemOf({ ...block, thinking: text }, id)),
    ];
  }

  /** A thought's block comes when its text was told; of one that is not told there is the seal only. */
  function seal(block: Fields): WireEvent[] {
    if (sealOf(block) === "") return [];
    if (told?.type === "reasoning" && block.type !== "redacted_thinking") {
      const thought = told;
      told = null;
      return closeThought(thought, block);
    }
    const events = [...think(textOf(block.thinking))];
    if (told?.type === "reasoning" && events.length > 0) return [...events, ...seal(block)];
    events.push(...closeTold(), ...closeCalls(false));
    const id = idOf("rs");
    const index = items++;
    events.push(added(index, reasoningItemOf({}, id)), done(index, reasoningItemOf(block, id)));
    return events;
  }

  // --- calls of tools ---

  function closeCalls(all: boolean): WireEvent[] {
    const closed: WireEvent[] = [];
    for (const call of calls.values()) {
      if (!call.open || !(all || isWhole(call.arguments))) continue;
      if (call.index < 0) closed.push(...openCall(call));
      call.open = false;
      const at = { item_id: call.id, output_index: call.index };
      if (call.arguments === "") {
        call.arguments = "{}";
        closed.push(event("response.function_call_arguments.delta", { ...at, delta: "{}" }));
      }
      const whole = { name: call.name, arguments: call.arguments };
      closed.push(
        event("response.function_call_arguments.done", { ...at, ...whole }),
        done(call.index, callItem(call, "completed")),
      );
    }
    return closed;
  }

  /** What came before its name was known is told at once. */
  function openCall(call: Call): WireEvent[] {
    call.index = items++;
    call.id = idOf("fc");
    call.callId = callIdOf(call.stated);
    const begins = added(call.index, callItem({ ...call, arguments: "" }, "in_progress"));
    return [begins, ...argumentsPiece(call, call.arguments)];
  }

  const argumentsPiece = (call: Call, delta: string): WireEvent[] =>
    delta === ""
      ? []
      : [
          event("response.function_call_arguments.delta", {
            item_id: call.id,
            output_index: call.index,
            delta,
          }),
        ];

  function callTool(piece: Fields): WireEvent[] {
    const position = typeof piece.index === "number" ? piece.index : calls.size;
    const stated = textOf(piece.id);
    const asked = fieldsOf(piece.function);
    const events: WireEvent[] = [];
    let call = calls.get(position);
    // Some makers count every call as the first: another id is another call.
    if (!call || (stated !== "" && call.stated !== "" && stated !== call.stated)) {
      events.push(...closeTold(), ...closeCalls(false));
      if (call) calls.set(-1 - items - calls.size, call);
      call = { id: "", callId: "", stated, name: "", arguments: "", index: -1, open: true };
      calls.set(position, call);
    }
    // Whole already: nothing but space can follow.
    if (!call.open) return events;
    if (call.index < 0) {
      call.stated ||= stated;
      call.name += textOf(asked.name);
      call.arguments += textOf(asked.arguments);
      if (call.name !== "") events.push(...openCall(call));
      return events;
    }
    const delta = textOf(asked.arguments);
    call.arguments += delta;
    events.push(...argumentsPiece(call, delta));
    return events;
  }

  return {
    take(chunk: Fields): WireEvent[] {
      const events = begin(chunk);
      if (isFields(chunk.usage)) usage = chunk.usage;
      const choice = fieldsOf(listOf(chunk.choices)[0]);
      const delta = unlisted(fieldsOf(choice.delta));
      events.push(...think(thoughtOf(delta)));
      for (const block of listOf(delta.thinking_blocks)) events.push(...seal(fieldsOf(block)));
      events.push(...say("output_text", textOf(delta.content)), ...say("refusal", textOf(delta.refusal)));
      for (const piece of listOf(delta.tool_calls)) events.push(...callTool(fieldsOf(piece)));
      if (choice.finish_reason) finish = choice.finish_reason;
      return events;
    },
    /** When the stream said that it is done. */
    end(): WireEvent[] {
      const { status, incomplete_details } = endOf(finish);
      const events = begin({});
      events.push(...closeTold(status), ...closeCalls(true));
      if (items === 0) {
        const message = openMessage(events);
        events.push(...openPart(message, textPart("")), ...closeTold(status));
      }
      const whole = { status, incomplete_details, output, usage: responsesUsageOf(usage) };
      const response = responseOfFrame(frame, model, whole);
      events.push(event(`response.${status}`, { response }));
      return events;
    },
  };
}

/** Arguments are an object: nothing can follow one. */
function isWhole(json: string): boolean {
  if (!json.trimEnd().endsWith("}")) return false;
  try {
    return isFields(JSON.parse(json));
  } catch {
    return false;
  }
}
