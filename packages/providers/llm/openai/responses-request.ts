import { type Fields, fieldsOf, isFields, listOf, textOf, Untranslatable } from "../fields.ts";
import { messagesOfInput, type ResponsesFlavour } from "./responses-input.ts";

const passedOn = ["temperature", "top_p", "stream"];
const read = new Set([
  ...["model", "input", "instructions", "max_output_tokens", "tools", "tool_choice", "parallel_tool_calls"],
  ...["text", "reasoning", "user", "safety_identifier", "include"],
  ...passedOn,
]);
/** They change nothing in the answer: notes for the record, OpenAI's own cache, limits of tools it runs itself. */
const leftOut = new Set([
  ...["metadata", "store", "stream_options", "max_tool_calls"],
  ...["prompt_cache_key", "prompt_cache_retention", "prompt_cache_options"],
]);
/** Fields that are good only when they ask for nothing: the values that do. */
const onlyAs: Readonly<Record<string, readonly unknown[]>> = {
  background: [false],
  truncation: ["disabled"],
  top_logprobs: [0],
  service_tier: ["auto", "default"],
};
const kept = "refers to what is kept, and nothing is for a model that has no responses of its own";
const reasons: Readonly<Record<string, string>> = {
  previous_response_id: `${kept}: send the earlier items in input`,
  conversation: `${kept}: send the earlier items in input`,
  prompt: "with an id is a prompt kept by OpenAI; name one of yours instead",
};

export type ChatOfResponses = {
  chat: Fields;
  /** Where each of its messages stands in the caller's body. */
  places: string[];
};

/**
 * OpenAI's chat completions for a request of its responses. What the model is to see is all in the request: nothing is
 * kept between calls, and tools that OpenAI runs itself are nobody else's. @throws Untranslatable
 */
export function chatRequestOfResponses(request: Fields, flavour: ResponsesFlavour): ChatOfResponses {
  refuseOthers(request);
  const { messages, places } = messagesOfInput(request, flavour);
  const chat: Fields = { model: request.model, messages };
  if (isSaid(request.max_output_tokens)) chat[flavour.limitField] = request.max_output_tokens;
  for (const name of passedOn) if (isSaid(request[name])) chat[name] = request[name];
  const { tools, choice } = toolsOf(request);
  if (tools.length > 0) {
    chat.tools = tools;
    if (choice !== null) chat.tool_choice = choice;
    if (request.parallel_tool_calls === false) chat.parallel_tool_calls = false;
  }
  const effort = textOf(fieldsOf(request.reasoning).effort);
  if (effort !== "") chat.reasoning_effort = effort;
  const format = formatOf(fieldsOf(request.text));
  if (format) chat.response_format = format;
  const user = textOf(request.safety_identifier) || textOf(request.user);
  if (user !== "" && flavour.takesUser) chat.user = user;
  return { chat, places };
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== null;

function refuseOthers(request: Fields): void {
  for (const [name, value] of Object.entries(request)) {
    if (!isSaid(value) || read.has(name) || leftOut.has(name)) continue;
    // `constructor` is a name like any other.
    const harmless = Object.hasOwn(onlyAs, name) ? onlyAs[name] : undefined;
    if (harmless?.includes(value)) continue;
    const why = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
    throw new Untranslatable(
      name,
      why ??
        (harmless
          ? `can only be ${JSON.stringify(harmless[0])} for a model that has no responses of its own`
          : "cannot be translated for a model that has no responses of its own"),
    );
  }
  for (const [index, each] of listOf(request.include).entries())
    if (each !== "reasoning.encrypted_content")
      throw new Untranslatable(
        `include[${index}]`,
        `can only be "reasoning.encrypted_content" for a model that has no responses of its own`,
      );
}

/** Of a list of allowed tools, the others are not told to the model at all: to it that is the same. */
function toolsOf(request: Fields): { tools: Fields[]; choice: unknown } {
  const tools = listOf(request.tools).map(toolOf);
  const choice = request.tool_choice;
  if (!isFields(choice)) return { tools, choice: textOf(choice) || null };
  if (choice.type === "function" && typeof choice.name === "string")
    return { tools, choice: { type: "function", function: { name: choice.name } } };
  if (choice.type !== "allowed_tools")
    throw new Untranslatable(
      "tool_choice",
      "can only name a function for a model that has no responses of its own",
    );
  const allowed = new Set(listOf(choice.tools).map((each) => fieldsOf(each).name));
  return {
    tools: tools.filter((tool) => allowed.has(fieldsOf(tool.function).name)),
    choice: textOf(choice.mode) || "auto",
  };
}

function toolOf(stated: unknown, index: number): Fields {
  const tool = fieldsOf(stated);
  if (tool.type !== "function")
    throw new Untranslatable(
      `tools[${index}].type`,
      `${JSON.stringify(tool.type)} cannot be translated: only functions are for a model that has no responses of its own`,
    );
  return {
    type: "function",
    function: {
      name: tool.name,
      ...(typeof tool.description === "string" && { description: tool.description }),
      parameters: isFields(tool.parameters) ? tool.parameters : { type: "object", properties: {} },
      ...(tool.strict === true && { strict: true }),
    },
  };
}

function formatOf(text: Fields): Fields | null {
  if (isSaid(text.verbosity) && text.verbosity !== "medium")
    throw new Untranslatable(
      "text.verbosity",
      'can only be "medium" for a model that has no responses of its own',
    );
  const format = fieldsOf(text.format);
  if (format.type === undefined || format.type === "text") return null;
  if (format.type === "json_object") return { type: "json_object" };
  if (format.type !== "json_schema")
    throw new Untranslatable("text.format.type", `${JSON.stringify(format.type)} cannot be translated`);
  return {
    type: "json_schema",
    json_schema: {
      name: textOf(format.name) || "answer",
      schema: fieldsOf(format.schema),
      ...(typeof format.description === "string" && { description: format.description }),
      ...(typeof format.strict === "boolean" && { strict: format.strict }),
    },
  };
}
