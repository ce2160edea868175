import { _, Ajv, type AnySchema, type KeywordCxt, Name, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beginCheck, spend, TooMuch } from "./budget.ts";
import { type ValueFault, wordsOf } from "./fault-words.ts";
import { boundedFormats } from "./formats.ts";
import { PatternFault, safePattern } from "./patterns.ts";
import { readSchema, stepKeyword } from "./read-schema.ts";
import { areDistinct } from "./unique-items.ts";

export type { ValueFault } from "./fault-words.ts";
export type { Schema } from "./read-schema.ts";

const faultsMax = 50;
/** Compiled schemas, some tens of kilobytes each; the longest unused goes first. */
const keptMax = 200;

type Validator = { fault: null; check: ValidateFunction } | { fault: string };

const options: Options = {
  // Every fault at once, with the value it is about.
  allErrors: true,
  verbose: true,
  // A keyword or a format that nobody knows is a remark, as the standard has it.
  strict: false,
  logger: false,
  // `required` of a name that every object inherits.
  ownProperties: true,
  validateSchema: false,
  multipleOfPrecision: 9,
  formats: boundedFormats(),
  code: { regExp: Object.assign(safePattern, { code: "safePattern" }) },
};

type Compiler = { compile(schema: AnySchema): ValidateFunction; metaFault(schema: AnySchema): string | null };
const metaSchemas = {
  old: "http://json-schema.org/draft-07/schema",
  current: "https://json-schema.org/draft/2020-12/schema",
};
/** Made when the first schema comes: most processes never see one. */
const compilers = new Map<boolean, Compiler>();
/** A compiler keeps something of each schema: it is made anew after so many. */
const compiledMax = 500;

function compilerOf(old: boolean): Compiler {
  const known = compilers.get(old);
  if (known) return known;
  let compiled = 0;
  const ajv = old ? new Ajv(options) : new Ajv2020(options);
  ajv.addKeyword({ keyword: stepKeyword, before: "$ref", code: countStep });
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    errors: false,
    validate: (wanted: boolean, items: unknown[]) => !wanted || areDistinct(items),
  });
  const compiler: Compiler = {
    compile(schema) {
      const check = ajv.compile(schema);
      // The compiler would keep it for good.
      if (typeof schema === "object") ajv.removeSchema(schema);
      if (++compiled >= compiledMax) compilers.delete(old);
      return check;
    },
    metaFault(schema) {
      const isMeta = ajv.getSchema(metaSchemas[old ? "old" : "current"]);
      if (!isMeta || isMeta(schema)) return null;
      const [first] = wordsOf(isMeta.errors ?? []);
      return first ? `${first.path || "The schema"} ${first.message}` : "It is no JSON Schema";
    },
  };
  compilers.set(old, compiler);
  return compiler;
}

/** Written into the compiled code, where each part of the schema begins. */
function countStep({ gen, schema }: KeywordCxt): void {
  const counted = gen.scopeValue("func", { ref: spend });
  gen.code(_`${counted}(${Number(schema)}, ${new Name("errors")})`);
}

const kept = new Map<string, Validator>();
/** A schema is written as text once, however often something is held against it. */
const keys = new WeakMap<object, string>();

function keyOf(schema: unknown): string {
  const isObject = typeof schema === "object" && schema !== null;
  const known = isObject ? keys.get(schema) : undefined;
  if (known !== undefined) return known;
  const key = JSON.stringify(schema) ?? "";
  if (isObject) keys.set(schema, key);
  return key;
}

function validatorOf(given: unknown): Validator {
  let key: string;
  try {
    key = keyOf(given);
  } catch {
    return { fault: "It is nested too deeply" };
  }
  const known = kept.get(key);
  const validator = known ?? compile(given);
  kept.delete(key);
  kept.set(key, validator);
  const [oldest] = kept.keys();
  if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
  return validator;
}

function compile(given: unknown): Validator {
  const read = readSchema(given);
  if (read.fault !== null) return { fault: read.fault };
  try {
    return { fault: null, check: compilerOf(read.old).compile(read.schema) };
  } catch (error) {
    if (error instanceof PatternFault) return { fault: error.message };
    return { fault: `It cannot be used: ${error instanceof Error ? error.message.slice(0, 300) : "broken"}` };
  }
}

/** Why it is no schema, or none that can be used; null when it can. For schemas that are about to be kept. */
export function schemaFault(schema: unknown): string | null {
  const read = readSchema(schema);
  if (read.fault !== null) return read.fault;
  beginCheck();
  try {
    return compilerOf(read.old).metaFault(read.schema) ?? validatorOf(schema).fault;
  } catch (error) {
    if (error instanceof TooMuch) return "It is more than can be checked";
    throw error;
  }
}

/** What does not fit, at most 50 of it; empty when all does. */
export function valueFaults(schema: unknown, value: unknown): ValueFault[] {
  const validator = validatorOf(schema);
  if (validator.fault !== null) return [{ path: "", message: `cannot be checked: ${validator.fault}` }];
  beginCheck();
  try {
    if (validator.check(value)) return [];
    return wordsOf(validator.check.errors ?? []).slice(0, faultsMax);
  } catch (error) {
    // A schema may refer to itself without end.
    if (!(error instanceof TooMuch) && !(error instanceof RangeError)) throw error;
    return [{ path: "", message: "is more than can be checked against this schema" }];
  } finally {
    validator.check.errors = null;
  }
}
