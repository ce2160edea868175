import { type Fields, fieldsOf, textOf } from "../fields.ts";
import type { Channels, Checks } from "./stream-form.ts";
import type { TextWindow } from "./text-window.ts";

type Block = { window: TextWindow; kind: "text" | "thinking"; json: string };

/** Anthropic's events. The input of a tool waits until its block ends. */
export function messageChannels(checks: Checks): Channels {
  const blocks = new Map<unknown, Block>();

  const told = (index: unknown, delta: Fields): Fields => ({ type: "content_block_delta", index, delta });
  const textDelta = (kind: Block["kind"], text: string): Fields =>
    kind === "text" ? { type: "text_delta", text } : { type: "thinking_delta", thinking: text };
  const flush = (index: unknown, block: Block): Fields[] => {
    const text = block.window.flush();
    const json = block.json === "" ? "" : checks.json(block.json);
    block.json = "";
    return [
      ...(text === "" ? [] : [told(index, textDelta(block.kind, text))]),
      ...(json === "" ? [] : [told(index, { type: "input_json_delta", partial_json: json })]),
    ];
  };

  function delta(event: Fields, block: Block): Fields[] {
    const stated = fieldsOf(event.delta);
    if (stated.type === "input_json_delta") {
      block.json += textOf(stated.partial_json);
      return [];
    }
    if (stated.type === "text_delta" || stated.type === "thinking_delta") {
      block.kind = stated.type === "text_delta" ? "text" : "thinking";
      const text = block.window.push(textOf(stated.text) + textOf(stated.thinking));
      return text === "" ? [] : [{ ...event, delta: textDelta(block.kind, text) }];
    }
    // A signature closes a thought.
    return [...flush(event.index, block), { ...event, delta: checks.repeated(stated) }];
  }

  return {
    take(event) {
      const block = blocks.get(event.index);
      if (event.type === "content_block_start") {
        blocks.set(event.index, { window: checks.open(), kind: "text", json: "" });
        return [{ ...event, content_block: checks.repeated(event.content_block) }];
      }
      if (event.type === "content_block_delta" && block) return delta(event, block);
      if (event.type !== "content_block_stop" || !block) return [event];
      blocks.delete(event.index);
      return [...flush(event.index, block), event];
    },
    end: () => [...blocks].flatMap(([index, block]) => flush(index, block)),
  };
}
