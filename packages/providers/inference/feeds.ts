import type { ModelFace, Tensor, TensorInfo } from "../onnx/tensors.ts";
import { elementCount } from "../onnx/tensors.ts";
import { type Given, type GivenTensor, InputFault, type Table } from "./given.ts";
import { elementsOf } from "./numbers.ts";

/**
 * What was given, as the inputs of a model. A table goes in column by column when the model's inputs are named like
 * columns, else as one matrix. @throws InputFault
 */
export function feedsOf(given: Given, face: ModelFace, signatureColumns: readonly string[] | null): Tensor[] {
  return given.table ? ofTable(given.table, face, signatureColumns) : ofTensors(given.tensors, face);
}

function ofTensors(given: readonly GivenTensor[], { inputs }: ModelFace): Tensor[] {
  const sole = given.length === 1 && inputs.length === 1 && given[0]?.name === null;
  for (const { name } of given) {
    if (!sole && !inputs.some((input) => input.name === name))
      throw new InputFault(
        name === null
          ? `Name the inputs: the model takes ${listed(inputs)}`
          : `The model has no input "${name}": it takes ${listed(inputs)}`,
      );
  }
  const repeated = given.find(({ name }, i) => given.findIndex((other) => other.name === name) !== i);
  if (repeated) throw new InputFault(`The input "${repeated.name}" is given twice`);
  return inputs.map((input) => {
    const tensor = sole ? given[0] : given.find(({ name }) => name === input.name);
    if (!tensor) throw new InputFault(`The input "${input.name}" is missing`);
    const shape = fitShape(tensor.shape, input);
    const { name, datatype } = input;
    return { name, datatype, shape, data: elementsOf(datatype, tensor.values, `Input "${name}"`) };
  });
}

const listed = (inputs: readonly TensorInfo[]): string => inputs.map(({ name }) => `"${name}"`).join(", ");

/** A list where the model wants one column of a matrix, and the other way round, is what was meant. */
function fitShape(shape: readonly number[], { name, shape: wanted }: TensorInfo): readonly number[] {
  const fits = (given: readonly number[]) =>
    given.length === wanted.length && given.every((size, i) => wanted[i] === -1 || wanted[i] === size);
  if (fits(shape)) return shape;
  const column = [...shape, 1];
  if (shape.length === 1 && fits(column)) return column;
  const list = shape.slice(0, 1);
  if (shape.length === 2 && shape[1] === 1 && fits(list)) return list;
  throw new InputFault(`Input "${name}" has the shape [${shape}]; the model takes [${wanted}]`);
}

function ofTable(table: Table, { inputs }: ModelFace, signatureColumns: readonly string[] | null): Tensor[] {
  const { rows } = table;
  if (inputs.every(({ name }) => table.columns.includes(name))) {
    return inputs.map((input) => {
      const at = table.columns.indexOf(input.name);
      const values = rows.map((row) => row[at]);
      const { shape, flat } = cells(values, input);
      return { ...input, shape, data: elementsOf(input.datatype, flat, `Column "${input.name}"`) };
    });
  }
  const [sole, ...others] = inputs;
  if (!sole || others.length > 0) {
    const missing = inputs.filter(({ name }) => !table.columns.includes(name));
    throw new InputFault(`Model is missing inputs [${missing.map(({ name }) => `'${name}'`).join(", ")}].`);
  }
  // The order in which the model learned its columns, where that is known.
  const columns = signatureColumns ?? table.columns;
  const places = columns.map((column) => table.columns.indexOf(column));
  const shape = fitShape([rows.length, places.length], sole);
  const values = rows.flatMap((row) => places.map((at) => row[at]));
  if (values.length !== elementCount(shape)) throw new InputFault("The rows differ in length");
  return [{ ...sole, shape, data: elementsOf(sole.datatype, values, `Input "${sole.name}"`) }];
}

/** A column's cells may be lists themselves. */
function cells(values: readonly unknown[], input: TensorInfo) {
  const [first] = values;
  if (!Array.isArray(first)) return { shape: fitShape([values.length], input), flat: values };
  const flat = values.flatMap((value) => {
    if (!Array.isArray(value) || value.length !== first.length)
      throw new InputFault(`Column "${input.name}": the lists differ in length`);
    return value as unknown[];
  });
  return { shape: fitShape([values.length, first.length], input), flat };
}
