import { type Fields, fieldsOf, isFields, listOf, textOf } from "../fields.ts";
import type { Answer, Bridge, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { readAnthropicFault, readAnthropicStreamFault } from "./anthropic-fault.ts";

/** Of what is kept of a stream for the record; what comes after is passed on all the same. */
const keptCharsMax = 4_000_000;
const versionUnlessSaid = "2023-06-01";

/** Anthropic's own headers: as the caller set them, where it speaks Anthropic's form. */
export const anthropicHeaders = (asked: Readonly<Record<string, string>>): Record<string, string> => ({
  "anthropic-version": asked["anthropic-version"] ?? versionUnlessSaid,
  ...(asked["anthropic-beta"] !== undefined && { "anthropic-beta": asked["anthropic-beta"] }),
});

/** Messages to Anthropic: passed on as they are. */
export const anthropicMessages: Bridge = {
  usageDialect: "anthropic",
  path: "/v1/messages",
  headers: (_call, asked) => anthropicHeaders(asked),
  requestBody: (call, model) => ({ ...call.body, model }),
  readAnswer: (_call, body) => ({ answer: messageAnswerOf(body), body: null }),
  openStream: readMessageStream,
  readFault: readAnthropicFault,
};

export function messageAnswerOf(body: Fields): Answer {
  const content = listOf(body.content).map(fieldsOf);
  return {
    responseModel: textOf(body.model),
    responseId: textOf(body.id),
    usage: isFields(body.usage) ? body : null,
    finishReasons: [textOf(body.stop_reason)].filter(Boolean),
    output: [{ role: "assistant", content }],
    outputText: textIn(content),
  };
}

const textIn = (content: readonly Fields[]): string =>
  content.map((block) => (block.type === "text" ? textOf(block.text) : "")).join("");

type Block = { stated: Fields; text: string; json: string; signature: string };

/** Reads Anthropic's events beside passing them on. */
export function readMessageStream(): StreamReader {
  const blocks: Block[] = [];
  let [model, id, stop, hasContent, isComplete, chars] = ["", "", "", false, false, 0];
  let usage: Fields | null = null;

  const note = (stated: unknown) => {
    if (!isFields(stated)) return;
    usage ??= {};
    for (const [name, value] of Object.entries(stated)) if (value !== null) usage[name] = value;
  };
  const grow = (block: Block | undefined, delta: Fields) => {
    const text = textOf(delta.text) + textOf(delta.thinking);
    const json = textOf(delta.partial_json);
    chars += text.length + json.length;
    if (!block || chars > keptCharsMax) return;
    block.text += text;
    block.json += json;
    block.signature += textOf(delta.signature);
  };
  const take = (fields: Fields) => {
    const index = typeof fields.index === "number" ? fields.index : -1;
    switch (fields.type) {
      case "message_start": {
        const message = fieldsOf(fields.message);
        model = textOf(message.model);
        id = textOf(message.id);
        note(message.usage);
        break;
      }
      case "content_block_start":
        hasContent = true;
        if (index >= 0 && index < 1_000)
          blocks[index] = { stated: fieldsOf(fields.content_block), text: "", json: "", signature: "" };
        break;
      case "content_block_delta":
        grow(blocks[index], fieldsOf(fields.delta));
        break;
      case "message_delta":
        hasContent = true;
        stop = textOf(fieldsOf(fields.delta).stop_reason) || stop;
        note(fields.usage);
        break;
      case "message_stop":
        isComplete = true;
    }
  };

  return {
    take({ data }) {
      if (data === "") return null;
      let fields: Fields;
      try {
        fields = fieldsOf(parseWire(data));
      } catch {
        return { fault: readAnthropicFault(502, "") };
      }
      if (fields.type === "error") return { fault: readAnthropicStreamFault(fieldsOf(fields.error)) };
      take(fields);
      return null;
    },
    hasContent: () => hasContent,
    isComplete: () => isComplete,
    answer() {
      const content = blocks.filter(Boolean).map(contentOf);
      return {
        responseModel: model,
        responseId: id,
        usage: usage === null ? null : { model, usage },
        finishReasons: [stop].filter(Boolean),
        output: [{ role: "assistant", content }],
        outputText: textIn(content),
      };
    },
  };
}

function contentOf({ stated, text, json, signature }: Block): Fields {
  if (stated.type === "text") return { ...stated, text: textOf(stated.text) + text };
  if (stated.type === "thinking") return { ...stated, thinking: textOf(stated.thinking) + text, signature };
  if (json === "") return stated;
  try {
    return { ...stated, input: parseWire(json) };
  } catch {
    return { ...stated, input: { invalid_json: json } };
  }
}
