/** A JSON Schema as its author wrote it. */
export type Schema = Readonly<Record<string, unknown>>;
type Fields = Record<string, unknown>;

/** What a schema may be: compiling takes some 30 milliseconds for every hundred of its parts. */
export const schemaLimits = { charsMax: 100_000, depthMax: 40, partsMax: 1_000 };

/** Our own keyword, put into every part: see `budget.ts`. */
export const stepKeyword = "x-step";

const single = ["additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"];
single.push("unevaluatedItems", "unevaluatedProperties", "additionalItems", "items");
const lists = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];
const maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];
const references = ["$ref", "$dynamicRef"];

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export type ReadSchema =
  | { fault: string; schema?: undefined }
  | { fault: null; schema: Fields | boolean; old: boolean };

/**
 * A copy of a schema that is safe to compile: bounded, with references to its own parts only, and a step counted in
 * each part, so that references which multiply come to an end. Drafts 2020-12 and (by its `$schema`) 07 and older.
 */
export function readSchema(given: unknown): ReadSchema {
  if (typeof given === "boolean") return { fault: null, schema: given, old: false };
  if (!isFields(given)) return { fault: "A schema is a JSON object" };
  const chars = charsOf(given);
  if (chars === null) return { fault: "It is nested too deeply" };
  if (chars > schemaLimits.charsMax) return { fault: `At most ${schemaLimits.charsMax} characters of JSON` };
  const parts = new Set<string>();
  const anchors = new Set<string>();
  const wanted: string[] = [];

  function copy(schema: unknown, at: string, depth: number): unknown {
    if (!isFields(schema)) return schema;
    if (depth > schemaLimits.depthMax) throw new SchemaFault("It is nested too deeply");
    parts.add(at);
    if (parts.size > schemaLimits.partsMax)
      throw new SchemaFault(`It has more than ${schemaLimits.partsMax} parts`);
    const own: Fields = {};
    for (const [name, value] of Object.entries(schema)) {
      if (name === "$schema" || name === "$vocabulary" || name === "$async") continue;
      if (name === "$id" || name === "id") {
        if (depth > 0 && name === "$id") throw new SchemaFault('"$id" is for the whole schema only');
        continue;
      }
      if (name === stepKeyword || name === "__proto__") continue;
      if (references.includes(name)) wanted.push(String(value));
      if (name === "$anchor" || name === "$dynamicAnchor") anchors.add(`#${String(value)}`);
      own[name] = inside(name, value, `${at}/${pointer(name)}`, depth + 1);
    }
    own[stepKeyword] = weightOf(schema);
    return own;
  }

  function inside(name: string, value: unknown, at: string, depth: number): unknown {
    if (Array.isArray(value) && lists.includes(name))
      return value.map((one, index) => copy(one, `${at}/${index}`, depth));
    if (!isFields(value)) return value;
    if (maps.includes(name))
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, copy(one, `${at}/${pointer(key)}`, depth)]),
      );
    return single.includes(name) ? copy(value, at, depth) : value;
  }

  try {
    const schema = copy(given, "#", 0) as Fields;
    const lost = wanted.find((one) => !parts.has(decoded(one)) && !anchors.has(one));
    if (lost !== undefined) return { fault: lostFault(lost) };
    return { fault: null, schema, old: /draft-0[4-7]/.test(String(given.$schema ?? "")) };
  } catch (error) {
    if (error instanceof SchemaFault) return { fault: error.message };
    throw error;
  }
}

/** Null where even writing it ends at the stack's. */
function charsOf(schema: Fields): number | null {
  try {
    return JSON.stringify(schema).length;
  } catch {
    return null;
  }
}

class SchemaFault extends Error {}

const pointer = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** References may be written with percent signs: `#/$defs/a%20b`. */
function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference).replace(/\/$/, "");
  } catch {
    return reference;
  }
}

const lostFault = (reference: string): string =>
  reference.startsWith("#")
    ? `"${reference.slice(0, 200)}" is no part of the schema`
    : `"${reference.slice(0, 200)}" is not followed: a reference begins with # and stays within the schema`;

/** What checking one value against this part alone takes, in steps: names and choices are gone through one by one. */
function weightOf(schema: Fields): number {
  const {
    enum: choices,
    const: constant,
    required,
    dependentRequired,
    properties,
    patternProperties,
  } = schema;
  const chars = [choices, constant, dependentRequired].map((one) => JSON.stringify(one)?.length ?? 0);
  const names = [
    Array.isArray(required) ? required : [],
    isFields(properties) ? Object.keys(properties) : [],
  ];
  const patterns = isFields(patternProperties) ? Object.keys(patternProperties).length : 0;
  return 1 + Math.ceil(chars.reduce((a, b) => a + b) / 64 + names.flat().length / 8 + patterns);
}
