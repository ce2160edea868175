import { type Fields, isFields } from "../fields.ts";

/** Where a body holds what people and models say: the other fields are settings. */
const spoken = ["messages", "system", "input", "instructions", "prompt"];
/** Within it, what is no text: names, references, data of files, thoughts that are signed. */
const unspoken = new Set([
  ...["type", "role", "id", "name", "status", "model", "tool_call_id", "tool_use_id", "call_id", "item_id"],
  ...["signature", "encrypted_content", "media_type", "detail", "format", "filename", "cache_control"],
  ...[
    "url",
    "image_url",
    "file_data",
    "file_id",
    "file_url",
    "data",
    "thinking",
    "thinking_blocks",
    "source_type",
  ],
]);
/** Deeper than anything that is sent. */
const depthMax = 32;

/**
 * The body with each of its texts replaced by what `change` makes of it; parts that stay are the same objects, and so is
 * the body when nothing changed. Arguments of tools are texts too.
 */
export async function changeSpoken(
  body: Fields,
  change: (text: string) => string | Promise<string>,
): Promise<Fields> {
  let changed: Fields | null = null;
  for (const name of spoken) {
    const value = body[name];
    if (value === undefined) continue;
    const next = await walk(value, change, 0);
    if (next !== value) changed = { ...(changed ?? body), [name]: next };
  }
  return changed ?? body;
}

export async function walk(
  value: unknown,
  change: (text: string) => string | Promise<string>,
  depth: number,
): Promise<unknown> {
  if (typeof value === "string") return value === "" ? value : await change(value);
  if (depth > depthMax) return value;
  if (Array.isArray(value)) {
    let changed: unknown[] | null = null;
    for (const [index, each] of value.entries()) {
      const next = await walk(each, change, depth + 1);
      if (next === each) continue;
      changed ??= [...value];
      changed[index] = next;
    }
    return changed ?? value;
  }
  if (!isFields(value)) return value;
  // A document in text form: its data are words, and only then.
  const isTextSource = value.type === "text" && typeof value.media_type === "string";
  let changed: Fields | null = null;
  for (const [name, each] of Object.entries(value)) {
    if (unspoken.has(name) && !(isTextSource && name === "data")) continue;
    const next = await walk(each, change, depth + 1);
    if (next !== each) changed = { ...(changed ?? value), [name]: next };
  }
  return changed ?? value;
}
