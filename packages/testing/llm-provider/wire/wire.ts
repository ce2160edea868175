import type { Answer, Conversation, Schema, Tool } from "../conversation.ts";
import { fieldsOf, numberOf, textOf } from "../conversation.ts";
import { type Exchange, Refusal } from "../http.ts";
import type { PromptCache } from "../prompt-cache.ts";

/** What an endpoint gets besides the body. */
export type Call = {
  exchange: Exchange;
  body: Record<string, unknown>;
  /** of whose prompts the cache knows: key and model */
  scope: string;
  cache: PromptCache;
  /** ids within one server, in order */
  nextId: (prefix: string) => string;
  nowSeconds: number;
};

/** Words of an assistant's message and of its tool calls count alike. */
export const tokensOfTools = (tools: readonly Tool[]): string =>
  tools.length === 0 ? "" : JSON.stringify(tools);

export function modelIn(body: Record<string, unknown>): string {
  const model = textOf(body.model);
  if (model === "") throw new Refusal(400, "you must provide a model parameter", "model");
  if (model.startsWith("missing"))
    throw new Refusal(404, `The model \`${model}\` does not exist or you do not have access to it.`, "model");
  return model;
}

export function limitIn(body: Record<string, unknown>, ...names: string[]): number | null {
  for (const name of names) {
    const limit = numberOf(body[name]);
    if (limit === null) continue;
    if (!Number.isInteger(limit) || limit < 1)
      throw new Refusal(400, `${name} must be a positive integer`, name);
    return limit;
  }
  return null;
}

export function checkTemperature(body: Record<string, unknown>, max: number): void {
  const temperature = numberOf(body.temperature);
  if (temperature !== null && (temperature < 0 || temperature > max))
    throw new Refusal(400, `temperature must be between 0 and ${max}`, "temperature");
}

export const stopsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === "string" && one !== "",
  );

/** `response_format` and `text.format`; the schema sits one level deeper in the former. */
export function formatIn(stated: unknown): Conversation["format"] {
  const format = fieldsOf(stated);
  if (format.type === "json_object") return "json";
  if (format.type !== "json_schema") return "text";
  const schema: Schema = fieldsOf(fieldsOf(format.json_schema).schema ?? format.schema);
  return { schema };
}

/** Pieces of the arguments of a tool call, as they are streamed. */
export function* argumentPieces(text: string): Generator<string> {
  for (let i = 0; i < text.length; i += 12) yield text.slice(i, i + 12);
}

/** Text that counts as output tokens. */
export const outputText = (answer: Answer): string =>
  answer.text + answer.toolCalls.map((call) => call.name + call.arguments).join("");
