import { type Fields, fieldsOf, isFields, listOf, textOf, Untranslatable } from "../fields.ts";
import { contentOf, partsOf, textOfBlocks } from "./parts.ts";

/** What differs between those who speak OpenAI's form. */
export type ChatFlavour = {
  /** OpenAI's reasoning models take only the newer name, many others only the older one. */
  limitField: "max_completion_tokens" | "max_tokens";
  /** Some refuse fields that they do not know; `user` is one. */
  takesUser: boolean;
  /** DeepSeek refuses a turn that called tools without its `reasoning_content`, be it empty. */
  wantsThoughts?: boolean;
};

const passedOn = ["temperature", "top_p", "stream"];
const read = new Set([
  ...["model", "messages", "max_tokens", "system", "stop_sequences", "tools", "tool_choice"],
  ...["thinking", "output_config", "output_format", "metadata", "service_tier"],
  ...passedOn,
]);
/** Caching happens by itself with OpenAI; what a cache missed is told by Anthropic only. */
const leftOut = new Set(["cache_control", "diagnostics"]);
const onlyAs: Readonly<Record<string, unknown>> = { speed: "standard" };
/** As many as OpenAI takes. */
const stopsMax = 4;

/** OpenAI's chat completions for a request of Anthropic's messages. @throws Untranslatable */
export function chatRequestOf(request: Fields, flavour: ChatFlavour): Fields {
  for (const [name, value] of Object.entries(request))
    if (
      value !== null &&
      value !== undefined &&
      !read.has(name) &&
      !leftOut.has(name) &&
      !(Object.hasOwn(onlyAs, name) && onlyAs[name] === value)
    )
      throw new Untranslatable(name, "cannot be translated for a model that is not Anthropic's");
  const system = textOfBlocks(request.system, "system");
  const chat: Fields = {
    model: request.model,
    messages: [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      ...listOf(request.messages).flatMap((each, index) =>
        messagesOf(fieldsOf(each), `messages[${index}]`, flavour.wantsThoughts === true),
      ),
    ],
  };
  if (request.max_tokens !== undefined) chat[flavour.limitField] = request.max_tokens;
  for (const name of passedOn)
    if (request[name] !== undefined && request[name] !== null) chat[name] = request[name];
  const stop = listOf(request.stop_sequences);
  if (stop.length > stopsMax)
    throw new Untranslatable("stop_sequences", `can only have ${stopsMax} entries here`);
  if (stop.length > 0) chat.stop = stop;
  const tools = toolsOf(request.tools);
  if (tools.length > 0) chat.tools = tools;
  const choice = fieldsOf(request.tool_choice);
  const chosen = choiceOf(choice);
  if (chosen !== null) chat.tool_choice = chosen;
  if (choice.disable_parallel_tool_use === true) chat.parallel_tool_calls = false;
  const effort = effortOf(request);
  if (effort !== null) chat.reasoning_effort = effort;
  // The beta's older name wins, as it does with Anthropic's clients.
  const format = fieldsOf(request.output_format ?? fieldsOf(request.output_config).format);
  if (format.type === "json_schema")
    chat.response_format = {
      type: "json_schema",
      json_schema: { name: "answer", schema: fieldsOf(format.schema), strict: true },
    };
  const user = textOf(fieldsOf(request.metadata).user_id);
  if (user !== "" && flavour.takesUser) chat.user = user;
  if (request.service_tier === "standard_only") chat.service_tier = "default";
  return chat;
}

/** One message of Anthropic may be several: each result of a tool is one of its own, before what is said with it. */
function messagesOf(message: Fields, place: string, wantsThoughts: boolean): Fields[] {
  const role = textOf(message.role);
  if (role === "assistant") return [assistantOf(message, place, wantsThoughts)];
  if (role === "system") return [{ role, content: textOfBlocks(message.content, `${place}.content`) }];
  if (role !== "user")
    throw new Untranslatable(`${place}.role`, `${JSON.stringify(role)} cannot be translated`);
  if (typeof message.content === "string") return [{ role, content: message.content }];
  const blocks = listOf(message.content).map(fieldsOf);
  const results = blocks.flatMap((block, index) =>
    block.type === "tool_result" ? [resultOf(block, `${place}.content[${index}]`)] : [],
  );
  const said = partsOf(message.content, `${place}.content`, new Set(["tool_result"]));
  return [
    ...results,
    ...(said.length > 0 || results.length === 0 ? [{ role, content: contentOf(said) }] : []),
  ];
}

function resultOf(block: Fields, place: string): Fields {
  return {
    role: "tool",
    tool_call_id: textOf(block.tool_use_id),
    content: textOfBlocks(block.content, `${place}.content`),
  };
}

/** Thoughts of earlier turns are left out, but for who wants them back. */
function assistantOf(message: Fields, place: string, wantsThoughts: boolean): Fields {
  if (typeof message.content === "string") return { role: "assistant", content: message.content };
  const blocks = listOf(message.content).map(fieldsOf);
  const calls = blocks
    .filter((block) => block.type === "tool_use")
    .map((block) => ({
      id: textOf(block.id),
      type: "function",
      function: { name: textOf(block.name), arguments: JSON.stringify(block.input ?? {}) },
    }));
  const elsewhere = new Set(["tool_use", "thinking", "redacted_thinking"]);
  const said = partsOf(message.content, `${place}.content`, elsewhere);
  const text = said.map((part) => textOf(part.text)).join("");
  return {
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    ...(wantsThoughts &&
      calls.length > 0 && {
        reasoning_content: blocks.map((block) => textOf(block.thinking)).join(""),
      }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function toolsOf(stated: unknown): Fields[] {
  return listOf(stated).map((each, index) => {
    const tool = fieldsOf(each);
    if (tool.type !== undefined && tool.type !== null && tool.type !== "custom")
      throw new Untranslatable(
        `tools[${index}].type`,
        `${JSON.stringify(tool.type)} is run by Anthropic itself and cannot be translated`,
      );
    return {
      type: "function",
      function: {
        name: tool.name,
        ...(tool.description !== undefined && { description: tool.description }),
        parameters: isFields(tool.input_schema) ? tool.input_schema : { type: "object", properties: {} },
        ...(tool.strict === true && { strict: true }),
      },
    };
  });
}

function choiceOf(choice: Fields): unknown {
  if (choice.type === "any") return "required";
  if (choice.type === "tool") return { type: "function", function: { name: choice.name } };
  return choice.type === "auto" || choice.type === "none" ? choice.type : null;
}

/** By the effort that is named, else by how much may be thought; nothing when nothing is said about thinking. */
function effortOf(request: Fields): string | null {
  const named = textOf(fieldsOf(request.output_config).effort);
  const thinking = fieldsOf(request.thinking);
  if (named !== "") return named === "max" ? "xhigh" : named;
  if (thinking.type === "enabled" && typeof thinking.budget_tokens === "number")
    return thinking.budget_tokens < 4_096 ? "low" : thinking.budget_tokens < 16_384 ? "medium" : "high";
  return thinking.type === "adaptive" || thinking.type === "enabled" ? "medium" : null;
}
