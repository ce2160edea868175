import { type Fields, isFields } from "../fields.ts";
import { parseWire } from "../wire-json.ts";

/** An answer may repeat what it was asked (a response its instructions): that is not the model's. */
export const answered = ["choices", "content", "output"];
/** Where a request or an answer holds what people and models say: the other fields are settings. */
const spoken = ["messages", "system", "input", "instructions", "prompt", "prediction", ...answered];
/** Within it, what is no text: names, references, data of files. */
const unspoken = new Set([
  ...["type", "role", "id", "name", "status", "model", "tool_call_id", "tool_use_id", "call_id", "item_id"],
  ...["signature", "encrypted_content", "media_type", "detail", "format", "filename", "cache_control"],
  ...["url", "image_url", "file_data", "file_id", "file_url", "data", "finish_reason", "logprobs", "index"],
  ...["annotations", "citations", "caller", "partial_image_b64"],
]);
/** Thoughts of a model are signed: sent back changed, they are refused. They were checked when they were answered. */
const thoughts = new Set(["thinking", "thinking_blocks"]);
/** Deeper than anything that could be read (`wire-json.ts`): nothing is left out. */
const depthMax = 128;
/** A number with fewer digits is nothing that a detector knows. */
const numberMin = 1e6;

export type Change = (text: string) => string;

/**
 * The body with each of its texts replaced by what `change` makes of it; parts that stay are the same objects, and so is
 * the body when nothing changed. Arguments of tools are read as the JSON that they are.
 */
export function changeSpoken(
  body: Fields,
  change: Change,
  withThoughts: boolean,
  where: readonly string[] = spoken,
): Fields {
  let changed: Fields | null = null;
  for (const name of where) {
    const value = body[name];
    if (value === undefined) continue;
    const next = changeTexts(value, change, withThoughts, 0);
    if (next !== value) changed = { ...(changed ?? body), [name]: next };
  }
  return changed ?? body;
}

/** The same for any part of a body. */
export function changeTexts(value: unknown, change: Change, withThoughts: boolean, depth = 0): unknown {
  if (typeof value === "string") return value === "" ? value : change(value);
  if (typeof value === "number") return changeNumber(value, change);
  if (depth > depthMax) return value;
  if (Array.isArray(value)) {
    let changed: unknown[] | null = null;
    for (const [index, each] of value.entries()) {
      const next = changeTexts(each, change, withThoughts, depth + 1);
      if (next === each) continue;
      changed ??= [...value];
      changed[index] = next;
    }
    return changed ?? value;
  }
  if (!isFields(value)) return value;
  // A document in text form: its data are words, and only then.
  const isTextSource = value.type === "text" && typeof value.media_type === "string";
  const isToolUse = typeof value.type === "string" && value.type.endsWith("tool_use");
  if (value.type === "image_generation_call") return value;
  let changed: Fields | null = null;
  for (const [name, each] of Object.entries(value)) {
    if (unspoken.has(name) && !(isTextSource && name === "data")) continue;
    if (!withThoughts && thoughts.has(name)) continue;
    const next =
      name === "arguments" && typeof each === "string"
        ? changeJson(each, change)
        : isToolUse && name === "input"
          ? changeValues(each, change, depth + 1)
          : changeTexts(each, change, withThoughts, depth + 1);
    if (next !== each) changed = { ...(changed ?? value), [name]: next };
  }
  // Probabilities repeat the text token by token.
  if (changed?.logprobs) changed.logprobs = Array.isArray(changed.logprobs) ? [] : null;
  return changed ?? value;
}

function changeNumber(value: number, change: Change): unknown {
  if (!(value >= numberMin) || !Number.isSafeInteger(value)) return value;
  const text = String(value);
  const next = change(text);
  return next === text ? value : next;
}

/** Arguments of a tool as a model wrote them; text as it stands where it is no JSON. */
export function changeJson(text: string, change: Change): string {
  let value: unknown;
  try {
    value = parseWire(text);
  } catch {
    return change(text);
  }
  const next = changeValues(value, change, 0);
  return next === value ? text : JSON.stringify(next);
}

/** Every value, whatever it is called: these are a tool's own names. */
function changeValues(value: unknown, change: Change, depth: number): unknown {
  if (typeof value === "string") return value === "" ? value : change(value);
  if (typeof value === "number") return changeNumber(value, change);
  if (depth > depthMax || typeof value !== "object" || value === null) return value;
  const next: unknown[] = [];
  const entries = Object.entries(value);
  for (const [, each] of entries) next.push(changeValues(each, change, depth + 1));
  if (next.every((each, index) => each === entries[index]?.[1])) return value;
  return Array.isArray(value)
    ? next
    : Object.fromEntries(entries.map(([name], index) => [name, next[index]] as const));
}
