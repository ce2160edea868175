import { type Fields, fieldsOf, isFields, listOf, textOf, Untranslatable } from "../fields.ts";
import { blocksOf, textBlocksOf, toolResultOf, toolUseOf } from "./blocks.ts";

/** Anthropic demands a limit where OpenAI has none; every model of theirs can give so many tokens. */
export const outputTokensUnlessSaid = 4_096;

/** Fields of chat completions that change nothing in the answer, or only how it is billed or kept. */
const leftOut = new Set([
  "stream_options",
  "store",
  "metadata",
  // Both only steer OpenAI's own cache.
  "prompt_cache_key",
  "prompt_cache_retention",
  // A guess of the answer, to be faster.
  "prediction",
  // "Best effort" by its own definition.
  "seed",
]);
/** Fields that are good only when they ask for nothing: the values that do. */
const onlyAs: Readonly<Record<string, readonly unknown[]>> = {
  n: [1],
  logprobs: [false],
  top_logprobs: [0],
  frequency_penalty: [0],
  presence_penalty: [0],
  verbosity: ["medium"],
};
/** Anthropic's own, which OpenAI clients may add and which mean the same there. */
const passedOn = ["temperature", "top_p", "top_k", "thinking", "stream", "cache_control"];
const read = new Set([
  ...["model", "messages", "max_tokens", "max_completion_tokens", "stop", "tools", "tool_choice"],
  ...["parallel_tool_calls", "response_format", "reasoning_effort", "user", "safety_identifier"],
  ...["service_tier", "modalities", "logit_bias", "output_config"],
  ...passedOn,
]);

/**
 * Anthropic's messages request for a request of OpenAI's chat completions. System and developer messages, wherever they
 * stand, become the system prompt. @throws Untranslatable
 */
export function messagesRequestOf(chat: Fields): Fields {
  refuseOthers(chat);
  const { system, messages } = turnsOf(chat.messages);
  const request: Fields = {
    model: chat.model,
    max_tokens: chat.max_completion_tokens ?? chat.max_tokens ?? outputTokensUnlessSaid,
    ...(system.length > 0 && { system }),
    messages,
  };
  for (const name of passedOn)
    if (chat[name] !== undefined && chat[name] !== null) request[name] = chat[name];
  if (typeof chat.temperature === "number" && chat.temperature > 1)
    throw new Untranslatable("temperature", "is at most 1 for a model of Anthropic");
  const stop = typeof chat.stop === "string" ? [chat.stop] : listOf(chat.stop);
  if (stop.length > 0) request.stop_sequences = stop;
  const tools = toolsOf(chat.tools);
  if (tools.length > 0) request.tools = tools;
  const choice = choiceOf(chat, tools.length > 0);
  if (choice) request.tool_choice = choice;
  const user = textOf(chat.safety_identifier) || textOf(chat.user);
  if (user !== "") request.metadata = { user_id: user };
  if (chat.service_tier === "default") request.service_tier = "standard_only";
  const output = outputOf(chat, request);
  if (Object.keys(output).length > 0) request.output_config = output;
  return request;
}

function refuseOthers(chat: Fields): void {
  for (const [name, value] of Object.entries(chat)) {
    if (value === null || value === undefined || read.has(name) || leftOut.has(name)) continue;
    // `constructor` is a name like any other.
    const harmless = Object.hasOwn(onlyAs, name) ? onlyAs[name] : undefined;
    if (harmless?.includes(value)) continue;
    throw new Untranslatable(
      name,
      harmless
        ? `can only be ${JSON.stringify(harmless[0])} for a model of Anthropic`
        : "cannot be translated for a model of Anthropic",
    );
  }
  if (isFields(chat.logit_bias) && Object.keys(chat.logit_bias).length > 0)
    throw new Untranslatable("logit_bias", "cannot be translated for a model of Anthropic");
  if (listOf(chat.modalities).some((one) => one !== "text"))
    throw new Untranslatable("modalities", "can only be text for a model of Anthropic");
  if (chat.service_tier && chat.service_tier !== "auto" && chat.service_tier !== "default")
    throw new Untranslatable("service_tier", "can only be auto or default for a model of Anthropic");
}

function turnsOf(stated: unknown): { system: Fields[]; messages: Fields[] } {
  const system: Fields[] = [];
  const messages: { role: string; content: Fields[] }[] = [];
  // Turns of one role that follow each other are one turn for Anthropic: results of tools next to what is said.
  const say = (role: string, content: Fields[]) => {
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) messages.push({ role, content });
  };
  for (const [index, each] of listOf(stated).entries()) {
    const message = fieldsOf(each);
    const place = `messages[${index}]`;
    const role = textOf(message.role);
    if (role === "system" || role === "developer") system.push(...textBlocksOf(message.content, place));
    else if (role === "user") say("user", blocksOf(message.content, place));
    else if (role === "tool") say("user", [toolResultOf(message, place)]);
    else if (role === "assistant") say("assistant", assistantBlocks(message, place));
    else throw new Untranslatable(`${place}.role`, `${JSON.stringify(role)} cannot be translated`);
  }
  return { system, messages };
}

function assistantBlocks(message: Fields, place: string): Fields[] {
  if (message.function_call)
    throw new Untranslatable(`${place}.function_call`, "cannot be translated; use tool_calls");
  if (message.audio) throw new Untranslatable(`${place}.audio`, "cannot be translated");
  const refusal = textOf(message.refusal);
  return [
    // Thoughts come back as they were given out: signed, or not at all.
    ...listOf(message.thinking_blocks).map(fieldsOf),
    ...blocksOf(message.content ?? "", place),
    ...(refusal === "" ? [] : [{ type: "text", text: refusal }]),
    ...listOf(message.tool_calls).map((call, at) => toolUseOf(fieldsOf(call), `${place}.tool_calls[${at}]`)),
  ];
}

function toolsOf(stated: unknown): Fields[] {
  return listOf(stated).map((each, index) => {
    const tool = fieldsOf(each);
    if (tool.type !== "function")
      throw new Untranslatable(`tools[${index}].type`, `${JSON.stringify(tool.type)} cannot be translated`);
    const made = fieldsOf(tool.function);
    return {
      name: made.name,
      ...(made.description !== undefined && { description: made.description }),
      input_schema: isFields(made.parameters) ? made.parameters : { type: "object", properties: {} },
      ...(made.strict === true && { strict: true }),
      ...(isFields(tool.cache_control) && { cache_control: tool.cache_control }),
    };
  });
}

function choiceOf(chat: Fields, hasTools: boolean): Fields | null {
  const alone = chat.parallel_tool_calls === false ? { disable_parallel_tool_use: true } : {};
  const choice = chat.tool_choice;
  if (choice === "none") return hasTools ? { type: "none" } : null;
  if (choice === "required") return { type: "any", ...alone };
  if (isFields(choice)) {
    const name = fieldsOf(choice.function).name;
    if (choice.type !== "function" || typeof name !== "string")
      throw new Untranslatable("tool_choice", "can only name a function for a model of Anthropic");
    return { type: "tool", name, ...alone };
  }
  return hasTools && (choice === "auto" || "disable_parallel_tool_use" in alone)
    ? { type: "auto", ...alone }
    : null;
}

/** Effort is thinking as much as the model sees fit; who wants another form says `thinking` itself. */
function outputOf(chat: Fields, request: Fields): Fields {
  const output: Fields = { ...fieldsOf(chat.output_config) };
  const effort = textOf(chat.reasoning_effort);
  if (effort === "none") request.thinking ??= { type: "disabled" };
  else if (effort !== "") {
    output.effort ??= effort === "minimal" ? "low" : effort;
    if (effort !== "minimal") request.thinking ??= { type: "adaptive" };
  }
  const format = fieldsOf(chat.response_format);
  if (format.type === "json_schema")
    output.format = { type: "json_schema", schema: fieldsOf(fieldsOf(format.json_schema).schema) };
  else if (format.type !== undefined && format.type !== "text")
    throw new Untranslatable(
      "response_format.type",
      `${JSON.stringify(format.type)} cannot be translated for a model of Anthropic; give a json_schema`,
    );
  return output;
}
