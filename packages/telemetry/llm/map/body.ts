import { isFields, nested, parsed, textOf } from "./attributes.ts";
import { contentOf } from "./content.ts";
import type { LlmMessage } from "./messages.ts";
import { parameterObjects, parameterPrefixes } from "./names.ts";
import { type MappedFrom, type Source, sourceOf } from "./source.ts";

export type LlmTool = { name: string; description: string; parameters: string };
export type LlmDocument = { id: string; content: string; score: number | null; metadata: string };

/** All that a span says about its call, as somebody who opens it wants to read it. */
export type LlmBody = {
  input: LlmMessage[];
  output: LlmMessage[];
  tools: LlmTool[];
  documents: LlmDocument[];
  parameters: { name: string; value: string }[];
};

const toolsMax = 200;
const documentsMax = 500;

/** Reads a span's bodies. For one span at a time, when it is opened. */
export function readLlmBody(span: MappedFrom): LlmBody {
  const source = sourceOf(span);
  return {
    ...contentOf(source),
    tools: toolsOf(source),
    documents: documentsOf(source),
    parameters: parametersOf(source),
  };
}

function toolsOf({ attributes }: Source): LlmTool[] {
  const stated = [
    parsed(attributes.get("gen_ai.tool.definitions")),
    parsed(attributes.get("ai.prompt.tools")),
    nested(attributes, "llm.tools"),
    nested(attributes, "llm.request.functions"),
    inObject(attributes.get("langfuse.observation.input"), "tools"),
    inObject(attributes.get("llm.invocation_parameters"), "tools"),
  ].find((value) => Array.isArray(value) && value.length > 0);
  return (Array.isArray(stated) ? stated : []).slice(0, toolsMax).flatMap((one) => {
    const value = typeof one === "string" ? parsed(one) : one;
    const held = isFields(value) && isFields(value.tool) ? value.tool : value;
    const schema = isFields(held) && typeof held.json_schema === "string" ? parsed(held.json_schema) : held;
    if (!isFields(schema)) return [];
    const tool = isFields(schema.function) ? schema.function : schema;
    const parameters = tool.parameters ?? tool.input_schema ?? tool.inputSchema;
    return [
      { name: textOf(tool.name), description: textOf(tool.description), parameters: textOf(parameters) },
    ];
  });
}

const inObject = (text: string | undefined, name: string): unknown => {
  const value = parsed(text);
  return isFields(value) ? value[name] : undefined;
};

function documentsOf({ attributes }: Source): LlmDocument[] {
  const stated = [
    nested(attributes, "retrieval.documents"),
    nested(attributes, "reranker.output_documents"),
    parsed(attributes.get("gen_ai.retrieval.documents")),
  ].find((value) => Array.isArray(value) && value.length > 0);
  return (Array.isArray(stated) ? stated : []).slice(0, documentsMax).flatMap((one) => {
    if (!isFields(one)) return [];
    const document = isFields(one.document) ? one.document : one;
    const score = Number(document.score ?? Number.NaN);
    return [
      {
        id: textOf(document.id),
        content: textOf(document.content ?? document.text),
        score: Number.isFinite(score) ? score : null,
        metadata: textOf(document.metadata),
      },
    ];
  });
}

/** Said elsewhere: the model by its column, messages and tools above. */
const apart = new Set(["model", "messages", "tools", "functions", "input", "prompt", "type"]);

function parametersOf({ attributes }: Source): { name: string; value: string }[] {
  const found = new Map<string, string>();
  const put = (name: string, value: unknown) => {
    if (!apart.has(name) && !name.startsWith("functions.") && !found.has(name))
      found.set(name, textOf(value));
  };
  for (const name of parameterObjects) {
    const value = parsed(attributes.get(name));
    if (isFields(value)) for (const [key, each] of Object.entries(value)) put(key, each);
  }
  for (const [name, value] of attributes)
    for (const prefix of parameterPrefixes)
      if (name.startsWith(prefix)) put(name.slice(prefix.length), value);
  return [...found]
    .map(([name, value]) => ({ name, value: value.slice(0, 4_000) }))
    .filter(({ value }) => value !== "");
}
