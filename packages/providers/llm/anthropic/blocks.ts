import { type Fields, fieldsOf, isFields, listOf, textOf, Untranslatable } from "../fields.ts";

/** `data:image/png;base64,…` */
const dataUrl = /^data:([a-z0-9.+/-]+);base64,/i;

/** Blocks of Anthropic for the content of a chat message: a text, or parts. Empty texts are not allowed there. */
export function blocksOf(content: unknown, place: string): Fields[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return listOf(content).flatMap((each, index) => {
    const part = fieldsOf(each);
    const block = blockOf(part, `${place}.content[${index}]`);
    if (block.type === "text" && block.text === "") return [];
    return [isFields(part.cache_control) ? { ...block, cache_control: part.cache_control } : block];
  });
}

function blockOf(part: Fields, place: string): Fields {
  if (part.type === "text") return { type: "text", text: textOf(part.text) };
  if (part.type === "refusal") return { type: "text", text: textOf(part.refusal) };
  if (part.type === "image_url") {
    const url = textOf(isFields(part.image_url) ? part.image_url.url : part.image_url);
    return { type: "image", source: sourceOf(url) };
  }
  if (part.type === "file") return documentOf(fieldsOf(part.file), place);
  throw new Untranslatable(place, `of type ${JSON.stringify(part.type)} cannot be translated`);
}

function sourceOf(url: string): Fields {
  const found = dataUrl.exec(url);
  if (!found) return { type: "url", url };
  return { type: "base64", media_type: found[1], data: url.slice(found[0].length) };
}

function documentOf(file: Fields, place: string): Fields {
  const source = sourceOf(textOf(file.file_data));
  if (source.type !== "base64" || source.media_type !== "application/pdf")
    throw new Untranslatable(`${place}.file`, "can only be a PDF given as file_data");
  return {
    type: "document",
    source,
    ...(typeof file.filename === "string" && { title: file.filename }),
  };
}

export function textBlocksOf(content: unknown, place: string): Fields[] {
  const blocks = blocksOf(content, place);
  const other = blocks.findIndex((block) => block.type !== "text");
  if (other >= 0) throw new Untranslatable(`${place}.content[${other}]`, "can only be text here");
  return blocks;
}

export function toolResultOf(message: Fields, place: string): Fields {
  const content = typeof message.content === "string" ? message.content : blocksOf(message.content, place);
  return { type: "tool_result", tool_use_id: textOf(message.tool_call_id), content };
}

export function toolUseOf(call: Fields, place: string): Fields {
  if (call.type !== undefined && call.type !== "function")
    throw new Untranslatable(`${place}.type`, `${JSON.stringify(call.type)} cannot be translated`);
  const asked = fieldsOf(call.function);
  const input = jsonOf(textOf(asked.arguments) || "{}");
  if (!isFields(input)) throw new Untranslatable(`${place}.function.arguments`, "is not a JSON object");
  return { type: "tool_use", id: textOf(call.id), name: textOf(asked.name), input };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What a model gave as arguments of a tool, as the object that Anthropic's form wants. A model may break its own JSON:
 * then the text is kept under one name, so that nothing is lost.
 */
export function inputOf(text: string): Fields {
  const input = jsonOf(text.trim() === "" ? "{}" : text);
  return isFields(input) ? input : { invalid_json: text };
}
