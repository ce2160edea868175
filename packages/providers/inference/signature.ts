import { type Given, type GivenTensor, InputFault, type Table } from "./given.ts";

export type Column = { name: string | null; type: string; required: boolean };
export type TensorSpec = { name: string | null; dtype: string; shape: readonly number[] };
export type Param = { name: string; type: string; default: unknown };

/** MLflow's signature, read once. Parts that we do not understand are not enforced. */
export type Signature = {
  columns: readonly Column[] | null;
  tensors: readonly TensorSpec[] | null;
  params: readonly Param[] | null;
};

type Texts = { inputs: string | null; outputs: string | null; params: string | null };

export function readSignature(texts: Texts | null): Signature | null {
  if (!texts) return null;
  const inputs = listOf(texts.inputs);
  const params = listOf(texts.params);
  if (!inputs && !params) return null;
  const isTensor = inputs?.some((one) => one.type === "tensor") ?? false;
  return {
    columns: inputs && !isTensor ? inputs.map(readColumn) : null,
    tensors: inputs && isTensor ? inputs.flatMap(readTensorSpec) : null,
    params:
      params?.map(({ name, type, default: value }) => ({
        name: String(name),
        type: String(type),
        default: value,
      })) ?? null,
  };
}

type Entry = Record<string, unknown>;

function listOf(text: string | null): Entry[] | null {
  if (text === null) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === "object" && one !== null)
      ? (list as Entry[])
      : null;
  } catch {
    return null;
  }
}

const nameOf = ({ name }: Entry): string | null => (typeof name === "string" ? name : null);

const readColumn = (entry: Entry): Column => ({
  name: nameOf(entry),
  type: String(entry.type),
  required: entry.required !== false && entry.optional !== true,
});

function readTensorSpec(entry: Entry): TensorSpec[] {
  const spec = entry["tensor-spec"] as { dtype?: unknown; shape?: unknown } | undefined;
  if (!spec || !Array.isArray(spec.shape)) return [];
  return [{ name: nameOf(entry), dtype: String(spec.dtype), shape: spec.shape.map(Number) }];
}

/** Names of the columns, in the order in which the model learned them; null without a signature of columns. */
export function columnNames(signature: Signature | null): readonly string[] | null {
  const names = signature?.columns?.map(({ name }) => name);
  return names?.every((name) => name !== null) && names.length > 0 ? (names as string[]) : null;
}

/**
 * Checks what was given as MLflow's scoring server does: missing columns and values of another type are faults, columns
 * the model does not know are left out. @throws InputFault
 */
export function enforce(given: Given, signature: Signature | null): Given {
  if (signature?.columns && signature.columns.length > 0) {
    const names = columnNames(signature);
    const table = given.table ?? (names ? tableOf(given.tensors, names) : null);
    if (!table || !names) return given;
    const checked = checkTable(table, signature.columns, names);
    // Tensors keep their own form: the model's inputs decide how they go in.
    return given.table ? { table: checked } : given;
  }
  if (signature?.tensors && given.tensors) checkTensors(given.tensors, signature.tensors);
  return given;
}

/** One matrix with a column per name, or a list per name; null when the tensors are neither. */
export function tableOf(tensors: readonly GivenTensor[], names: readonly string[]): Table | null {
  const [first] = tensors;
  if (!first) return null;
  if (
    tensors.length === 1 &&
    first.shape.length === 2 &&
    first.shape[1] === names.length &&
    !names.includes(first.name ?? "")
  ) {
    const width = names.length;
    const rows = Array.from({ length: first.shape[0] ?? 0 }, (_, i) =>
      first.values.slice(i * width, (i + 1) * width),
    );
    return { columns: names, rows };
  }
  const isList = ({ name, shape }: GivenTensor) =>
    name !== null &&
    (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) &&
    shape[0] === first.shape[0];
  if (!tensors.every(isList)) return null;
  return {
    columns: tensors.map(({ name }) => name as string),
    rows: Array.from({ length: first.shape[0] ?? 0 }, (_, i) => tensors.map(({ values }) => values[i])),
  };
}

function checkTable(table: Table, columns: readonly Column[], names: readonly string[]): Table {
  const places = names.map((name) => table.columns.indexOf(name));
  const missing = columns.filter(({ required }, i) => required && places[i] === -1);
  if (missing.length > 0)
    throw new InputFault(`Model is missing inputs [${missing.map(({ name }) => `'${name}'`).join(", ")}].`);
  const kept = columns.flatMap((column, i) =>
    places[i] === -1 ? [] : [{ column, at: places[i] as number }],
  );
  const rows = table.rows.map((row) => kept.map(({ column, at }) => checkCell(row[at], column)));
  return { columns: kept.map(({ column }) => column.name as string), rows };
}

const whole: Readonly<Record<string, number>> = { integer: 2 ** 31, long: Number.MAX_SAFE_INTEGER };

function checkCell(value: unknown, { name, type, required }: Column): unknown {
  if (value === null || value === undefined) {
    if (type in whole && required)
      throw new InputFault(
        `Incompatible input types for column ${name}. Can not safely convert a missing value to ${type}.`,
      );
    return null;
  }
  const limit = whole[type];
  const fits =
    limit !== undefined
      ? typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= limit
      : type === "float" || type === "double"
        ? typeof value === "number"
        : type === "boolean"
          ? typeof value === "boolean"
          : type === "string" || type === "binary"
            ? typeof value === "string"
            : type === "datetime"
              ? typeof value === "string" || typeof value === "number"
              : true;
  if (fits) return value;
  const shown = (JSON.stringify(value) ?? "").slice(0, 40);
  throw new InputFault(
    `Incompatible input types for column ${name}. Can not safely convert ${shown} to ${type}.`,
  );
}

function checkTensors(given: readonly GivenTensor[], specs: readonly TensorSpec[]): void {
  const sole = specs.length === 1 && given.length === 1;
  for (const spec of specs) {
    const tensor = sole ? given[0] : given.find(({ name }) => name === spec.name);
    if (!tensor) throw new InputFault(`Model is missing inputs ['${spec.name}'].`);
    const fits =
      tensor.shape.length === spec.shape.length &&
      spec.shape.every((size, i) => size === -1 || size === tensor.shape[i]);
    if (!fits)
      throw new InputFault(
        `Shape of input (${tensor.shape.join(", ")}) does not match expected shape (${spec.shape.join(", ")}).`,
      );
  }
}
