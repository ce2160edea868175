/**
 * JSON Schema (2020-12) as far as it says what values look like: enough for a prompt's variables and for answers
 * that a schema was asked of. Nothing is compiled and no pattern of a caller is run. A keyword that is not checked
 * is named by `uncheckedKeywords`, so that nobody takes silence for agreement.
 */
export type Schema = Readonly<Record<string, unknown>>;
export type ValueFault = { path: string; message: string };

const types = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;
type TypeName = (typeof types)[number];

const typeWords: Readonly<Record<TypeName, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

const checked = new Set([
  ...["type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf", "oneOf"],
  ...["allOf", "not", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  ...["multipleOf", "minItems", "maxItems", "uniqueItems", "prefixItems", "minProperties", "maxProperties"],
  ...["$ref", "$defs", "definitions"],
]);
const remarks = new Set([
  ...["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$schema", "$id"],
  ...["$comment", "contentMediaType", "contentEncoding"],
]);

const depthMax = 40;
const faultsMax = 50;
/** References may multiply alternatives without end. */
const stepsMax = 100_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Why it is no schema, or null. */
export function schemaFault(schema: unknown, depth = 0): string | null {
  if (typeof schema === "boolean") return null;
  if (!isObject(schema)) return "A schema is a JSON object";
  if (depth > depthMax) return "It is nested too deeply";
  const named = typesOf(schema);
  if (
    schema.type !== undefined &&
    (named.length === 0 || named.some((one) => !types.includes(one as TypeName)))
  )
    return `"type" is one of ${types.join(", ")}`;
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) return '"enum" is a list';
  if (schema.required !== undefined && !isTexts(schema.required)) return '"required" is a list of names';
  for (const key of ["properties", "$defs", "definitions"] as const) {
    const inside = schema[key];
    if (inside === undefined) continue;
    if (!isObject(inside)) return `"${key}" is an object of schemas`;
    for (const one of Object.values(inside)) {
      const fault = schemaFault(one, depth + 1);
      if (fault) return fault;
    }
  }
  for (const key of ["anyOf", "oneOf", "allOf", "prefixItems"] as const) {
    const inside = schema[key];
    if (inside === undefined) continue;
    if (!Array.isArray(inside)) return `"${key}" is a list of schemas`;
    for (const one of inside) {
      const fault = schemaFault(one, depth + 1);
      if (fault) return fault;
    }
  }
  for (const key of ["items", "additionalProperties", "not"] as const) {
    const fault = schema[key] === undefined ? null : schemaFault(schema[key], depth + 1);
    if (fault) return fault;
  }
  return null;
}

/** Keywords that are there and that nothing checks. */
export function uncheckedKeywords(schema: unknown): string[] {
  const found = new Set<string>();
  const walk = (one: unknown, depth: number): void => {
    if (!isObject(one) || depth > depthMax) return;
    for (const [key, value] of Object.entries(one)) {
      if (!checked.has(key) && !remarks.has(key)) found.add(key);
      if (key === "properties" || key === "$defs" || key === "definitions") {
        if (isObject(value)) for (const inside of Object.values(value)) walk(inside, depth + 1);
      } else if (Array.isArray(value) && !["enum", "required", "examples"].includes(key)) {
        for (const inside of value) walk(inside, depth + 1);
      } else if (["items", "additionalProperties", "not"].includes(key)) walk(value, depth + 1);
    }
  };
  walk(schema, 0);
  return [...found].sort();
}

/** What does not fit, at most 50 of it; empty when all does. */
export function valueFaults(schema: unknown, value: unknown): ValueFault[] {
  const faults: ValueFault[] = [];
  check(schema, value, "", { root: schema, faults, depth: 0, steps: { left: stepsMax } });
  return faults.slice(0, faultsMax);
}

type Check = { root: unknown; faults: ValueFault[]; depth: number; steps: { left: number } };

function check(schema: unknown, value: unknown, path: string, at: Check): void {
  if (at.faults.length >= faultsMax || at.depth > depthMax) return;
  if (at.steps.left-- <= 0) {
    if (at.steps.left === -1)
      at.faults.push({ path, message: "is more than can be checked against this schema" });
    return;
  }
  const say = (message: string) => at.faults.push({ path, message });
  if (schema === false) return void say("is not expected");
  if (!isObject(schema)) return;
  const deeper = { ...at, depth: at.depth + 1 };
  if (typeof schema.$ref === "string") check(resolveRef(at.root, schema.$ref), value, path, deeper);
  const named = typesOf(schema);
  if (named.length > 0 && !named.some((one) => isOf(one, value)))
    return void say(
      `expected ${named.map((one) => typeWords[one as TypeName] ?? one).join(" or ")}, got ${wordOf(value)}`,
    );
  if (Array.isArray(schema.enum) && !schema.enum.some((one) => same(one, value)))
    say(
      `is none of ${schema.enum
        .slice(0, 10)
        .map((one) => JSON.stringify(one))
        .join(", ")}`,
    );
  if ("const" in schema && !same(schema.const, value)) say(`is not ${JSON.stringify(schema.const)}`);
  if (typeof value === "string") checkText(schema, value, say);
  else if (typeof value === "number") checkNumber(schema, value, say);
  else if (Array.isArray(value)) checkList(schema, value, path, deeper, say);
  else if (isObject(value)) checkObject(schema, value, path, deeper, say);
  checkTogether(schema, value, path, deeper, say);
}

type Say = (message: string) => void;

function checkText(schema: Schema, value: string, say: Say): void {
  const chars = [...value].length;
  if (typeof schema.minLength === "number" && chars < schema.minLength)
    say(`has fewer than ${schema.minLength} characters`);
  if (typeof schema.maxLength === "number" && chars > schema.maxLength)
    say(`has more than ${schema.maxLength} characters`);
}

function checkNumber(schema: Schema, value: number, say: Say): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === "number" && value < minimum) say(`is below ${minimum}`);
  if (typeof maximum === "number" && value > maximum) say(`is above ${maximum}`);
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum)
    say(`is not above ${exclusiveMinimum}`);
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum)
    say(`is not below ${exclusiveMaximum}`);
  if (typeof multipleOf === "number" && multipleOf > 0) {
    const parts = value / multipleOf;
    if (Math.abs(parts - Math.round(parts)) > 1e-9) say(`is no multiple of ${multipleOf}`);
  }
}

function checkList(schema: Schema, value: readonly unknown[], path: string, at: Check, say: Say): void {
  if (typeof schema.minItems === "number" && value.length < schema.minItems)
    say(`has fewer than ${schema.minItems} items`);
  if (typeof schema.maxItems === "number" && value.length > schema.maxItems)
    say(`has more than ${schema.maxItems} items`);
  if (schema.uniqueItems === true && new Set(value.map((one) => JSON.stringify(one))).size < value.length)
    say("holds something twice");
  const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  for (const [index, item] of value.entries()) {
    const own = index < first.length ? first[index] : schema.items;
    if (own !== undefined) check(own, item, `${path}[${index}]`, at);
  }
}

function checkObject(
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  at: Check,
  say: Say,
): void {
  const inside = (name: string) => (path === "" ? name : `${path}.${name}`);
  if (isTexts(schema.required))
    for (const name of schema.required)
      if (!Object.hasOwn(value, name)) at.faults.push({ path: inside(name), message: "is missing" });
  const names = Object.keys(value);
  if (typeof schema.minProperties === "number" && names.length < schema.minProperties)
    say(`has fewer than ${schema.minProperties} fields`);
  if (typeof schema.maxProperties === "number" && names.length > schema.maxProperties)
    say(`has more than ${schema.maxProperties} fields`);
  const known = isObject(schema.properties) ? schema.properties : {};
  for (const name of names) {
    if (Object.hasOwn(known, name)) check(known[name], value[name], inside(name), at);
    else if (schema.additionalProperties !== undefined)
      check(schema.additionalProperties, value[name], inside(name), at);
  }
}

function checkTogether(schema: Schema, value: unknown, path: string, at: Check, say: Say): void {
  const fits = (one: unknown) => {
    const faults: ValueFault[] = [];
    check(one, value, path, { ...at, faults });
    return faults.length === 0;
  };
  if (Array.isArray(schema.allOf)) for (const one of schema.allOf) check(one, value, path, at);
  if (Array.isArray(schema.anyOf) && !schema.anyOf.some(fits)) say("fits none of the alternatives");
  if (Array.isArray(schema.oneOf) && schema.oneOf.filter(fits).length !== 1)
    say("does not fit exactly one of the alternatives");
  if (schema.not !== undefined && fits(schema.not)) say("is what the schema rules out");
}

function typesOf(schema: Schema): string[] {
  const { type } = schema;
  if (typeof type === "string") return [type];
  return isTexts(type) ? [...type] : [];
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

function isOf(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return typeof value === "number" && Number.isInteger(value);
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  return typeof value === type;
}

function wordOf(value: unknown): string {
  if (value === undefined) return "nothing";
  const type = value === null ? "null" : Array.isArray(value) ? "array" : (typeof value as TypeName);
  return typeWords[type] ?? type;
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** `#/$defs/name` within the same schema; anything else allows everything and is named as unchecked. */
function resolveRef(root: unknown, ref: string): unknown {
  if (!ref.startsWith("#")) return true;
  let at: unknown = root;
  for (const part of ref.slice(1).split("/").filter(Boolean)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if ((!isObject(at) && !Array.isArray(at)) || !Object.hasOwn(at, name)) return true;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
