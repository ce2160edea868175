import type { Rendered } from "@triops/domains/prompts/render";
import type { Operation } from "./call.ts";
import { CallFault } from "./fault.ts";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "./fields.ts";

type Message = { role: string; content: unknown } & Fields;

/** Of a configuration: what belongs to our own screens, or is given another name below. */
const ours = new Set(["model", "parameters", "tools", "responseSchema", "response_schema", "responseFormat"]);

/**
 * The caller's body with a rendered prompt before it. What the caller states wins over the prompt's configuration. A text
 * prompt is the question when the caller asks none, else the instruction.
 */
export function withPrompt(operation: Operation, body: Fields, rendered: Rendered, config: Fields): Fields {
  if (operation === "embeddings")
    throw new CallFault(400, "invalid_prompt_reference", "Embeddings take no prompt", { param: "prompt" });
  const given = operation === "responses" ? inputOf(body.input) : (listOf(body.messages) as Message[]);
  const messages: Message[] = rendered.messages ?? [
    { role: given.length === 0 ? "user" : "system", content: rendered.text },
  ];
  const filled = filledBy(configOf(operation, config), body);
  if (operation === "chat") return { ...filled, messages: [...messages, ...given] };
  if (operation === "responses") return { ...filled, input: [...messages, ...given] };
  // Anthropic keeps instructions apart from the conversation.
  const isSystem = ({ role }: Message) => role === "system" || role === "developer";
  const instructions = messages.filter(isSystem).map(({ content }) => textOf(content));
  const own = typeof body.system === "string" ? body.system : "";
  const system = Array.isArray(body.system)
    ? [...instructions.map((text) => ({ type: "text", text })), ...body.system]
    : [...instructions, own].filter(Boolean).join("\n\n");
  return {
    ...filled,
    ...(system.length === 0 ? {} : { system }),
    messages: [...messages.filter((one) => !isSystem(one)), ...given],
  };
}

/** Kept together with others under one name: each of them is the caller's, or else the prompt's. */
const grouped = ["output_config", "text", "reasoning"];

function filledBy(config: Fields, body: Fields): Fields {
  const filled = { ...config, ...body };
  for (const name of grouped)
    if (isFields(config[name]) && isFields(body[name])) filled[name] = { ...config[name], ...body[name] };
  // The beta's name of the same: the caller's own wins here too.
  if (isFields(body.output_format) && isFields(filled.output_config)) {
    const { format: _ours, ...rest } = filled.output_config;
    filled.output_config = { ...rest, ...(isFields(body.output_config) ? body.output_config : {}) };
  }
  return filled;
}

/** Where each interface has the limit of what is written; a configuration may have been made for any of them. */
const limits = ["max_completion_tokens", "max_tokens", "max_output_tokens"];
const limitOf: Readonly<Record<string, string>> = { responses: "max_output_tokens", messages: "max_tokens" };

const inputOf = (input: unknown): Message[] =>
  typeof input === "string" ? [{ role: "user", content: input }] : (listOf(input) as Message[]);

/** Parameters stand in `parameters`, or beside `model` as in Langfuse's configurations. */
function configOf(operation: Operation, config: Fields): Fields {
  const beside = Object.fromEntries(Object.entries(config).filter(([name]) => !ours.has(name)));
  const fields: Fields = { ...beside, ...fieldsOf(config.parameters) };
  if (typeof config.model === "string" && config.model !== "") fields.model = config.model;
  if (Array.isArray(config.tools) && config.tools.length > 0)
    fields.tools = config.tools.map((tool) => toolOf(operation, tool));
  const limit = limitOf[operation];
  if (limit !== undefined) {
    const stated = limits.map((name) => fields[name]).find((value) => value !== undefined && value !== null);
    for (const name of limits) delete fields[name];
    if (stated !== undefined) fields[limit] = stated;
  }
  const schema = config.responseSchema ?? config.response_schema;
  if (isFields(schema) && operation === "chat")
    fields.response_format = { type: "json_schema", json_schema: { name: "answer", schema } };
  if (isFields(schema) && operation === "responses")
    fields.text = { format: { type: "json_schema", name: "answer", schema } };
  if (isFields(schema) && operation === "messages")
    fields.output_config = { ...fieldsOf(fields.output_config), format: { type: "json_schema", schema } };
  for (const name of ["messages", "input", "stream", "stream_options", "prompt"]) delete fields[name];
  return fields;
}

/** A tool is kept as a function with a name; each interface wraps it its own way. */
function toolOf(operation: Operation, tool: unknown): unknown {
  const fields = fieldsOf(tool);
  const inner = isFields(fields.function) ? fields.function : fields;
  if (typeof inner.name !== "string") return tool;
  const { name, description, parameters } = inner;
  const schema = parameters ?? { type: "object", properties: {} };
  const said = typeof description === "string" && description !== "" ? { description } : {};
  if (operation === "messages") return { name, ...said, input_schema: schema };
  if (operation === "responses") return { type: "function", name, ...said, parameters: schema };
  return { type: "function", function: { name, ...said, parameters: schema } };
}
