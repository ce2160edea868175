import { type Fields, fieldsOf, listOf, textOf } from "../fields.ts";
import type { Channels, Checks } from "./stream-form.ts";
import type { TextWindow } from "./text-window.ts";

/** Names under which chunks bring texts; a thought ends when the answer begins. */
const texts = ["reasoning_content", "reasoning", "refusal", "content"] as const;

type Choice = { windows: Map<string, TextWindow>; tools: Map<number, string> };

/** Chunks of chat completions. Arguments of a tool wait until they are whole. */
export function chatChannels(checks: Checks): Channels {
  const choices = new Map<number, Choice>();
  let frame: Fields = {};

  const choiceAt = (index: number): Choice => {
    let choice = choices.get(index);
    if (!choice) {
      choice = { windows: new Map(), tools: new Map() };
      choices.set(index, choice);
    }
    return choice;
  };
  const chunk = (index: number, delta: Fields): Fields => ({
    ...frame,
    choices: [{ index, delta, logprobs: null, finish_reason: null }],
  });
  /** What a choice still holds, as chunks. @param but a text that goes on */
  const flush = (index: number, choice: Choice, but: string | null, withTools: boolean): Fields[] => {
    const out: Fields[] = [];
    for (const [name, window] of choice.windows) {
      const held = name === but ? "" : window.flush();
      if (held !== "") out.push(chunk(index, { [name]: held }));
    }
    if (!withTools) return out;
    for (const [tool, text] of choice.tools)
      if (text !== "")
        out.push(chunk(index, { tool_calls: [{ index: tool, function: { arguments: checks.json(text) } }] }));
    choice.tools.clear();
    return out;
  };

  function takeChoice(stated: Fields): { before: Fields[]; choice: Fields; isEmpty: boolean } {
    const index = typeof stated.index === "number" ? stated.index : 0;
    const choice = choiceAt(index);
    const delta: Fields = { ...fieldsOf(stated.delta) };
    const before: Fields[] = [];
    let said = false;
    for (const name of texts) {
      const piece = textOf(delta[name]);
      if (piece === "") continue;
      before.push(...flush(index, choice, name, false));
      let window = choice.windows.get(name);
      if (!window) {
        window = checks.open();
        choice.windows.set(name, window);
      }
      delta[name] = window.push(piece);
      if (delta[name] === "") delete delta[name];
      else said = true;
    }
    if (delta.thinking_blocks) delta.thinking_blocks = checks.repeated(delta.thinking_blocks);
    const calls = listOf(delta.tool_calls).map(fieldsOf);
    if (calls.length > 0) {
      before.push(...flush(index, choice, null, false));
      delta.tool_calls = calls.map((call, at) => hold(choice, call, at));
    }
    if (stated.finish_reason) before.push(...flush(index, choice, null, true));
    const others = Object.keys(delta).filter((name) => name !== "role");
    const isEmpty = !said && others.length === 0 && !stated.finish_reason && delta.role === undefined;
    // Probabilities repeat the text token by token, before it is known what becomes of it.
    return { before, choice: { ...stated, delta, logprobs: null }, isEmpty };
  }

  function hold(choice: Choice, call: Fields, at: number): Fields {
    const index = typeof call.index === "number" ? call.index : at;
    const made = fieldsOf(call.function);
    choice.tools.set(index, (choice.tools.get(index) ?? "") + textOf(made.arguments));
    return { ...call, ...(call.function !== undefined && { function: { ...made, arguments: "" } }) };
  }

  return {
    take(event) {
      const stated = listOf(event.choices).map(fieldsOf);
      if (stated.length === 0) return [event];
      const { choices: _choices, usage: _usage, ...rest } = event;
      frame = rest;
      const taken = stated.map(takeChoice);
      const kept = taken.filter(({ isEmpty }) => !isEmpty).map(({ choice }) => choice);
      const whole = kept.length > 0 || event.usage ? [{ ...event, choices: kept }] : [];
      return [...taken.flatMap(({ before }) => before), ...whole];
    },
    end: () => [...choices].flatMap(([index, choice]) => flush(index, choice, null, true)),
  };
}
