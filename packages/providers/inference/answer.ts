import type { Datatype, Tensor } from "../onnx/tensors.ts";
import { type Given, nest, rowCount, unnest } from "./given.ts";
import { valuesOf } from "./numbers.ts";
import { tableOf } from "./signature.ts";

/** An output in the words of the Open Inference Protocol. */
export type Output = { name: string; datatype: Datatype; shape: readonly number[]; data: readonly unknown[] };

export const outputsOf = (tensors: readonly Tensor[]): Output[] =>
  tensors.map((tensor) => ({
    name: tensor.name,
    datatype: tensor.datatype,
    shape: tensor.shape,
    data: valuesOf(tensor),
  }));

/**
 * As MLflow's ONNX flavour answers: for a table a list of records with a value per output, for tensors an object of
 * nested lists.
 */
export function predictionsOf(outputs: readonly Output[], asRecords: boolean): unknown {
  if (!asRecords)
    return Object.fromEntries(outputs.map(({ name, data, shape }) => [name, nest(data, shape)]));
  return (
    rowsOfOutputs(outputs) ??
    Object.fromEntries(outputs.map(({ name, data, shape }) => [name, nest(data, shape)]))
  );
}

/** One object per row; null when the outputs are not of one length. */
export function rowsOfOutputs(outputs: readonly Output[]): Record<string, unknown>[] | null {
  const count = outputs[0]?.shape[0];
  if (count === undefined || outputs.some(({ shape }) => shape[0] !== count)) return null;
  const widths = outputs.map(({ data }) => (count === 0 ? 0 : data.length / count));
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(
      outputs.map(({ name, data }, i) => {
        const width = widths[i] as number;
        return [name, width === 1 ? data[row] : data.slice(row * width, (row + 1) * width)];
      }),
    ),
  );
}

/** What an MLflow server answered, as outputs. Null when it is nothing that tensors can carry. */
export function outputsOfPredictions(predictions: unknown): Output[] | null {
  if (isRecord(predictions)) {
    const outputs = Object.entries(predictions).map(([name, data]) => outputOf(name, data));
    return outputs.every((one) => one !== null) ? (outputs as Output[]) : null;
  }
  if (!Array.isArray(predictions)) return predictions === null ? null : outputsOfPredictions([predictions]);
  if (predictions.length > 0 && predictions.every(isRecord)) {
    const names = Object.keys(predictions[0] as object);
    const outputs = names.map((name) =>
      outputOf(
        name,
        predictions.map((row) => (row as Record<string, unknown>)[name]),
      ),
    );
    return outputs.every((one) => one !== null) ? (outputs as Output[]) : null;
  }
  const output = outputOf("predictions", predictions);
  return output ? [output] : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function outputOf(name: string, data: unknown): Output | null {
  try {
    const { shape, values } = unnest(Array.isArray(data) ? data : [data], name);
    const every = (test: (value: unknown) => boolean) =>
      values.every((value) => value === null || test(value));
    if (every((value) => typeof value === "number")) {
      const datatype = values.length > 0 && values.every(Number.isSafeInteger) ? "INT64" : "FP64";
      return { name, datatype, shape, data: values };
    }
    if (values.every((value) => typeof value === "boolean"))
      return { name, datatype: "BOOL", shape, data: values };
    if (values.every((value) => typeof value === "string"))
      return { name, datatype: "BYTES", shape, data: values };
    return null;
  } catch {
    return null;
  }
}

/** A matrix of more columns than this is kept as lists. */
const columnsMax = 256;

/** The input as rows of columns, for the log. At most `rowsMax` are made; the list is as long as there are rows. */
export function rowsOfGiven(
  given: Given,
  names: readonly string[] | null,
  rowsMax: number,
): Record<string, unknown>[] {
  const table = given.table ?? (names ? tableOf(given.tensors, names) : null);
  const count = rowCount(given);
  const rows = new Array<Record<string, unknown>>(count);
  for (let i = 0; i < Math.min(count, rowsMax); i++) {
    rows[i] = table
      ? Object.fromEntries(table.columns.map((column, at) => [column, table.rows[i]?.[at]]))
      : rowOfTensors(given, i, count);
  }
  return rows;
}

function rowOfTensors({ tensors = [] }: Given, row: number, count: number): Record<string, unknown> {
  const entries = tensors.flatMap(({ name, values, shape }): [string, unknown][] => {
    const called = name ?? "input";
    const width = shape[0] === count && count > 0 ? values.length / count : values.length;
    const own = shape[0] === count ? values.slice(row * width, (row + 1) * width) : values;
    if (own.length === 1) return [[called, own[0]]];
    if (own.length > columnsMax) return [[called, own.slice(0, columnsMax)]];
    return own.map((value, i) => [`${called}_${i}`, value]);
  });
  return Object.fromEntries(entries);
}
