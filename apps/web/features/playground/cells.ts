import { templateOf } from "../prompts/draft.ts";
import { valuesOf, variablesIn } from "../prompts/variables.ts";
import { type Board, type Column, type Input, isEdited, type MockTool, type Parameters } from "./board.ts";

type Json = Record<string, unknown>;
export type Read<Value> = { value: Value; fault: null } | { value: null; fault: string };

/** A JSON object typed by hand; empty text is none. */
export function readObject(text: string, what: string): Read<Json | undefined> {
  if (text.trim() === "") return { value: undefined, fault: null };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { value: value as Json, fault: null }
      : { value: null, fault: `${what} is a JSON object` };
  } catch {
    return { value: null, fault: `${what} is not valid JSON` };
  }
}

/** Parameters in OpenAI's spelling. */
export function readParameters({ temperature, maxTokens, topP, more }: Parameters): Read<Json> {
  const rest = readObject(more, "More parameters");
  if (rest.fault !== null) return rest;
  const given: Json = { ...rest.value };
  for (const [name, typed, word] of [
    ["temperature", temperature, "Temperature"],
    ["max_tokens", maxTokens, "Most tokens"],
    ["top_p", topP, "Top p"],
  ] as const) {
    if (typed.trim() === "") continue;
    const value = Number(typed);
    if (!Number.isFinite(value) || value < 0) return { value: null, fault: `${word} is a number from 0` };
    given[name] = value;
  }
  return { value: given, fault: null };
}

export type ReadTool = { name: string; description: string; parameters: Json; mock: string | null };

export function readTools(tools: readonly MockTool[]): Read<ReadTool[]> {
  const read: ReadTool[] = [];
  for (const { name, description, parameters, mock, mocked } of tools) {
    if (!/^[\w.-]{1,64}$/.test(name))
      return { value: null, fault: `A tool's name has letters, digits, - _ and . only: "${name}"` };
    const schema = readObject(parameters, `The parameters of ${name}`);
    if (schema.fault !== null) return schema;
    read.push({
      name,
      description,
      parameters: schema.value ?? { type: "object", properties: {} },
      mock: mocked ? mock : null,
    });
  }
  return { value: read, fault: null };
}

/** Why a column cannot be run, or null. */
export function columnFault(column: Column): string | null {
  const { target, draft } = column;
  if (target.kind === "route" && target.route === "") return "Choose a route or a model";
  if (target.kind === "provider" && target.model.trim() === "") return "Which model of the provider?";
  const { fault } = variablesIn(templateOf(draft), draft.variables);
  if (fault) return fault;
  const empty = draft.type === "text" ? draft.text.trim() === "" : draft.items.length === 0;
  if (empty) return "Write something first";
  return readParameters(column.parameters).fault ?? readObject(column.responseSchema, "The schema").fault;
}

export const cellKey = (column: Column, input: Input): string => `${column.id}/${input.id}`;

/** One run as `POST /api/v1/prompt-runs/stream` takes it. @throws for a column with a fault */
export function cellOf(board: Board, column: Column, input: Input): Json {
  const { draft, prompt, target } = column;
  const template = templateOf(draft);
  const { variables } = variablesIn(template, draft.variables);
  const parameters = readParameters(column.parameters);
  const schema = readObject(column.responseSchema, "The schema");
  const tools = readTools(board.tools);
  const fault = parameters.fault ?? schema.fault ?? tools.fault;
  if (fault !== null) throw new Error(fault);
  return {
    key: cellKey(column, input),
    prompt: prompt && { id: prompt.id, version: prompt.version, edited: isEdited(column) },
    type: draft.type,
    template,
    schema: draft.variables,
    variables: valuesOf(variables, input.values),
    target:
      target.kind === "route"
        ? { route: target.route }
        : { providerId: target.providerId, model: target.model.trim() },
    parameters: parameters.value,
    tools: tools.value,
    responseSchema: schema.value ?? null,
  };
}

/** The configuration that a version made of this column keeps. */
export function configOf(board: Board, column: Column): Json {
  const parameters = readParameters(column.parameters).value ?? {};
  const schema = readObject(column.responseSchema, "The schema").value;
  const tools = readTools(board.tools).value ?? [];
  const { target } = column;
  return {
    ...parameters,
    model: target.kind === "route" ? target.route : target.model,
    ...(schema && {
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
    }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters: given }) => ({
        type: "function",
        function: { name, description, parameters: given },
      })),
    }),
  };
}
