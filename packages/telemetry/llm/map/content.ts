import type { LlmDialect } from "../llm-span-row.ts";
import { first, nested, parsed, textOf, unfolded } from "./attributes.ts";
import { type LlmMessage, messagesOf } from "./messages.ts";
import type { Source } from "./source.ts";

/** What a model or a step was given and gave back. */
export type LlmContent = { input: LlmMessage[]; output: LlmMessage[] };

type Reader = (source: Source) => LlmMessage[];
type Side = { native: Record<LlmDialect, Reader[]>; rest: Reader[] };

const attribute =
  (name: string, role: string): Reader =>
  ({ attributes }) =>
    messagesOf(attributes.get(name), role);
const flat =
  (prefix: string, role: string): Reader =>
  ({ attributes }) =>
    messagesOf(nested(attributes, prefix), role);
/** Data of a tool or a step: shown as it is, whatever it looks like. */
const data =
  (name: string, role: string): Reader =>
  ({ attributes }) => {
    const text = attributes.get(name) ?? "";
    return text === "" ? [] : [{ role, parts: [{ type: "text", text }] }];
  };

const instructed: Reader = ({ attributes }) => {
  const input = messagesOf(attributes.get("gen_ai.input.messages"), "user");
  const system = attributes.get("gen_ai.system_instructions");
  const parts = system === undefined ? [] : messagesOf({ role: "system", parts: partsIn(system) }, "system");
  return [...parts, ...input];
};
const partsIn = (text: string): unknown => {
  const value = unfolded(text);
  return Array.isArray(value) ? value : [{ type: "text", text: textOf(value) }];
};

/** The forms before 1.37: an event for each message, its content in the body or in attributes. */
const eventRoles: Readonly<Record<string, string>> = {
  "gen_ai.system.message": "system",
  "gen_ai.user.message": "user",
  "gen_ai.assistant.message": "assistant",
  "gen_ai.tool.message": "tool",
};

const eventInput: Reader = ({ events }) =>
  events.flatMap(({ name, attributes }) => {
    const role = eventRoles[name];
    if (role !== undefined) return eventMessage(attributes, role);
    if (name === "gen_ai.content.prompt") return messagesOf(attributes.get("gen_ai.prompt"), "user");
    if (name === "gen_ai.client.inference.operation.details")
      return instructed({ attributes, events: [], dialect: "gen_ai" });
    return [];
  });
const eventOutput: Reader = ({ events }) =>
  events.flatMap(({ name, attributes }) => {
    if (name === "gen_ai.choice") return eventMessage(attributes, "assistant");
    if (name === "gen_ai.content.completion")
      return messagesOf(attributes.get("gen_ai.completion"), "assistant");
    if (name === "gen_ai.client.inference.operation.details")
      return messagesOf(attributes.get("gen_ai.output.messages"), "assistant");
    return [];
  });

function eventMessage(attributes: Source["attributes"], role: string): LlmMessage[] {
  const body = parsed(first(attributes, ["body", "gen_ai.event.content", "event.body"]));
  if (body !== undefined) return messagesOf(withRole(body, role), role);
  const fields = Object.fromEntries(
    [...attributes].map(([name, value]) => [
      name.replace(/^gen_ai\./, ""),
      /^[[{]/.test(value) ? unfolded(value) : value,
    ]),
  );
  return fields.content === undefined && fields.tool_calls === undefined && fields.message === undefined
    ? []
    : messagesOf(withRole(fields, role), role);
}
const withRole = (body: unknown, role: string): unknown => {
  if (typeof body !== "object" || body === null || "role" in body || "message" in body) return body;
  const id = (body as { id?: unknown }).id;
  return { ...body, role, ...(role === "tool" && id !== undefined ? { tool_call_id: id } : {}) };
};

const aiCalls: Reader = ({ attributes }) => {
  const text = attributes.get("ai.response.text") ?? "";
  const object = attributes.get("ai.response.object") ?? "";
  const reasoning = attributes.get("ai.response.reasoning") ?? "";
  const calls = parsed(attributes.get("ai.response.toolCalls"));
  if (text === "" && object === "" && reasoning === "" && !Array.isArray(calls)) return [];
  const content = text === "" ? object : text;
  return messagesOf(
    { role: "assistant", content, reasoning, tool_calls: Array.isArray(calls) ? calls : [] },
    "assistant",
  );
};

const input: Side = {
  native: {
    langfuse: [attribute("langfuse.observation.input", "user")],
    openinference: [flat("llm.input_messages", "user"), attribute("input.value", "user")],
    ai_sdk: [
      attribute("ai.prompt.messages", "user"),
      attribute("ai.prompt", "user"),
      data("ai.toolCall.args", "input"),
      attribute("ai.value", "user"),
      attribute("ai.values", "user"),
    ],
    openllmetry: [
      flat("gen_ai.prompt", "user"),
      flat("llm.prompts", "user"),
      instructed,
      data("traceloop.entity.input", "input"),
    ],
    gen_ai: [instructed, eventInput],
  },
  rest: [
    instructed,
    flat("llm.input_messages", "user"),
    eventInput,
    flat("gen_ai.prompt", "user"),
    attribute("gen_ai.prompt", "user"),
    attribute("ai.prompt.messages", "user"),
    data("gen_ai.tool.call.arguments", "input"),
    attribute("gen_ai.retrieval.query.text", "user"),
    attribute("langfuse.trace.input", "user"),
    attribute("traceloop.entity.input", "input"),
    attribute("input.value", "user"),
    attribute("mlflow.spanInputs", "input"),
    attribute("lk.input_text", "user"),
  ],
};

const output: Side = {
  native: {
    langfuse: [attribute("langfuse.observation.output", "assistant")],
    openinference: [flat("llm.output_messages", "assistant"), attribute("output.value", "assistant")],
    ai_sdk: [aiCalls, data("ai.toolCall.result", "output")],
    openllmetry: [
      flat("gen_ai.completion", "assistant"),
      flat("llm.completions", "assistant"),
      attribute("gen_ai.output.messages", "assistant"),
      data("traceloop.entity.output", "output"),
    ],
    gen_ai: [attribute("gen_ai.output.messages", "assistant"), eventOutput],
  },
  rest: [
    attribute("gen_ai.output.messages", "assistant"),
    flat("llm.output_messages", "assistant"),
    eventOutput,
    flat("gen_ai.completion", "assistant"),
    attribute("gen_ai.completion", "assistant"),
    aiCalls,
    data("gen_ai.tool.call.result", "output"),
    attribute("langfuse.trace.output", "assistant"),
    attribute("traceloop.entity.output", "output"),
    attribute("output.value", "assistant"),
    attribute("mlflow.spanOutputs", "output"),
    attribute("lk.response.text", "assistant"),
  ],
};

const firstOf = (readers: readonly Reader[], source: Source): LlmMessage[] => {
  for (const read of readers) {
    const messages = read(source);
    if (messages.length > 0) return messages;
  }
  return [];
};

/** The instrumentation's own names first; conversions fill what they leave open. */
export function contentOf(source: Source): LlmContent {
  const { dialect } = source;
  return {
    input: firstOf([...input.native[dialect], ...input.rest], source),
    output: firstOf([...output.native[dialect], ...output.rest], source),
  };
}
