/**
 * Messages of the three forms that callers speak (OpenAI chat, OpenAI responses, Anthropic) as gen_ai's messages: a role
 * and parts. https://opentelemetry.io/docs/specs/semconv/gen-ai/ (`gen_ai.input.messages`)
 */
export type Part =
  | { type: "text"; content: string }
  | { type: "reasoning"; content: string }
  | { type: "tool_call"; id: string; name: string; arguments: unknown }
  | { type: "tool_call_response"; id: string; response: unknown }
  | { type: "uri"; modality: string; uri: string }
  | { type: "blob"; modality: string; mime_type: string; bytes: number };

export type Message = { role: string; parts: Part[]; finish_reason?: string };

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A text is a message of the user; of a list every entry is one; tokens (numbers) say nothing that can be read. */
export function messagesOf(value: unknown, role = "user"): Message[] {
  if (typeof value === "string") return value === "" ? [] : [{ role, parts: [textPart(value)] }];
  if (Array.isArray(value)) return value.flatMap((one) => messagesOf(one, role));
  if (!isFields(value)) return [];
  // A choice of a chat completion.
  if (isFields(value.message)) {
    const reason = textOf(value.finish_reason);
    return messagesOf(value.message, "assistant").map((message) =>
      reason ? { ...message, finish_reason: reason } : message,
    );
  }
  const parts = partsOfMessage(value);
  if (parts.length === 0) return [];
  return [{ role: textOf(value.role) || roleOfItem(textOf(value.type), role), parts }];
}

/** The items of the Responses API have kinds instead of roles. */
const roleOfItem = (type: string, role: string): string =>
  type === "function_call_output"
    ? "tool"
    : ["function_call", "reasoning"].includes(type)
      ? "assistant"
      : role;

function partsOfMessage(message: Fields): Part[] {
  const { role, content } = message;
  if (role === "tool" || role === "function")
    return [{ type: "tool_call_response", id: textOf(message.tool_call_id), response: shortened(content) }];
  const parts = typeof content === "string" ? [textPart(content)] : listOf(content).flatMap(partOf);
  if (content === undefined && message.type !== undefined) parts.push(...partOf(message));
  const reasoning = textOf(message.reasoning_content ?? message.reasoning);
  if (reasoning) parts.unshift({ type: "reasoning", content: reasoning });
  const refusal = textOf(message.refusal);
  if (refusal) parts.push(textPart(refusal));
  for (const call of listOf(message.tool_calls)) if (isFields(call)) parts.push(toolCall(call));
  return parts.filter((part) => part.type !== "text" || part.content !== "");
}

function toolCall(call: Fields): Part {
  const named = isFields(call.function) ? call.function : call;
  return {
    type: "tool_call",
    id: textOf(call.id) || textOf(call.call_id),
    name: textOf(named.name),
    arguments: parsed(named.arguments ?? named.input),
  };
}

function partOf(value: unknown): Part[] {
  if (typeof value === "string") return [textPart(value)];
  if (!isFields(value)) return [];
  switch (value.type) {
    case "text":
    case "input_text":
    case "output_text":
      return [textPart(textOf(value.text))];
    case "refusal":
      return [textPart(textOf(value.refusal))];
    case "thinking":
      return [{ type: "reasoning", content: textOf(value.thinking) }];
    case "reasoning":
      return listOf(value.summary)
        .filter(isFields)
        .map((one): Part => ({ type: "reasoning", content: textOf(one.text) }));
    case "tool_use":
    case "function_call":
      return [{ ...toolCall(value), id: textOf(value.call_id) || textOf(value.id) } as Part];
    case "tool_result":
      return [
        {
          type: "tool_call_response",
          id: textOf(value.tool_use_id),
          response: shortened(value.content),
        },
      ];
    case "function_call_output":
      return [{ type: "tool_call_response", id: textOf(value.call_id), response: shortened(value.output) }];
    default:
      return mediaOf(value);
  }
}

/** Pictures, sounds and files: addresses stay, contents are told by their kind and size only. */
function mediaOf(value: Fields): Part[] {
  const type = textOf(value.type);
  const modality = /image/.test(type) ? "image" : /audio/.test(type) ? "audio" : "document";
  const held = [value.image_url, value.source, value.input_audio, value.file].find(
    (one) => one !== undefined,
  );
  const inside: Fields = isFields(held) ? held : {};
  const address = textOf(held) || textOf(inside.url) || textOf(inside.file_data);
  if (address !== "" && !address.startsWith("data:")) return [{ type: "uri", modality, uri: address }];
  const data = address || textOf(inside.data);
  if (data === "") return [];
  const stated = textOf(inside.media_type) || textOf(inside.format);
  const mime_type = /^data:([^;,]*)/.exec(data)?.[1] || stated;
  return [{ type: "blob", modality, mime_type, bytes: Math.floor((data.length * 3) / 4) }];
}

const textPart = (content: string): Part => ({ type: "text", content: shortened(content) as string });

const parsed = (value: unknown): unknown => {
  if (typeof value !== "string") return value ?? {};
  try {
    // allow(request-json): of an answer that was read with limits
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** Of one text within a message. A record is read by people; what is longer than a book stays with its sender. */
const textCharsMax = 200_000;

function shortened(value: unknown): unknown {
  if (typeof value === "string")
    return value.length > textCharsMax
      ? `${value.slice(0, textCharsMax)}… (${value.length - textCharsMax} more characters)`
      : value;
  if (Array.isArray(value)) return value.map(shortened);
  return value;
}

/** What people would read of messages, the newest first: what a preview shows and a search finds. */
export function readableOf(messages: readonly Message[], newestFirst: boolean): string {
  const texts = messages.map((message) =>
    message.parts
      .map((part) => {
        if (part.type === "text" || part.type === "reasoning") return part.content;
        if (part.type === "tool_call") return `${part.name}(${JSON.stringify(part.arguments)})`;
        if (part.type === "tool_call_response")
          return typeof part.response === "string" ? part.response : JSON.stringify(part.response);
        return "";
      })
      .filter(Boolean)
      .join("\n"),
  );
  return (newestFirst ? texts.reverse() : texts).filter(Boolean).join("\n");
}
