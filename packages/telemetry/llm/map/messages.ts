import { type Fields, isFields, textOf, unfolded } from "./attributes.ts";

/** A piece of a message. Pictures, sounds and files are told by kind and address; their bytes stay with the span. */
export type LlmPart =
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string }
  /** `arguments`: as text, usually JSON. */
  | { type: "tool_call"; id: string; name: string; arguments: string }
  | { type: "tool_result"; id: string; name: string; result: string }
  | { type: "media"; modality: string; mediaType: string; uri: string; bytes: number };

export type LlmMessage = { role: string; parts: LlmPart[] };

/**
 * Messages in whichever form they were written: OpenAI's chat and responses, Anthropic's, the AI SDK's, gen_ai's parts,
 * OpenInference's nested attributes, LangChain's. What is no message becomes one text of `role`.
 */
export function messagesOf(value: unknown, role: string): LlmMessage[] {
  if (typeof value === "string") return messagesOfText(value, role);
  if (Array.isArray(value)) return joined(value.flatMap((one) => messagesOf(one, role)));
  if (!isFields(value)) return value === undefined || value === null ? [] : [plain(textOf(value), role)];
  const inside = value.message ?? value.kwargs;
  if (isFields(inside) && !("role" in value)) return messagesOf(inside, role);
  for (const name of ["messages", "choices", "input_messages", "output_messages"] as const) {
    if (!Array.isArray(value[name])) continue;
    const system = name === "messages" ? (value.system ?? value.instructions) : undefined;
    return [...(system === undefined ? [] : messagesOf(system, "system")), ...messagesOf(value[name], role)];
  }
  if (value.object === "response" && Array.isArray(value.output))
    return messagesOf(value.output, "assistant");
  const parts = partsOfMessage(value);
  if (parts.length > 0) return [{ role: roleOf(value, role), parts }];
  return isMessage(value) ? [] : [plain(JSON.stringify(value), role)];
}

function messagesOfText(text: string, role: string): LlmMessage[] {
  if (text === "") return [];
  const value = unfolded(text);
  if (typeof value === "string") return [plain(value, role)];
  const messages = messagesOf(value, role);
  const isOneText = messages.length === 1 && messages[0]?.parts[0]?.type === "text";
  // Data that only looks like a message stays as it was written.
  return isOneText && isFields(value) && !isMessage(value) && !hasMessages(value)
    ? [plain(text, role)]
    : messages;
}

const plain = (text: string, role: string): LlmMessage => ({ role, parts: [{ type: "text", text }] });
const isMessage = (value: Fields): boolean =>
  "role" in value || "parts" in value || "content" in value || "tool_calls" in value;
const hasMessages = (value: Fields): boolean =>
  Array.isArray(value.messages) ||
  Array.isArray(value.choices) ||
  isFields(value.message) ||
  value.object === "response";

const roles: Readonly<Record<string, string>> = {
  human: "user",
  HumanMessage: "user",
  ai: "assistant",
  AIMessage: "assistant",
  model: "assistant",
  SystemMessage: "system",
  developer: "system",
  function: "tool",
  ToolMessage: "tool",
  function_call: "assistant",
  reasoning: "assistant",
  function_call_output: "tool",
};

function roleOf(message: Fields, usual: string): string {
  const stated = textOf(message.role) || (isFields(message.data) ? textOf(message.data.role) : "");
  if (stated !== "") return roles[stated] ?? stated;
  return roles[textOf(message.type)] ?? usual;
}

/** Items of the Responses API that belong to one turn stand apart there: parts of neighbours are one message. */
function joined(messages: LlmMessage[]): LlmMessage[] {
  const together: LlmMessage[] = [];
  for (const message of messages) {
    const last = together.at(-1);
    const isThought = last?.parts.every((part) => part.type === "reasoning" || part.type === "tool_call");
    if (last && isThought && last.role === "assistant" && message.role === "assistant")
      last.parts.push(...message.parts);
    else together.push({ role: message.role, parts: [...message.parts] });
  }
  return together;
}

function partsOfMessage(message: Fields): LlmPart[] {
  const content = message.parts ?? message.content ?? message.contents;
  const isTool = roleOf(message, "") === "tool" && message.type !== "function_call_output";
  const id = textOf(message.tool_call_id ?? message.toolCallId ?? message.id);
  if (isTool && !hasTypedParts(content))
    return [
      { type: "tool_result", id, name: textOf(message.name ?? message.tool_name), result: textOf(content) },
    ];
  const parts: LlmPart[] = [];
  const reasoning = textOf(message.reasoning_content ?? message.reasoning);
  if (reasoning !== "" && typeof (message.reasoning_content ?? message.reasoning) === "string")
    parts.push({ type: "reasoning", text: reasoning });
  if (content === undefined && message.type !== undefined) parts.push(...partOf(message));
  else parts.push(...partsOf(content));
  if (typeof message.refusal === "string" && message.refusal !== "")
    parts.push({ type: "text", text: message.refusal });
  const calls = message.tool_calls ?? message.toolCalls;
  if (Array.isArray(calls)) for (const call of calls) if (isFields(call)) parts.push(toolCall(call));
  if (isFields(message.function_call)) parts.push(toolCall(message.function_call));
  return parts.filter((part) => part.type !== "text" || part.text !== "");
}

const hasTypedParts = (content: unknown): boolean =>
  Array.isArray(content) &&
  content.some((part) => isFields(part) && partType(part) !== "text" && "type" in part);

const partsOf = (content: unknown): LlmPart[] =>
  Array.isArray(content)
    ? content.flatMap((part) =>
        typeof part === "string"
          ? [{ type: "text" as const, text: part }]
          : isFields(part)
            ? partOf(part)
            : [],
      )
    : isFields(content)
      ? partOf(content)
      : [{ type: "text", text: textOf(content) }];

/** `text`, `tool_call` …: dashes and underscores are one. */
const partType = (part: Fields): string => textOf(part.type).replaceAll("-", "_");

function partOf(wrapped: Fields): LlmPart[] {
  // OpenInference: message_content.type, message_content.text …
  const part = isFields(wrapped.message_content) ? wrapped.message_content : wrapped;
  const text = textOf(part.text ?? part.content ?? part.value);
  switch (partType(part)) {
    case "text":
    case "input_text":
    case "output_text":
    case "":
      return isFields(part.tool_call)
        ? [toolCall(part.tool_call)]
        : text === ""
          ? []
          : [{ type: "text", text }];
    case "refusal":
      return [{ type: "text", text: textOf(part.refusal) }];
    case "thinking":
      return [{ type: "reasoning", text: textOf(part.thinking ?? part.content) }];
    case "reasoning":
      return reasoningOf(part, text);
    case "tool_call":
    case "tool_use":
    case "function_call":
      return [toolCall(part)];
    case "tool_call_response":
    case "tool_result":
    case "function_call_output":
      return [toolResult(part)];
    case "message":
      return partsOf(part.content);
    default:
      return mediaOf(part);
  }
}

/** The Responses API gives summaries, often none: then only that there was some thought is known. */
function reasoningOf(part: Fields, text: string): LlmPart[] {
  const summaries = Array.isArray(part.summary)
    ? part.summary.filter(isFields).map((one) => textOf(one.text))
    : [];
  const all = [...summaries, text].filter((one) => one !== "").join("\n");
  return all === "" ? [] : [{ type: "reasoning", text: all }];
}

function toolCall(wrapped: Fields): LlmPart {
  const call = isFields(wrapped.tool_call) ? wrapped.tool_call : wrapped;
  const named = isFields(call.function) ? call.function : call;
  return {
    type: "tool_call",
    id: textOf(call.call_id ?? call.toolCallId ?? call.id),
    name: textOf(named.name ?? named.toolName),
    arguments: textOf(named.arguments ?? named.args ?? named.input),
  };
}

function toolResult(part: Fields): LlmPart {
  const result = part.response ?? part.result ?? part.output ?? part.content;
  // The AI SDK wraps results: {type: "json", value}.
  const value = isFields(result) && "value" in result && "type" in result ? result.value : result;
  return {
    type: "tool_result",
    id: textOf(part.tool_use_id ?? part.call_id ?? part.toolCallId ?? part.tool_call_id ?? part.id),
    name: textOf(part.toolName ?? part.name),
    result: textOf(value),
  };
}

function mediaOf(part: Fields): LlmPart[] {
  const type = partType(part);
  const held = [part.image, part.image_url, part.input_audio, part.source, part.file, part.data].find(
    (one) => one !== undefined,
  );
  const inside: Fields = isFields(held) ? held : {};
  const address = textOf(part.uri ?? inside.url ?? inside.uri ?? (typeof held === "string" ? held : ""));
  const data = address.startsWith("data:")
    ? address
    : textOf(inside.data ?? part.data ?? (type === "blob" ? part.content : ""));
  const mediaType =
    textOf(part.mime_type ?? part.mediaType ?? inside.media_type ?? inside.format) ||
    (/^data:([^;,]*)/.exec(data)?.[1] ?? "");
  const isAddress = /^https?:/.test(address);
  if (
    !isAddress &&
    data === "" &&
    held === undefined &&
    part.uri === undefined &&
    part.file_id === undefined
  ) {
    const rest = textOf(part.text ?? part.content);
    return rest === "" ? [] : [{ type: "text", text: rest }];
  }
  const stated = textOf(part.modality);
  const modality =
    stated ||
    (/image/.test(type + mediaType)
      ? "image"
      : /audio/.test(type + mediaType)
        ? "audio"
        : /video/.test(type + mediaType)
          ? "video"
          : "document");
  return [
    {
      type: "media",
      modality,
      mediaType,
      uri:
        isAddress || (address !== "" && !address.startsWith("data:") && data === "")
          ? address.slice(0, 2_000)
          : textOf(part.file_id),
      bytes: isAddress ? 0 : Math.floor((data.length * 3) / 4),
    },
  ];
}

/** What people would read of messages. */
export function readable(messages: readonly LlmMessage[]): string {
  return messages
    .map((message) => message.parts.map(readablePart).filter(Boolean).join("\n"))
    .filter(Boolean)
    .join("\n");
}

function readablePart(part: LlmPart): string {
  switch (part.type) {
    case "text":
    case "reasoning":
      return part.text;
    case "tool_call":
      return `${part.name}(${part.arguments})`;
    case "tool_result":
      return part.result;
    case "media":
      return part.uri === "" ? `[${part.modality}]` : part.uri;
  }
}
