import { type Fields, fieldsOf, listOf, textOf } from "../fields.ts";

/** How a thought of Anthropic's is marked, so that it is known when it comes back; OpenAI's own begin otherwise. */
const signed = "signed:";
const redacted = "redacted:";

/**
 * A thought as an item of a response. Its text is the summary, Anthropic's signature stands where OpenAI has what only
 * the maker can read: sent back with the results of tools, it becomes the block that Anthropic wants to see again.
 */
export function reasoningItemOf(block: Fields, id: string): Fields {
  const text = textOf(block.thinking);
  const sealed = sealOf(block);
  return {
    id,
    type: "reasoning",
    summary: text === "" ? [] : [{ type: "summary_text", text }],
    ...(sealed !== "" && { encrypted_content: sealed }),
  };
}

export function sealOf(block: Fields): string {
  if (block.type === "redacted_thinking") return `${redacted}${textOf(block.data)}`;
  const signature = textOf(block.signature);
  return signature === "" ? "" : `${signed}${signature}`;
}

/** The block that an item was made of; null for one that nobody signed, or that is OpenAI's. */
export function thinkingBlockOf(item: Fields): Fields | null {
  const sealed = textOf(item.encrypted_content);
  if (sealed.startsWith(redacted)) return { type: "redacted_thinking", data: sealed.slice(redacted.length) };
  if (!sealed.startsWith(signed)) return null;
  return { type: "thinking", thinking: thoughtIn(item), signature: sealed.slice(signed.length) };
}

export const thoughtIn = (item: Fields): string =>
  [...listOf(item.summary), ...listOf(item.content)].map((part) => textOf(fieldsOf(part).text)).join("");
