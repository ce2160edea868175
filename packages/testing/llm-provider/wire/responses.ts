import type { Answer, Conversation, Turn } from "../conversation.ts";
import { effortOf, fieldsOf, listOf, textOf } from "../conversation.ts";
import { Refusal, type StreamEvent, sendJson, sendStream } from "../http.ts";
import type { PromptUsage } from "../prompt-cache.ts";
import { answerTo } from "../skills/answer.ts";
import { countTokens, piecesOf } from "../tokens.ts";
import { wireChoice } from "./chat.ts";
import * as wire from "./wire.ts";

/** Conversations that `previous_response_id` continues; the oldest are forgotten. */
const rememberedMax = 1_000;

type Item = Record<string, unknown> & { id: string };

/** OpenAI's responses. One instance per server, since it remembers. */
export function createResponses(): (call: wire.Call) => Promise<void> {
  const remembered = new Map<string, readonly Turn[]>();
  return async (call) => {
    const { body, exchange } = call;
    const previous = textOf(body.previous_response_id);
    const before = remembered.get(previous);
    if (previous !== "" && !before)
      throw new Refusal(400, `Previous response with id '${previous}' not found.`, "previous_response_id");
    const conversation = conversationOf(body, before ?? []);
    const answer = answerTo(conversation, exchange.behaviour.lengthTokens);
    const tools = wire.tokensOfTools(conversation.tools);
    const prompt = call.cache.automatic(call.scope, conversation.turns, tools);
    const id = call.nextId("resp_demo");
    if (body.store !== false) {
      const said: Turn = {
        role: "assistant",
        text: wire.outputText(answer),
        attachedTokens: 0,
        cacheUpTo: null,
      };
      remembered.set(id, [...conversation.turns.filter((turn) => turn.role !== "system"), said]);
      const oldest = remembered.keys().next().value;
      if (remembered.size > rememberedMax && oldest !== undefined) remembered.delete(oldest);
    }
    const items = itemsOf(call, answer, conversation.effort > 0);
    const done = responseOf(call, id, conversation, answer, items, exchange.behaviour.usage ? prompt : null);
    if (body.stream !== true) return sendJson(exchange, 200, done);
    const failed = {
      ...done,
      status: "failed",
      output: [],
      error: { code: "server_error", message: "The server had an error." },
    };
    const failure = { type: "response.failed", sequence_number: 9_999, response: failed };
    await sendStream(exchange, events(done, items), { event: failure.type, data: failure });
  };
}

/** Reasoning, then either the message or the calls. */
function itemsOf(call: wire.Call, answer: Answer, reasons: boolean): Item[] {
  const reasoning: Item = { id: call.nextId("rs_demo"), type: "reasoning", summary: [] };
  const calls = answer.toolCalls.map(
    (one): Item => ({
      id: call.nextId("fc_demo"),
      type: "function_call",
      status: "completed",
      call_id: call.nextId("call_demo"),
      name: one.name,
      arguments: one.arguments,
    }),
  );
  const part = { type: "output_text", text: answer.text, annotations: [], logprobs: [] };
  const message: Item = {
    id: call.nextId("msg_demo"),
    type: "message",
    status: answer.finish === "length" ? "incomplete" : "completed",
    role: "assistant",
    content: [part],
  };
  return [...(reasons ? [reasoning] : []), ...(calls.length > 0 ? calls : [message])];
}

function responseOf(
  call: wire.Call,
  id: string,
  conversation: Conversation,
  answer: Answer,
  output: readonly Item[],
  prompt: PromptUsage | null,
) {
  const { body } = call;
  const reasoning = countTokens(answer.reasoning);
  const written = countTokens(wire.outputText(answer)) + reasoning;
  const cut = answer.finish === "length";
  return {
    id,
    object: "response",
    created_at: call.nowSeconds,
    status: cut ? "incomplete" : "completed",
    error: null,
    incomplete_details: cut ? { reason: "max_output_tokens" } : null,
    instructions: body.instructions ?? null,
    max_output_tokens: conversation.outputTokensMax,
    model: conversation.model,
    output,
    parallel_tool_calls: conversation.parallelTools,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: { effort: fieldsOf(body.reasoning).effort ?? null, summary: null },
    service_tier: body.service_tier === "flex" ? "flex" : "default",
    store: body.store !== false,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: "text" } },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: "disabled",
    metadata: body.metadata ?? {},
    usage: prompt && {
      input_tokens: prompt.total,
      input_tokens_details: { cached_tokens: prompt.read, cache_write_tokens: 0 },
      output_tokens: written,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: prompt.total + written,
    },
  };
}

function* events(done: Record<string, unknown>, items: readonly Item[]): Generator<StreamEvent> {
  let sequence = 0;
  const event = (type: string, fields: object, counts = false): StreamEvent => ({
    event: type,
    data: { type, sequence_number: sequence++, ...fields },
    counts,
  });
  const started = { ...done, status: "in_progress", output: [], usage: null, incomplete_details: null };
  yield event("response.created", { response: started });
  yield event("response.in_progress", { response: started });
  for (const [output_index, item] of items.entries()) {
    const at = { item_id: item.id, output_index };
    const open =
      item.type === "message" ? { content: [] } : item.type === "function_call" ? { arguments: "" } : {};
    yield event("response.output_item.added", {
      output_index,
      item: { ...item, ...open, status: "in_progress" },
    });
    if (item.type === "message") {
      const part = fieldsOf(listOf(item.content)[0]);
      const here = { ...at, content_index: 0 };
      yield event("response.content_part.added", { ...here, part: { ...part, text: "" } });
      for (const delta of piecesOf(textOf(part.text)))
        yield event("response.output_text.delta", { ...here, delta, logprobs: [] }, true);
      yield event("response.output_text.done", { ...here, text: part.text, logprobs: [] });
      yield event("response.content_part.done", { ...here, part });
    } else if (item.type === "function_call") {
      for (const delta of wire.argumentPieces(textOf(item.arguments)))
        yield event("response.function_call_arguments.delta", { ...at, delta }, true);
      yield event("response.function_call_arguments.done", {
        ...at,
        name: item.name,
        arguments: item.arguments,
      });
    }
    yield event("response.output_item.done", { output_index, item });
  }
  yield event(done.status === "incomplete" ? "response.incomplete" : "response.completed", {
    response: done,
  });
}

function conversationOf(body: Record<string, unknown>, before: readonly Turn[]): Conversation {
  const model = wire.modelIn(body);
  wire.checkTemperature(body, 2);
  const input = typeof body.input === "string" ? [turn("user", body.input)] : listOf(body.input).map(turnOf);
  if (input.length === 0 && before.length === 0)
    throw new Refusal(400, "Missing required parameter: 'input'.", "input");
  const instructions = textOf(body.instructions);
  const choice = fieldsOf(body.tool_choice);
  return {
    model,
    turns: [...(instructions ? [turn("system", instructions)] : []), ...before, ...input],
    tools: listOf(body.tools)
      .map(fieldsOf)
      .filter((tool) => tool.type === "function")
      .map((tool) => ({
        name: textOf(tool.name),
        description: textOf(tool.description),
        schema: fieldsOf(tool.parameters),
      })),
    toolChoice: textOf(choice.name) !== "" ? { name: textOf(choice.name) } : wireChoice(body.tool_choice),
    parallelTools: body.parallel_tool_calls !== false,
    format: wire.formatIn(fieldsOf(body.text).format),
    outputTokensMax: wire.limitIn(body, "max_output_tokens"),
    stop: [],
    effort: effortOf(model, fieldsOf(body.reasoning).effort),
  };
}

const turn = (role: Turn["role"], text: string): Turn => ({ role, text, attachedTokens: 0, cacheUpTo: null });

function turnOf(stated: unknown): Turn {
  const item = fieldsOf(stated);
  if (item.type === "function_call_output")
    return turn("tool", typeof item.output === "string" ? item.output : JSON.stringify(item.output ?? ""));
  if (item.type === "function_call")
    return turn("assistant", `${textOf(item.name)}${textOf(item.arguments)}`);
  const roles = new Map<string, Turn["role"]>([
    ["user", "user"],
    ["assistant", "assistant"],
    ["system", "system"],
    ["developer", "system"],
  ]);
  const parts = listOf(item.content).map(fieldsOf);
  const text = [textOf(item.content), ...parts.map((part) => textOf(part.text))].filter(Boolean).join("\n");
  const images = parts.filter((part) => part.type === "input_image" || part.type === "input_file").length;
  return { ...turn(roles.get(textOf(item.role)) ?? "assistant", text), attachedTokens: images * 85 };
}
