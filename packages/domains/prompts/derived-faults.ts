import { type ValueFault, wordOfValue } from "@triops/analysis/json-schema/fault-words";
import type { Schema } from "@triops/analysis/json-schema/read-schema";

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What `valueFaults` says of a schema that `deriveVariables` made: a text, a number or a truth for what stands in the
 * open, fields for what has some, messages for placeholders. Most prompts declare nothing more, and need no validator.
 */
export function derivedFaults(schema: Schema, values: Fields): ValueFault[] {
  const faults: ValueFault[] = [];
  for (const name of schema.required as string[])
    if (!Object.hasOwn(values, name)) faults.push({ path: name, message: "is missing" });
  for (const [name, one] of Object.entries(schema.properties as Record<string, Fields>)) {
    if (!Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (one.type === "array") faults.push(...messageFaults(name, value));
    else if (one.type === "object") faults.push(...fieldFaults(name, one.required as string[], value));
    else if (one.type !== undefined && !["string", "number", "boolean"].includes(typeof value))
      faults.push(wrong(name, "text or a number or true or false", value));
  }
  return faults;
}

const wrong = (path: string, expected: string, value: unknown): ValueFault => ({
  path,
  message: `expected ${expected}, got ${wordOfValue(value)}`,
});

function fieldFaults(path: string, required: readonly string[], value: unknown): ValueFault[] {
  if (!isFields(value)) return [wrong(path, "an object", value)];
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return missing.map((name) => ({ path: `${path}.${name}`, message: "is missing" }));
}

function messageFaults(path: string, value: unknown): ValueFault[] {
  if (!Array.isArray(value)) return [wrong(path, "a list", value)];
  return value.flatMap((message, at) => {
    const place = `${path}[${at}]`;
    if (!isFields(message)) return [wrong(place, "an object", message)];
    if (!Object.hasOwn(message, "role")) return [{ path: `${place}.role`, message: "is missing" }];
    return typeof message.role === "string" ? [] : [wrong(`${place}.role`, "text", message.role)];
  });
}
