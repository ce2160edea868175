import { unlistedChoices } from "@triops/providers/llm/openai/listed";
import type { LlmCall } from "../call.ts";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "../fields.ts";
import type { Answer, Bridge, StreamReader } from "../ports.ts";
import { parseWire } from "../wire-json.ts";
import { readOpenaiFault, readOpenaiStreamFault } from "./openai-fault.ts";

/** Of what is kept of a stream for the record; what comes after is passed on all the same. */
const keptCharsMax = 4_000_000;

/** Chat completions to whoever speaks them: passed on as they are, but for content that is a list. */
export const openaiChat: Bridge = {
  usageDialect: "openai-chat",
  path: "/chat/completions",
  headers: () => ({}),
  requestBody(call, model) {
    const body: Fields = { ...call.body, model };
    if (call.stream) body.stream_options = { ...fieldsOf(body.stream_options), include_usage: true };
    return body;
  },
  readAnswer(_call, stated) {
    const choices = unlistedChoices(listOf(stated.choices), "message");
    const body = choices ? { ...stated, choices } : null;
    return { answer: answerOf(body ?? stated), body };
  },
  openStream: readStream,
  readFault: readOpenaiFault,
};

/** Mistral refuses fields it does not know, and states usage in its last chunk without being asked. */
export const mistralChat: Bridge = {
  ...openaiChat,
  requestBody(call, model) {
    const { stream_options: _unknown, ...body } = call.body;
    return { ...body, model };
  },
};

function answerOf(body: Fields): Answer {
  const choices = listOf(body.choices).map(fieldsOf);
  const messages = choices.map((choice) => fieldsOf(choice.message));
  return {
    responseModel: textOf(body.model),
    responseId: textOf(body.id),
    usage: isFields(body.usage) ? body : null,
    finishReasons: choices.map((choice) => textOf(choice.finish_reason)).filter(Boolean),
    output: messages,
    outputText: messages.map(textIn).join("\n"),
  };
}

/** Content is a text, or parts with texts in them. */
function textIn(message: Fields): string {
  if (typeof message.content === "string") return message.content;
  const parts = listOf(message.content).map((part) => textOf(fieldsOf(part).text));
  return parts.join("") || textOf(message.refusal);
}

const asksForUsage = (call: LlmCall): boolean => fieldsOf(call.body.stream_options).include_usage === true;

type ToolCall = { id: string; type: string; function: { name: string; arguments: string } };
type Said = { content: string; refusal: string; reasoning: string; tools: ToolCall[]; finish: string };

function readStream(call: LlmCall): StreamReader {
  const hidesUsage = !asksForUsage(call);
  const said: Said[] = [];
  let [model, id, hasContent, isComplete, chars] = ["", "", false, false, 0];
  let usage: Fields | null = null;

  const take = (choice: Fields) => {
    const index =
      typeof choice.index === "number" && choice.index >= 0 && choice.index < 128 ? choice.index : 0;
    let one = said[index];
    if (!one) {
      one = { content: "", refusal: "", reasoning: "", tools: [], finish: "" };
      said[index] = one;
    }
    const delta = fieldsOf(choice.delta);
    const content = textOf(delta.content);
    const reasoning = textOf(delta.reasoning_content) || textOf(delta.reasoning);
    if (content !== "" || reasoning !== "" || choice.finish_reason) hasContent = true;
    chars += content.length + reasoning.length;
    if (chars <= keptCharsMax) {
      one.content += content;
      one.reasoning += reasoning;
      one.refusal += textOf(delta.refusal);
    }
    if (typeof choice.finish_reason === "string") one.finish = choice.finish_reason;
    for (const part of listOf(delta.tool_calls)) {
      hasContent = true;
      takeTool(one.tools, fieldsOf(part));
    }
  };

  return {
    take({ data }) {
      if (data === "") return null;
      if (data === "[DONE]") {
        isComplete = true;
        return null;
      }
      let chunk: Fields;
      try {
        chunk = fieldsOf(parseWire(data));
      } catch {
        return { fault: readOpenaiFault(502, "") };
      }
      if (isFields(chunk.error)) return { fault: readOpenaiStreamFault(chunk.error) };
      if (model === "") model = textOf(chunk.model);
      if (id === "") id = textOf(chunk.id);
      const choices = listOf(chunk.choices);
      const plain = unlistedChoices(choices, "delta");
      for (const choice of plain ?? choices) take(fieldsOf(choice));
      if (isFields(chunk.usage)) {
        usage = chunk;
        if (choices.length === 0 && hidesUsage) return [];
      }
      return plain && [{ event: "", data: JSON.stringify({ ...chunk, choices: plain }) }];
    },
    hasContent: () => hasContent,
    isComplete: () => isComplete,
    answer: () => ({
      responseModel: model,
      responseId: id,
      usage,
      finishReasons: said.map(({ finish }) => finish).filter(Boolean),
      output: said.filter(Boolean).map(messageOf),
      outputText: said.map(({ content, refusal }) => content || refusal).join("\n"),
    }),
  };
}

function takeTool(tools: ToolCall[], part: Fields): void {
  const index = typeof part.index === "number" ? part.index : tools.length;
  if (index < 0 || index > 1_000) return;
  const given = fieldsOf(part.function);
  let one = tools[index];
  if (!one) {
    one = { id: "", type: "function", function: { name: "", arguments: "" } };
    tools[index] = one;
  }
  if (typeof part.id === "string") one.id = part.id;
  one.function.name += textOf(given.name);
  if (one.function.arguments.length < keptCharsMax) one.function.arguments += textOf(given.arguments);
}

const messageOf = ({ content, refusal, reasoning, tools }: Said): Fields => ({
  role: "assistant",
  content: content === "" && tools.length > 0 ? null : content,
  ...(refusal === "" ? {} : { refusal }),
  ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
  ...(tools.length === 0 ? {} : { tool_calls: tools.filter(Boolean) }),
});
