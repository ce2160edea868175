import type { Prompt, PromptVersion } from "@triops/domains/prompts/schemas";
import { type Draft, draftOf, emptyDraft, type Fields, newKey, templateOf } from "../prompts/draft.ts";
import { type Variable, variablesIn } from "../prompts/variables.ts";

/** Where a column is run: a route by its public name, or a model of one provider. */
export type ColumnTarget =
  | { kind: "route"; route: string }
  | { kind: "provider"; providerId: string; model: string };

/** Texts as typed; empty leaves a parameter to the target. */
export type Parameters = { temperature: string; maxTokens: string; topP: string; more: string };

export type Column = {
  id: string;
  /** The version it began with; null for a draft of nothing. */
  prompt: { id: string; name: string; version: number } | null;
  /** The version's content as JSON, to tell whether it was edited. */
  origin: string;
  draft: Draft;
  target: ColumnTarget;
  parameters: Parameters;
  /** JSON text; empty for none. */
  responseSchema: string;
};

/** One row of values that every column is run with. */
export type Input = { id: string; values: Record<string, string> };

export type MockTool = {
  id: string;
  name: string;
  description: string;
  /** JSON Schema as text. */
  parameters: string;
  mock: string;
  /** Without one the run ends where the tool is called. */
  mocked: boolean;
};

export type Board = { columns: Column[]; inputs: Input[]; tools: MockTool[] };

export const noParameters: Parameters = { temperature: "", maxTokens: "", topP: "", more: "" };

export const emptyColumn = (target?: ColumnTarget): Column => ({
  id: newKey(),
  prompt: null,
  origin: "",
  draft: emptyDraft("chat"),
  target: target ?? { kind: "route", route: "" },
  parameters: noParameters,
  responseSchema: "",
});

export const emptyBoard = (): Board => ({
  columns: [emptyColumn()],
  inputs: [{ id: newKey(), values: {} }],
  tools: [],
});

export const emptyTool = (): MockTool => ({
  id: newKey(),
  name: "",
  description: "",
  parameters: '{"type":"object","properties":{}}',
  mock: "",
  mocked: true,
});

/** "A", "B", …: how columns are called. */
export const letterOf = (at: number): string => String.fromCharCode(65 + at);

const contentOf = (draft: Draft): string => JSON.stringify([templateOf(draft), draft.variables]);
export const isEdited = (column: Column): boolean =>
  column.prompt !== null && column.origin !== contentOf(column.draft);

/** A column with a version in it; its target stays unless the version names a route there is. */
export function withVersion(
  column: Column,
  prompt: Pick<Prompt, "id" | "name">,
  version: PromptVersion,
  routes: readonly string[] = [],
): Column {
  const draft = draftOf(version);
  const { temperature, max_tokens, max_completion_tokens, top_p, model, response_format, tools, ...more } =
    version.config;
  const text = (value: unknown) => (typeof value === "number" ? String(value) : "");
  return {
    ...column,
    prompt: { id: prompt.id, name: prompt.name, version: version.version },
    origin: contentOf(draft),
    draft,
    target:
      typeof model === "string" && routes.includes(model) ? { kind: "route", route: model } : column.target,
    parameters: {
      temperature: text(temperature),
      maxTokens: text(max_tokens ?? max_completion_tokens),
      topP: text(top_p),
      more: Object.keys(more).length > 0 ? JSON.stringify(more, null, 2) : "",
    },
    responseSchema: schemaText(response_format),
  };
}

function schemaText(format: unknown): string {
  const schema = (format as { json_schema?: { schema?: unknown } } | undefined)?.json_schema?.schema;
  return schema === undefined ? "" : JSON.stringify(schema, null, 2);
}

/** Tools as a version's configuration lists them (OpenAI's form). */
export function toolsOf(config: Readonly<Fields>): MockTool[] {
  const listed = Array.isArray(config.tools) ? config.tools : [];
  return listed.flatMap((one) => {
    const told = (
      one as { function?: { name?: unknown; description?: unknown; parameters?: unknown } } | null
    )?.function;
    if (typeof told?.name !== "string") return [];
    return [
      {
        ...emptyTool(),
        name: told.name,
        description: typeof told.description === "string" ? told.description : "",
        parameters: JSON.stringify(told.parameters ?? { type: "object" }),
      },
    ];
  });
}

/** The tools there are, with those of a version that comes in; one that is there already keeps its mock result. */
export function withTools(
  tools: readonly MockTool[],
  ...configs: readonly (Readonly<Fields> | undefined)[]
): MockTool[] {
  const all = [...tools];
  for (const config of configs)
    for (const tool of config ? toolsOf(config) : [])
      if (!all.some(({ name }) => name === tool.name)) all.push({ ...tool, mocked: false });
  return all;
}

/** What all columns together take, in the order in which it first appears. */
export function boardVariables(columns: readonly Column[]): Variable[] {
  const found = new Map<string, Variable>();
  for (const { draft } of columns) {
    for (const variable of variablesIn(templateOf(draft), draft.variables).variables) {
      const known = found.get(variable.name);
      if (!known || (!known.required && variable.required)) found.set(variable.name, variable);
    }
  }
  return [...found.values()];
}

/** Keeps only what a session knows how to show; anything else in it is left out. */
export function boardOf(content: { columns: unknown[]; inputs: unknown[]; tools: unknown[] }): Board {
  const columns = (content.columns as Partial<Column>[]).map((given) => {
    const base = emptyColumn();
    const draft = { ...base.draft, ...given.draft };
    return {
      ...base,
      ...given,
      id: newKey(),
      draft: { ...draft, items: (draft.items ?? []).map((item) => ({ ...item, key: newKey() })) },
      parameters: { ...noParameters, ...given.parameters },
    };
  });
  const inputs = (content.inputs as Partial<Input>[]).map(({ values }) => ({
    id: newKey(),
    values: values ?? {},
  }));
  const tools = (content.tools as Partial<MockTool>[]).map((given) => ({
    ...emptyTool(),
    ...given,
    id: newKey(),
  }));
  return {
    columns: columns.length > 0 ? columns : [emptyColumn()],
    inputs: inputs.length > 0 ? inputs : [{ id: newKey(), values: {} }],
    tools,
  };
}
