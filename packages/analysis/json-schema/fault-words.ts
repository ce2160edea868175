import type { ErrorObject } from "ajv";

/** `path` as people write it: `customer.tags[2]`; empty for the value itself. */
export type ValueFault = { path: string; message: string };

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

const formatWords: Readonly<Record<string, string>> = {
  "date-time": "a time such as 2026-11-23T10:00:00Z",
  date: "a date such as 2026-11-23",
  time: "a time of day such as 10:00:00Z",
  email: "an e-mail address",
  uri: "an address such as https://example.com",
  url: "an address such as https://example.com",
  uuid: "a UUID",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  hostname: "a host's name",
};

/** What does not fit, in words, in the order it was found. Why an alternative was not taken is left out. */
export function wordsOf(errors: readonly ErrorObject[]): ValueFault[] {
  const undecided = errors
    .filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf" || keyword === "contains")
    .map(({ schemaPath }) => `${schemaPath}/`);
  const said = new Set<string>();
  return errors.flatMap((error) => {
    if (undecided.some((path) => error.schemaPath.startsWith(path))) return [];
    // What `then` or `else` asks is said by itself.
    if (error.keyword === "if" || error.keyword === "propertyNames") return [];
    const fault = wordOf(error);
    const key = `${fault.path}\n${fault.message}`;
    if (said.has(key)) return [];
    said.add(key);
    return [fault];
  });
}

function wordOf({ keyword, instancePath, params, data, message, propertyName }: ErrorObject): ValueFault {
  const path = pathOf(instancePath);
  const inside = (name: unknown) => (path === "" ? String(name) : `${path}.${String(name)}`);
  const limit = String(params.limit);
  const at = (text: string): ValueFault => ({ path, message: text });
  if (propertyName !== undefined)
    return at(`has a field named ${JSON.stringify(propertyName)}, which ${message ?? "does not fit"}`);
  switch (keyword) {
    case "type":
      return at(`expected ${typesOf(params.type)}, got ${wordOfValue(data)}`);
    case "required":
      return { path: inside(params.missingProperty), message: "is missing" };
    case "dependentRequired":
    case "dependencies":
      return { path: inside(params.missingProperty), message: `is missing beside ${params.property}` };
    case "additionalProperties":
      return { path: inside(params.additionalProperty), message: "is not expected" };
    case "unevaluatedProperties":
      return { path: inside(params.unevaluatedProperty), message: "is not expected" };
    case "false schema":
      return at("is not expected");
    case "enum":
      return at(`is none of ${listed(params.allowedValues)}`);
    case "const":
      return at(`is not ${JSON.stringify(params.allowedValue)}`);
    case "minLength":
      return at(`has fewer than ${limit} characters`);
    case "maxLength":
      return at(`has more than ${limit} characters`);
    case "minItems":
      return at(`has fewer than ${limit} items`);
    case "maxItems":
      return at(`has more than ${limit} items`);
    case "minProperties":
      return at(`has fewer than ${limit} fields`);
    case "maxProperties":
      return at(`has more than ${limit} fields`);
    case "minimum":
      return at(`is below ${limit}`);
    case "maximum":
      return at(`is above ${limit}`);
    case "exclusiveMinimum":
      return at(`is not above ${limit}`);
    case "exclusiveMaximum":
      return at(`is not below ${limit}`);
    case "multipleOf":
      return at(`is no multiple of ${params.multipleOf}`);
    case "pattern":
      return at(`does not match the pattern ${params.pattern}`);
    case "format":
      return at(`is not ${formatWords[params.format] ?? `in the format "${params.format}"`}`);
    case "uniqueItems":
      return at("holds something twice");
    case "contains":
      return at("does not hold what it must");
    case "anyOf":
      return at("fits none of the alternatives");
    case "oneOf":
      return at("does not fit exactly one of the alternatives");
    case "not":
      return at("is what the schema rules out");
    default:
      return at(message ?? "does not fit");
  }
}

const listed = (choices: unknown): string =>
  (Array.isArray(choices) ? choices : [])
    .slice(0, 10)
    .map((one) => JSON.stringify(one))
    .join(", ");

const typesOf = (types: unknown): string =>
  [types]
    .flat()
    .map((one) => typeWords[String(one)] ?? String(one))
    .join(" or ");

export function wordOfValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return typeWords[type] ?? type;
}

function pathOf(pointer: string): string {
  let path = "";
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path += /^\d+$/.test(name) ? `[${name}]` : path === "" ? name : `.${name}`;
  }
  return path;
}
