import { deriveVariables, templateFault, variablesOf } from "@triops/domains/prompts/variables";
import type { Fields, Template } from "./draft.ts";

export type VariableType = "text" | "number" | "integer" | "boolean" | "list" | "object" | "messages" | "any";

/** One variable as people see it. */
export type Variable = { name: string; type: VariableType; required: boolean; schema: Fields };

const typeWords: Readonly<Record<VariableType, string>> = {
  text: "Text",
  number: "Number",
  integer: "Whole number",
  boolean: "True or false",
  list: "List",
  object: "Object",
  messages: "List of messages",
  any: "Anything",
};
export const variableTypeOptions = (Object.keys(typeWords) as VariableType[])
  .filter((type) => type !== "messages")
  .map((value) => ({ value, label: typeWords[value] }));
export const typeWord = (type: VariableType): string => typeWords[type];

const jsonType: Readonly<Record<VariableType, Fields>> = {
  text: { type: "string" },
  number: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  list: { type: "array" },
  object: { type: "object" },
  messages: { type: "array" },
  any: {},
};

function typeOf(schema: Fields): VariableType {
  const { type } = schema;
  if (Array.isArray(type)) return type.includes("string") ? "text" : "any";
  switch (type) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "integer":
      return "integer";
    case "boolean":
      return "boolean";
    case "array":
      return schema.description === "Messages" ? "messages" : "list";
    case "object":
      return "object";
    default:
      return "any";
  }
}

export type Found = { variables: Variable[]; fault: string | null };

/** What a template takes, or why it cannot be read. */
export function variablesIn(template: Template, declared: Fields | null): Found {
  const fault = templateFault(template);
  if (fault) return { variables: [], fault };
  const { properties, required } = variablesOf(template, declared);
  const variables = Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeOf(schema as Fields),
    required: required.includes(name),
    schema: schema as Fields,
  }));
  return { variables, fault: null };
}

/** The declared schema after one variable was given a type or made optional. */
export function declare(
  template: Template,
  declared: Fields | null,
  name: string,
  change: { type?: VariableType; required?: boolean },
): Fields {
  const whole = declared ?? {};
  const known = (whole.properties ?? {}) as Record<string, Fields>;
  const derived = deriveVariables(template);
  const before = known[name] ?? { ...derived.properties[name] };
  const next = change.type ? { ...without(before, "type"), ...jsonType[change.type] } : before;
  const listed = Array.isArray(whole.required) ? (whole.required as string[]) : [];
  const wasRequired = Object.hasOwn(known, name) ? listed.includes(name) : derived.required.includes(name);
  const isRequired = change.required ?? wasRequired;
  return {
    ...whole,
    type: "object",
    properties: { ...known, [name]: next },
    required: [...listed.filter((one) => one !== name), ...(isRequired ? [name] : [])],
  };
}

function without(fields: Fields, name: string): Fields {
  const { [name]: _taken, ...rest } = fields;
  return rest;
}

/** What a reader typed, as the variable's type; text that is no such value stays text and is refused when it is run. */
export function typedValue(type: VariableType, typed: string): unknown {
  switch (type) {
    case "text":
      return typed;
    case "number":
    case "integer":
      return typed.trim() !== "" && Number.isFinite(Number(typed)) ? Number(typed) : typed;
    case "boolean":
      return typed === "true" ? true : typed === "false" ? false : typed;
    default:
      return jsonOr(typed);
  }
}

function jsonOr(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

/** Values for every variable that was filled in. */
export function valuesOf(
  variables: readonly Variable[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    variables.flatMap(({ name, type, required }) => {
      const given = typed[name];
      // An empty text is a value where one must be given; elsewhere it means "left out".
      if (given === undefined || (given === "" && (type !== "text" || !required))) return [];
      return [[name, typedValue(type, given)]];
    }),
  );
}
