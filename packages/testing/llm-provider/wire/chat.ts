import type { Answer, Conversation, Turn } from "../conversation.ts";
import { effortOf, fieldsOf, listOf, textOf } from "../conversation.ts";
import { Refusal, type StreamEvent, sendJson, sendStream } from "../http.ts";
import type { PromptUsage } from "../prompt-cache.ts";
import { answerTo } from "../skills/answer.ts";
import { countTokens, piecesOf } from "../tokens.ts";
import { errorBody } from "./errors.ts";
import * as wire from "./wire.ts";

/** OpenAI's price for an image of low detail. */
const imageTokens = 85;

/** OpenAI's chat completions. */
export async function chatCompletions(call: wire.Call): Promise<void> {
  const { body, exchange } = call;
  const conversation = conversationOf(body);
  const choices = Math.min(8, typeof body.n === "number" ? Math.max(1, Math.floor(body.n)) : 1);
  const answer = answerTo(conversation, exchange.behaviour.lengthTokens);
  const prompt = call.cache.automatic(call.scope, conversation.turns, wire.tokensOfTools(conversation.tools));
  const usage = exchange.behaviour.usage ? usageOf(prompt, answer, choices) : null;
  const frame = {
    id: call.nextId("chatcmpl-demo"),
    created: call.nowSeconds,
    model: conversation.model,
    service_tier: textOf(body.service_tier) === "flex" ? "flex" : "default",
    system_fingerprint: "demonstration-provider",
  };
  if (body.stream === true) {
    const included = fieldsOf(body.stream_options).include_usage === true;
    const events = chunks(call, frame, answer, choices, included ? usage : null);
    return await sendStream(exchange, events, {
      data: errorBody("openai", 500, "The server had an error.", null),
    });
  }
  sendJson(exchange, 200, {
    ...frame,
    object: "chat.completion",
    choices: Array.from({ length: choices }, (_, index) => ({
      index,
      message: messageOf(call, answer),
      logprobs: null,
      finish_reason: finishOf(answer),
    })),
    ...(usage && { usage }),
  });
}

const finishOf = ({ finish }: Answer): string =>
  finish === "tools" ? "tool_calls" : finish === "length" ? "length" : "stop";

function messageOf(call: wire.Call, answer: Answer) {
  const calls = answer.toolCalls.map((one) => ({
    id: call.nextId("call_demo"),
    type: "function",
    function: { name: one.name, arguments: one.arguments },
  }));
  return {
    role: "assistant",
    content: calls.length > 0 ? null : answer.text,
    refusal: null,
    annotations: [],
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function usageOf(prompt: PromptUsage, answer: Answer, choices: number) {
  const reasoning = countTokens(answer.reasoning);
  const completion = (countTokens(wire.outputText(answer)) + reasoning) * choices;
  return {
    prompt_tokens: prompt.total,
    completion_tokens: completion,
    total_tokens: prompt.total + completion,
    prompt_tokens_details: { cached_tokens: prompt.read, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning * choices,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** With usage asked for, every chunk says `usage: null` and one more chunk without choices says the sums. */
function* chunks(
  call: wire.Call,
  frame: object,
  answer: Answer,
  choices: number,
  usage: object | null,
): Generator<StreamEvent> {
  const chunk = (index: number, delta: object, finish: string | null = null) => ({
    ...frame,
    object: "chat.completion.chunk",
    choices: [{ index, delta, logprobs: null, finish_reason: finish }],
    ...(usage && { usage: null }),
  });
  for (let index = 0; index < choices; index++) {
    yield {
      data: chunk(index, {
        role: "assistant",
        content: answer.toolCalls.length > 0 ? null : "",
        refusal: null,
      }),
    };
    for (const content of piecesOf(answer.text)) yield { data: chunk(index, { content }), counts: true };
    for (const [position, one] of answer.toolCalls.entries()) {
      const id = call.nextId("call_demo");
      const start = { index: position, id, type: "function", function: { name: one.name, arguments: "" } };
      yield { data: chunk(index, { tool_calls: [start] }), counts: true };
      for (const piece of wire.argumentPieces(one.arguments)) {
        const delta = { tool_calls: [{ index: position, function: { arguments: piece } }] };
        yield { data: chunk(index, delta), counts: true };
      }
    }
    yield { data: chunk(index, {}, finishOf(answer)) };
  }
  if (usage) yield { data: { ...frame, object: "chat.completion.chunk", choices: [], usage } };
  yield { data: "[DONE]" };
}

function conversationOf(body: Record<string, unknown>): Conversation {
  const model = wire.modelIn(body);
  const messages = listOf(body.messages).map(fieldsOf);
  if (messages.length === 0) throw new Refusal(400, "Invalid 'messages': empty array.", "messages");
  wire.checkTemperature(body, 2);
  const choice = fieldsOf(body.tool_choice);
  const named = textOf(fieldsOf(choice.function).name);
  return {
    model,
    turns: messages.map(turnOf),
    tools: listOf(body.tools)
      .map((tool) => fieldsOf(fieldsOf(tool).function))
      .map((tool) => ({
        name: textOf(tool.name),
        description: textOf(tool.description),
        schema: fieldsOf(tool.parameters),
      })),
    toolChoice: named !== "" ? { name: named } : wireChoice(body.tool_choice),
    parallelTools: body.parallel_tool_calls !== false,
    format: wire.formatIn(body.response_format),
    outputTokensMax: wire.limitIn(body, "max_completion_tokens", "max_tokens"),
    stop: wire.stopsIn(body.stop),
    effort: effortOf(model, body.reasoning_effort),
  };
}

export const wireChoice = (stated: unknown): "none" | "auto" | "required" =>
  stated === "none" || stated === "required" ? stated : "auto";

function turnOf(message: Record<string, unknown>): Turn {
  const roles: Record<string, Turn["role"]> = {
    system: "system",
    developer: "system",
    user: "user",
    assistant: "assistant",
    tool: "tool",
    function: "tool",
  };
  const role = roles[textOf(message.role)];
  if (!role) throw new Refusal(400, `Invalid value: '${textOf(message.role)}'.`, "messages.role");
  const parts = listOf(message.content).map(fieldsOf);
  const texts = [textOf(message.content), ...parts.map((part) => textOf(part.text))];
  const calls = listOf(message.tool_calls).map((one) => JSON.stringify(fieldsOf(one).function ?? {}));
  const attached = parts.filter((part) => part.type !== "text" && part.type !== "refusal").length;
  return {
    role,
    text: [...texts, ...calls].filter(Boolean).join("\n"),
    attachedTokens: attached * imageTokens,
    cacheUpTo: null,
  };
}
