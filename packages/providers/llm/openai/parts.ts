import { type Fields, fieldsOf, listOf, textOf, Untranslatable } from "../fields.ts";

/** Parts of a chat message for blocks of Anthropic. @param elsewhere types that the caller translates itself */
export function partsOf(content: unknown, place: string, elsewhere: ReadonlySet<unknown>): Fields[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return listOf(content).flatMap((each, index) => {
    const block = fieldsOf(each);
    return elsewhere.has(block.type) ? [] : [partOf(block, `${place}[${index}]`)];
  });
}

/** One text stays a text: not every maker takes parts. */
export const contentOf = (parts: readonly Fields[]): unknown =>
  parts.every((part) => part.type === "text") ? parts.map((part) => textOf(part.text)).join("\n\n") : parts;

export function textOfBlocks(content: unknown, place: string): string {
  const parts = partsOf(content, place, new Set());
  const other = parts.findIndex((part) => part.type !== "text");
  if (other >= 0)
    throw new Untranslatable(`${place}[${other}]`, "can only be text for a model that is not Anthropic's");
  return parts.map((part) => textOf(part.text)).join("\n\n");
}

function partOf(block: Fields, place: string): Fields {
  const source = fieldsOf(block.source);
  if (block.type === "text") return { type: "text", text: textOf(block.text) };
  if (block.type === "image" && source.type === "base64")
    return { type: "image_url", image_url: { url: urlOf(source) } };
  if (block.type === "image" && source.type === "url")
    return { type: "image_url", image_url: { url: textOf(source.url) } };
  if (block.type === "document" && source.type === "text") return { type: "text", text: textOf(source.data) };
  if (block.type === "document" && source.type === "content")
    return { type: "text", text: textOfBlocks(source.content, `${place}.source.content`) };
  if (block.type === "document" && source.type === "base64")
    return {
      type: "file",
      file: { filename: textOf(block.title) || "document.pdf", file_data: urlOf(source) },
    };
  const given = source.type === undefined ? "" : ` from a source of type ${JSON.stringify(source.type)}`;
  throw new Untranslatable(place, `of type ${JSON.stringify(block.type)}${given} cannot be translated`);
}

const urlOf = (source: Fields): string => `data:${textOf(source.media_type)};base64,${textOf(source.data)}`;
