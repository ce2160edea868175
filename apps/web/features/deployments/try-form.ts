import type { SignatureField } from "../models/signature.ts";

/** How a value is entered. */
export type InputKind = "number" | "integer" | "boolean" | "text" | "json";

export type FormField = {
  key: string;
  label: string;
  kind: InputKind;
  /** Type and shape as the signature says them. */
  hint: string;
  required: boolean;
};

const integers = /^(u?int(8|16|32|64)?|integer|long)$/;
const reals = /^(float(16|32|64)?|double|fp(16|32|64))$/;

function kindOf({ type, shape }: SignatureField): InputKind {
  const plain = type.toLowerCase();
  if (shape !== null || plain.startsWith("tensor")) return "json";
  if (integers.test(plain)) return "integer";
  if (reals.test(plain)) return "number";
  if (plain === "boolean" || plain === "bool") return "boolean";
  if (plain === "string" || plain === "datetime" || plain === "binary" || plain === "bytes") return "text";
  return "json";
}

/** A field of the form for each input of the model, in the order of its signature. */
export function formFields(inputs: readonly SignatureField[]): FormField[] {
  return inputs.map((input, index) => ({
    key: input.name ?? String(index),
    label: input.name ?? (inputs.length === 1 ? "Input" : `Input ${index + 1}`),
    kind: kindOf(input),
    hint: [
      input.type === "datetime" ? "datetime, as 2026-01-31T12:00:00" : input.type,
      input.shape && `[${input.shape.map((size) => (size < 0 ? "any" : size)).join(", ")}]`,
      !input.required && "optional",
    ]
      .filter(Boolean)
      .join(", "),
    required: input.required,
  }));
}

export type Values = Readonly<Record<string, string>>;
export type Filled = { body: Record<string, unknown> | null; faults: Record<string, string> };

/**
 * What is sent to `/invocations`: rows by column for a table of columns, `inputs` for tensors. `body` is null while
 * any field is wrong; `faults` says which.
 */
export function filledBody(inputs: readonly SignatureField[], values: Values): Filled {
  const faults: Record<string, string> = {};
  const columns: string[] = [];
  const row: unknown[] = [];
  const fields = formFields(inputs);
  for (const field of fields) {
    const text = (values[field.key] ?? "").trim();
    if (text === "" && field.kind !== "boolean") {
      if (field.required) faults[field.key] = "This input is required";
      continue;
    }
    const read = readValue(field.kind, text);
    if ("fault" in read) {
      faults[field.key] = read.fault;
      continue;
    }
    columns.push(field.key);
    row.push(read.value);
  }
  if (Object.keys(faults).length > 0) return { body: null, faults };
  const tensors = inputs.some((input) => input.type.startsWith("tensor"));
  if (!tensors) return { body: { dataframe_split: { columns, data: [row] } }, faults };
  if (inputs.length === 1 && inputs[0]?.name === null) return { body: { inputs: row[0] }, faults };
  return { body: { inputs: Object.fromEntries(columns.map((name, i) => [name, row[i]])) }, faults };
}

function readValue(kind: InputKind, text: string): { value: unknown } | { fault: string } {
  if (kind === "text") return { value: text };
  if (kind === "boolean") return { value: text === "true" };
  if (kind === "json") {
    try {
      return { value: JSON.parse(text) };
    } catch {
      return { fault: "Write this as JSON, for example [[1, 2, 3]]" };
    }
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return { fault: "This must be a number" };
  if (kind === "integer" && !Number.isSafeInteger(value)) return { fault: "This must be a whole number" };
  return { value };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first row of a model's input example, as texts for the form. Knows MLflow's forms of examples. */
export function exampleValues(inputs: readonly SignatureField[], example: unknown): Record<string, string> {
  const fields = formFields(inputs);
  const row = firstRow(example, fields);
  const entries = fields.flatMap(({ key }) => {
    const value = row[key];
    if (value === undefined || value === null) return [];
    return [[key, typeof value === "object" ? JSON.stringify(value) : String(value)] as const];
  });
  return Object.fromEntries(entries);
}

function firstRow(example: unknown, fields: readonly FormField[]): Record<string, unknown> {
  if (isRecord(example)) {
    const split = isRecord(example.dataframe_split) ? example.dataframe_split : example;
    if (Array.isArray(split.data)) {
      const names = Array.isArray(split.columns) ? split.columns.map(String) : fields.map(({ key }) => key);
      const [row] = split.data as unknown[];
      const cells = Array.isArray(row) ? (row as unknown[]) : [row];
      return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
    }
    if (Array.isArray(example.dataframe_records)) return firstRow(example.dataframe_records[0], fields);
    if (isRecord(example.inputs)) return example.inputs;
    if (example.inputs !== undefined || example.instances !== undefined)
      return { [fields[0]?.key ?? ""]: example.inputs ?? example.instances };
    return example;
  }
  if (Array.isArray(example)) {
    if (isRecord(example[0])) return example[0];
    if (fields.length === 1) return { [fields[0]?.key ?? ""]: example };
    const row: unknown = Array.isArray(example[0]) ? example[0] : example;
    return Object.fromEntries(fields.map(({ key }, i) => [key, (row as unknown[])[i]]));
  }
  return {};
}

/** A body that the model would take, with a value of each type: for snippets. */
export function exampleBody(inputs: readonly SignatureField[]): Record<string, unknown> {
  if (inputs.length === 0) return { inputs: [[1, 2, 3]] };
  const sampleOf = (input: SignatureField): unknown => {
    const kind = formFields([input])[0]?.kind;
    if (kind === "number") return 1.5;
    if (kind === "integer") return 1;
    if (kind === "boolean") return true;
    if (kind === "text") return "text";
    return input.shape === null ? [] : nested(input.shape);
  };
  if (inputs.some((input) => input.type.startsWith("tensor"))) {
    const [first] = inputs;
    if (inputs.length === 1 && first && first.name === null) return { inputs: sampleOf(first) };
    return {
      inputs: Object.fromEntries(inputs.map((input, i) => [input.name ?? String(i), sampleOf(input)])),
    };
  }
  const columns = inputs.map((input, i) => input.name ?? String(i));
  return { dataframe_split: { columns, data: [inputs.map(sampleOf)] } };
}

/** Zeros in a shape; a free dimension has one, and long ones are cut short. */
function nested([size = 1, ...rest]: readonly number[]): unknown {
  const count = Math.min(size < 0 ? 1 : size, 8);
  return Array.from({ length: count }, () => (rest.length === 0 ? 0 : nested(rest)));
}
