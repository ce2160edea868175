import type { Answer, Conversation, Turn } from "../conversation.ts";
import { effortOf, fieldsOf, listOf, textOf } from "../conversation.ts";
import { Refusal, type StreamEvent, sendJson, sendStream } from "../http.ts";
import type { PromptUsage } from "../prompt-cache.ts";
import { answerTo } from "../skills/answer.ts";
import { countTokens, piecesOf } from "../tokens.ts";
import { errorBody } from "./errors.ts";
import * as wire from "./wire.ts";

/** About what Anthropic counts for a small image. */
const imageTokens = 200;

type Block = Record<string, unknown>;

/** Anthropic's messages. */
export async function messages(call: wire.Call): Promise<void> {
  const { body, exchange } = call;
  const conversation = conversationOf(body);
  if (conversation.outputTokensMax === null)
    throw new Refusal(400, "max_tokens: Field required", "max_tokens");
  const answer = answerTo(conversation, exchange.behaviour.lengthTokens);
  const prompt = call.cache.marked(call.scope, conversation.turns, wire.tokensOfTools(conversation.tools));
  const usage = usageOf(prompt, answer);
  const content = blocksOf(call, answer);
  const message = {
    id: call.nextId("msg_demo"),
    type: "message",
    role: "assistant",
    model: conversation.model,
    content,
    stop_reason: stopReason(answer),
    stop_sequence: answer.stopSequence,
    ...(exchange.behaviour.usage && { usage }),
  };
  if (body.stream !== true) return sendJson(exchange, 200, message);
  const failure = errorBody("anthropic", 529, "Overloaded", null, exchange.requestId);
  await sendStream(exchange, events(message, content, usage, exchange.behaviour.usage), {
    event: "error",
    data: failure,
  });
}

/** Anthropic's count before a call. */
export async function countMessageTokens(call: wire.Call): Promise<void> {
  const conversation = conversationOf(call.body);
  const turns = conversation.turns.map((turn) => ({ ...turn, cacheUpTo: null }));
  const { total } = call.cache.marked(call.scope, turns, wire.tokensOfTools(conversation.tools));
  sendJson(call.exchange, 200, { input_tokens: total });
}

const stopReason = ({ finish }: Answer): string =>
  ({ tools: "tool_use", length: "max_tokens", stop_sequence: "stop_sequence", stop: "end_turn" })[finish];

function blocksOf(call: wire.Call, answer: Answer): Block[] {
  const signature = Buffer.from("demonstration provider").toString("base64");
  const thinking =
    answer.reasoning === "" ? [] : [{ type: "thinking", thinking: answer.reasoning, signature }];
  const text = answer.text === "" ? [] : [{ type: "text", text: answer.text, citations: null }];
  const calls = answer.toolCalls.map((one) => ({
    type: "tool_use",
    id: call.nextId("toolu_demo"),
    name: one.name,
    input: JSON.parse(one.arguments) as unknown,
  }));
  return [...thinking, ...text, ...calls];
}

/** Input without what was read from or written to the cache, as Anthropic counts. */
function usageOf(prompt: PromptUsage, answer: Answer) {
  const thought = countTokens(answer.reasoning);
  return {
    input_tokens: prompt.total - prompt.read - prompt.write5m - prompt.write1h,
    cache_creation_input_tokens: prompt.write5m + prompt.write1h,
    cache_read_input_tokens: prompt.read,
    cache_creation: { ephemeral_5m_input_tokens: prompt.write5m, ephemeral_1h_input_tokens: prompt.write1h },
    output_tokens: countTokens(wire.outputText(answer)) + thought,
    output_tokens_details: thought === 0 ? null : { thinking_tokens: thought },
    server_tool_use: null,
    service_tier: "standard",
  };
}

function* events(
  message: Record<string, unknown>,
  content: readonly Block[],
  usage: ReturnType<typeof usageOf>,
  stated: boolean,
): Generator<StreamEvent> {
  const event = (type: string, fields: object, counts = false): StreamEvent => ({
    event: type,
    data: { type, ...fields },
    counts,
  });
  // The start knows the input and one token of the output; the end states the output.
  const atStart = stated ? { usage: { ...usage, output_tokens: 1, output_tokens_details: null } } : {};
  const start = { ...message, content: [], stop_reason: null, stop_sequence: null, ...atStart };
  yield event("message_start", { message: start });
  for (const [index, block] of content.entries()) {
    yield event("content_block_start", { index, content_block: opened(block) });
    if (index === 0) yield event("ping", {});
    for (const delta of deltas(block)) yield event("content_block_delta", { index, delta }, true);
    yield event("content_block_stop", { index });
  }
  const { output_tokens, output_tokens_details } = usage;
  yield event("message_delta", {
    delta: { stop_reason: message.stop_reason, stop_sequence: message.stop_sequence },
    ...(stated && { usage: { output_tokens, output_tokens_details } }),
  });
  yield event("message_stop", {});
}

function opened(block: Block): Block {
  if (block.type === "text") return { ...block, text: "" };
  return block.type === "thinking"
    ? { type: "thinking", thinking: "", signature: "" }
    : { ...block, input: {} };
}

function* deltas(block: Block): Generator<object> {
  if (block.type === "text")
    for (const text of piecesOf(textOf(block.text))) yield { type: "text_delta", text };
  else if (block.type === "thinking") {
    for (const thinking of piecesOf(textOf(block.thinking))) yield { type: "thinking_delta", thinking };
    yield { type: "signature_delta", signature: block.signature };
  } else {
    yield { type: "input_json_delta", partial_json: "" };
    for (const piece of wire.argumentPieces(JSON.stringify(block.input)))
      yield { type: "input_json_delta", partial_json: piece };
  }
}

function conversationOf(body: Record<string, unknown>): Conversation {
  const model = wire.modelIn(body);
  wire.checkTemperature(body, 1);
  const said = listOf(body.messages).map(fieldsOf);
  if (said.length === 0) throw new Refusal(400, "messages: at least one message is required", "messages");
  const choice = fieldsOf(body.tool_choice);
  const thinking = fieldsOf(body.thinking).type;
  const output = fieldsOf(body.output_config);
  const thinks = thinking === "enabled" || thinking === "adaptive";
  return {
    model,
    turns: [...turnsOf("system", body.system), ...said.flatMap(turnsOfMessage)],
    tools: listOf(body.tools)
      .map(fieldsOf)
      .filter((tool) => tool.input_schema !== undefined)
      .map((tool) => ({
        name: textOf(tool.name),
        description: textOf(tool.description),
        schema: fieldsOf(tool.input_schema),
      })),
    toolChoice:
      choice.type === "tool"
        ? { name: textOf(choice.name) }
        : choice.type === "any"
          ? "required"
          : choice.type === "none"
            ? "none"
            : "auto",
    parallelTools: choice.disable_parallel_tool_use !== true,
    format: wire.formatIn(output.format ?? body.output_format),
    outputTokensMax: wire.limitIn(body, "max_tokens"),
    stop: wire.stopsIn(body.stop_sequences),
    effort: thinks ? effortOf(model, output.effort) || 2 : 0,
  };
}

function turnsOfMessage(message: Record<string, unknown>): Turn[] {
  const role = message.role;
  if (role !== "user" && role !== "assistant")
    throw new Refusal(400, "messages: unexpected role", "messages.role");
  return turnsOf(role, message.content);
}

/** Every block is a turn, so that a mark for the cache falls where it was set. */
function turnsOf(role: Turn["role"], content: unknown): Turn[] {
  if (typeof content === "string") return [{ role, text: content, attachedTokens: 0, cacheUpTo: null }];
  return listOf(content)
    .map(fieldsOf)
    .map((block) => {
      const mark = fieldsOf(block.cache_control);
      const nested = listOf(block.content).map((part) => textOf(fieldsOf(part).text));
      const texts = [textOf(block.text), textOf(block.thinking), textOf(block.content), ...nested];
      const used =
        block.type === "tool_use" ? `${textOf(block.name)}${JSON.stringify(block.input ?? {})}` : "";
      return {
        role: block.type === "tool_result" ? "tool" : role,
        text: [...texts, used].filter(Boolean).join("\n"),
        attachedTokens: block.type === "image" || block.type === "document" ? imageTokens : 0,
        cacheUpTo: mark.type === "ephemeral" ? (mark.ttl === "1h" ? "1h" : "5m") : null,
      };
    });
}
