import { type Schema, valueFaults } from "@triops/analysis/json-schema/validator";
import { invalid } from "@triops/kernel/errors";
import { derivedFaults } from "./derived-faults.ts";
import { type Node, parseTemplate, renderNodes, TemplateFault } from "./mustache.ts";
import { promptLimits } from "./names.ts";
import { type ChatItem, isPlaceholder, type PromptType, type Template } from "./template.ts";
import { deriveVariables, variablesOf } from "./variables.ts";

/** As much of a version as rendering needs. `template` has the prompts it is composed of in it. */
export type Renderable = {
  type: PromptType;
  template: Template;
  /** JSON Schema of the variables; null takes what the template says. */
  variables: Schema | null;
  /** Why it cannot be used, e.g. a prompt it includes is gone. */
  fault?: string | null | undefined;
};

/** A message as it goes out; placeholders may bring more than role and content, e.g. tool calls. */
export type RenderedMessage = { role: string; content: unknown } & Record<string, unknown>;
export type Rendered =
  | { messages: RenderedMessage[]; text?: undefined }
  | { text: string; messages?: undefined };

type Compiled = {
  schema: Schema;
  /** Nobody declared anything: what the template says is checked without a validator. */
  derived: boolean;
} & (
  | { text: Node[]; items: null }
  | { text: null; items: (Extract<ChatItem, { type: "placeholder" }> | Said)[] }
);
type Said = { role: string; nodes: Node[] };

/** A version is parsed once, however often it is rendered. */
const compiled = new WeakMap<Renderable, Compiled>();

/**
 * The messages (or the text) of a version with its variables filled in. A pure function of both.
 * @throws invalid naming every variable that is missing or of the wrong type
 */
export function renderPrompt(version: Renderable, given: Readonly<Record<string, unknown>> = {}): Rendered {
  if (version.fault) throw invalid(`The prompt cannot be used: ${version.fault}`);
  try {
    const parts = compile(version);
    const values = withDefaults(parts.schema, given);
    const faults = parts.derived ? derivedFaults(parts.schema, values) : valueFaults(parts.schema, values);
    if (faults.length > 0) throw refused(faults);
    if (parts.text) return { text: renderNodes(parts.text, values, promptLimits.renderedCharsMax) };
    return { messages: parts.items.flatMap((item) => messagesOf(item, values)) };
  } catch (error) {
    if (error instanceof TemplateFault) throw invalid(`The prompt cannot be rendered: ${error.message}`);
    throw error;
  }
}

function compile(version: Renderable): Compiled {
  const known = compiled.get(version);
  if (known) return known;
  const { template } = version;
  const schema = variablesOf(template, version.variables);
  const derived = JSON.stringify(schema) === JSON.stringify(deriveVariables(template));
  const nodesOf = (text: string) => parseTemplate(text).nodes;
  const parts: Compiled =
    typeof template === "string"
      ? { schema, derived, text: nodesOf(template), items: null }
      : {
          schema,
          derived,
          text: null,
          items: template.map((item) =>
            isPlaceholder(item) ? item : { role: item.role, nodes: nodesOf(item.content) },
          ),
        };
  compiled.set(version, parts);
  return parts;
}

function messagesOf(
  item: Extract<ChatItem, { type: "placeholder" }> | Said,
  values: Readonly<Record<string, unknown>>,
): RenderedMessage[] {
  if ("nodes" in item) {
    const content = renderNodes(item.nodes, values, promptLimits.renderedCharsMax);
    return [{ role: item.role, content }];
  }
  // Langfuse renders variables inside what a placeholder brings; here a caller's text is never a template.
  return (values[item.name] as RenderedMessage[] | undefined) ?? [];
}

/** What a schema gives for variables that were left out. */
function withDefaults(schema: Schema, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values = { ...given };
  for (const [name, one] of Object.entries((schema.properties ?? {}) as Record<string, unknown>)) {
    if (Object.hasOwn(values, name) || typeof one !== "object" || one === null) continue;
    if ("default" in one) values[name] = one.default;
  }
  return values;
}

function refused(faults: readonly { path: string; message: string }[]) {
  const missing = faults.filter(({ message }) => message === "is missing").map(({ path }) => path);
  const wrong = faults.filter(({ message }) => message !== "is missing");
  const sentences = [
    ...(missing.length > 0
      ? [
          `${missing.length === 1 ? "This variable is" : "These variables are"} missing: ${missing.join(", ")}`,
        ]
      : []),
    ...wrong.map(({ path, message }) => `${path || "Variables"}: ${message}`),
  ];
  return invalid(
    `The prompt cannot be rendered. ${sentences.join(". ")}`,
    faults.map(({ path, message }) => ({ path: path === "" ? "variables" : `variables.${path}`, message })),
  );
}
