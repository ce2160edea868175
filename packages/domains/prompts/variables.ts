import type { Schema } from "@triops/analysis/json-schema/read-schema";
import { type Node, parseTemplate, TemplateFault } from "./mustache.ts";
import { placeholdersOf, type Template, textsOf } from "./template.ts";

/** A variable of a template that says nothing else about it. */
const plain: Schema = { type: ["string", "number", "boolean"] };
const messages: Schema = {
  type: "array",
  description: "Messages",
  items: {
    type: "object",
    properties: { role: { type: "string" } },
    required: ["role"],
  },
};

export type VariablesSchema = {
  type: "object";
  properties: Record<string, Schema>;
  required: string[];
} & Record<string, unknown>;

type Use = { name: string; fields: Map<string, unknown> | null; required: boolean };

/**
 * The variables of a resolved template as a JSON Schema. A variable in the open must be given; one that a section
 * asks for, or that stands inside a section, may be absent: that is what sections are for.
 * @throws TemplateFault
 */
export function deriveVariables(template: Template): VariablesSchema {
  const uses = new Map<string, Use>();
  const note = (path: string, required: boolean, structured: boolean): void => {
    if (path === "." || path === "") return;
    const [name = path, field] = path.indexOf(".") > 0 ? path.split(".") : [path];
    const known = uses.get(name) ?? { name, fields: null, required: false };
    known.required ||= required;
    if (field !== undefined || structured) known.fields ??= new Map();
    if (field !== undefined && required) known.fields?.set(field, true);
    uses.set(name, known);
  };
  const walk = (nodes: readonly Node[], inSection: boolean): void => {
    for (const node of nodes) {
      if (node.kind === "variable") note(node.path, !inSection, inSection);
      else if (node.kind === "section") {
        note(node.path, false, true);
        walk(node.inside, true);
      }
    }
  };
  for (const text of textsOf(template)) walk(parseTemplate(text).nodes, false);
  const schema: VariablesSchema = { type: "object", properties: {}, required: [] };
  for (const { name, fields, required } of uses.values()) {
    schema.properties[name] = schemaOfUse(fields, required);
    if (required) schema.required.push(name);
  }
  for (const name of placeholdersOf(template)) {
    schema.properties[name] = messages;
    schema.required.push(name);
  }
  return schema;
}

function schemaOfUse(fields: Map<string, unknown> | null, required: boolean): Schema {
  if (fields === null) return plain;
  // Used by a section as well: it may be anything.
  if (fields.size === 0 || !required) return {};
  return { type: "object", required: [...fields.keys()] };
}

/**
 * What a version takes: what its author declared, and for everything else what its template says.
 * @throws TemplateFault
 */
export function variablesOf(template: Template, declared: Schema | null): VariablesSchema {
  const derived = deriveVariables(template);
  if (!declared) return derived;
  const known = (declared.properties ?? {}) as Record<string, Schema>;
  const wanted = Array.isArray(declared.required) ? (declared.required as string[]) : [];
  return {
    ...declared,
    type: "object",
    properties: { ...derived.properties, ...known },
    required: [...new Set([...wanted, ...derived.required.filter((name) => !Object.hasOwn(known, name))])],
  };
}

/** What is wrong with a template by itself, or null: its syntax, and names that mean two things. */
export function templateFault(template: Template): string | null {
  try {
    for (const text of textsOf(template)) {
      const [partial] = parseTemplate(text).partials;
      if (partial !== undefined)
        return `{{> ${partial}}} is not supported; another prompt is included by @@@langfusePrompt:name=…|label=…@@@`;
    }
    const placeholders = new Set(placeholdersOf(template));
    const twice = [...variableNames(template)].filter((name) => placeholders.has(name));
    return twice.length === 0
      ? null
      : `Variables and placeholders need different names; these are both: ${twice.join(", ")}`;
  } catch (error) {
    if (error instanceof TemplateFault) return error.message;
    throw error;
  }
}

/** What a composed version takes, or why its parts do not fit together. */
export function takenBy(
  template: Template,
  declared: Schema | null,
): { variables: VariablesSchema; fault: string | null } {
  const fault = templateFault(template);
  const variables = fault ? deriveVariables("") : variablesOf(template, declared);
  return { variables, fault };
}

/** Top-level names that the texts of a template use. @throws TemplateFault */
export function variableNames(template: Template): Set<string> {
  const names = new Set<string>();
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind === "text") continue;
      const name = node.path.indexOf(".") > 0 ? (node.path.split(".")[0] ?? "") : node.path;
      if (name !== "." && name !== "") names.add(name);
      if (node.kind === "section") walk(node.inside);
    }
  };
  for (const text of textsOf(template)) walk(parseTemplate(text).nodes);
  return names;
}
