import { type Fields, fieldsOf, listOf, textOf, Untranslatable } from "../fields.ts";
import { contentOf } from "./parts.ts";
import type { ChatFlavour } from "./request.ts";
import { thinkingBlockOf, thoughtIn } from "./responses-thoughts.ts";

/** What differs between those who take a response's question in the form of chat completions. */
export type ResponsesFlavour = ChatFlavour & {
  /** Whether results of tools may be more than text, and thoughts may come back signed: on to Anthropic. */
  takesBlocks: boolean;
};

type Said = { messages: Fields[]; places: string[] };

/**
 * The messages of a chat for the instructions and the input of a response. What an assistant says and which tools it
 * calls are items of their own in a response and one message in a chat; a result of a tool is one in both.
 */
export function messagesOfInput(request: Fields, flavour: ResponsesFlavour): Said {
  const { takesBlocks, wantsThoughts } = flavour;
  const said: Said = { messages: [], places: [] };
  const add = (message: Fields, place: string) => {
    said.messages.push(message);
    said.places.push(place);
  };
  const instructions = textOf(request.instructions);
  if (instructions !== "") add({ role: "system", content: instructions }, "instructions");
  if (typeof request.input === "string") add({ role: "user", content: request.input }, "input");
  /** Thoughts that wait for what the assistant said after them. */
  let thoughts: Fields[] = [];
  const begin = (place: string): Fields => {
    const message: Fields = { role: "assistant", content: null };
    if (takesBlocks && thoughts.length > 0) message.thinking_blocks = thoughts;
    if (wantsThoughts) message.reasoning_content = thoughts.map((block) => textOf(block.thinking)).join("");
    thoughts = [];
    add(message, place);
    return message;
  };

  for (const [index, each] of listOf(request.input).entries()) {
    const item = fieldsOf(each);
    const place = `input[${index}]`;
    const type = textOf(item.type) || (item.role === undefined ? "" : "message");
    if (type === "message" && item.role === "assistant") {
      const content = contentOf(partsOf(item.content, `${place}.content`));
      begin(place).content = content;
    } else if (type === "message") {
      add(
        { role: roleOf(item.role, place), content: contentOf(partsOf(item.content, `${place}.content`)) },
        place,
      );
    } else if (type === "function_call") {
      const last = said.messages.at(-1);
      const message = last?.role === "assistant" && thoughts.length === 0 ? last : begin(place);
      message.tool_calls = [...listOf(message.tool_calls), callOf(item)];
    } else if (type === "function_call_output") {
      const content = resultOf(item.output, `${place}.output`, takesBlocks);
      add({ role: "tool", tool_call_id: textOf(item.call_id), content }, place);
    } else if (type === "reasoning") {
      const block = takesBlocks
        ? thinkingBlockOf(item)
        : wantsThoughts && { type: "thinking", thinking: thoughtIn(item) };
      if (block) thoughts.push(block);
    } else throw refusedItem(type, place);
  }
  if (said.messages.length === 0)
    throw new Untranslatable("input", "is needed for a model that has no responses of its own");
  return said;
}

function refusedItem(type: string, place: string): Untranslatable {
  if (type === "item_reference")
    return new Untranslatable(
      place,
      "refers to an item that is kept, and nothing is for a model that has no responses of its own: send the item itself (store: false makes clients do so)",
    );
  return new Untranslatable(
    `${place}.type`,
    `${JSON.stringify(type)} cannot be translated for a model that has no responses of its own`,
  );
}

function roleOf(role: unknown, place: string): string {
  if (role === "developer") return "system";
  if (role === "user" || role === "system") return role;
  throw new Untranslatable(`${place}.role`, `${JSON.stringify(role)} cannot be translated`);
}

const callOf = (item: Fields): Fields => ({
  id: textOf(item.call_id),
  type: "function",
  function: { name: textOf(item.name), arguments: textOf(item.arguments) },
});

function resultOf(output: unknown, place: string, takesBlocks: boolean): unknown {
  const parts = partsOf(output, place);
  const other = parts.findIndex((part) => part.type !== "text");
  if (other >= 0 && !takesBlocks)
    throw new Untranslatable(`${place}[${other}]`, "can only be text for a model with chat completions");
  return contentOf(parts);
}

/** Empty texts too: a result of a tool may be one. */
function partsOf(content: unknown, place: string): Fields[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return listOf(content).map((each, index) => partOf(fieldsOf(each), `${place}[${index}]`));
}

function partOf(part: Fields, place: string): Fields {
  if (part.type === "input_text" || part.type === "output_text" || part.type === "text")
    return { type: "text", text: textOf(part.text) };
  if (part.type === "refusal") return { type: "text", text: textOf(part.refusal) };
  if (part.type === "input_image") {
    const url = textOf(part.image_url);
    if (url === "") throw byId(place, part, "an image_url");
    const detail = textOf(part.detail);
    return { type: "image_url", image_url: { url, ...(detail !== "" && detail !== "auto" && { detail }) } };
  }
  if (part.type === "input_file") {
    const data = textOf(part.file_data);
    if (data === "") throw byId(place, part, "file_data");
    return { type: "file", file: { filename: textOf(part.filename) || "document.pdf", file_data: data } };
  }
  throw new Untranslatable(place, `of type ${JSON.stringify(part.type)} cannot be translated`);
}

function byId(place: string, part: Fields, instead: string): Untranslatable {
  const name = ["file_id", "file_url"].find((each) => textOf(part[each]) !== "");
  return new Untranslatable(
    name ? `${place}.${name}` : place,
    `cannot be read by a model that has no responses of its own: give ${instead}`,
  );
}
