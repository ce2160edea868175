import { type Binary, isComparison, isSetOp, type SetOp } from "../ast.ts";
import { withoutName } from "../labels.ts";
import type { Annotations } from "./context.ts";
import { nativeOperation } from "./native-operators.ts";
import { type ElementResult, elementOperator } from "./operators.ts";
import {
  type Column,
  emptyColumn,
  mergeColumns,
  type ScalarValue,
  setSample,
  type Value,
  type VectorValue,
} from "./values.ts";
import { matchVectors, signatureOf } from "./vector-matching.ts";

/** @throws PromqlError where labels match ambiguously */
export function binary(
  node: Binary,
  left: Value,
  right: Value,
  steps: number,
  annotations: Annotations,
): Value {
  if (left.kind === "scalar" && right.kind === "scalar") return betweenScalars(node, left, right, steps);
  if (left.kind === "vector" && right.kind === "vector") {
    const columns = isSetOp(node.op)
      ? combineSets(node, node.op, left.columns, right.columns, steps)
      : matchVectors(node, left.columns, right.columns, steps, annotations);
    return { kind: "vector", columns: mergeColumns(columns) };
  }
  const swapped = left.kind === "scalar";
  const vector = (swapped ? right : left) as VectorValue;
  const scalar = (swapped ? left : right) as ScalarValue;
  return {
    kind: "vector",
    columns: mergeColumns(withScalar(node, vector, scalar, swapped, steps, annotations)),
  };
}

function betweenScalars(node: Binary, left: ScalarValue, right: ScalarValue, steps: number): ScalarValue {
  // Comparisons of scalars always have `bool`.
  const operate = elementOperator(node.op, true);
  const values = new Float64Array(steps);
  const result: ElementResult = { value: 0, keep: true };
  for (let at = 0; at < steps; at++) {
    operate(left.values[at] ?? 0, right.values[at] ?? 0, result);
    values[at] = result.value;
  }
  return { kind: "scalar", values };
}

function withScalar(
  node: Binary,
  vector: VectorValue,
  scalar: ScalarValue,
  swapped: boolean,
  steps: number,
  annotations: Annotations,
): Column[] {
  const operate = elementOperator(node.op, node.bool);
  const filters = isComparison(node.op) && !node.bool;
  const result: ElementResult = { value: 0, keep: true };
  return vector.columns.map((column) => {
    const made = emptyColumn(filters ? column.labels : withoutName(column.labels), steps);
    for (let at = 0; at < steps; at++) {
      if (!column.present[at]) continue;
      const sample = column.values[at] ?? 0;
      const other = scalar.values[at] ?? 0;
      const histogram = column.histograms?.[at];
      if (histogram) {
        const [a, b] = swapped ? [other, histogram] : [histogram, other];
        setSample(made, at, nativeOperation(node, a, b, annotations));
        continue;
      }
      operate(swapped ? other : sample, swapped ? sample : other, result);
      if (!result.keep) continue;
      made.present[at] = 1;
      // A filter keeps the vector's sample, on whichever side it stands.
      made.values[at] = filters ? sample : result.value;
    }
    return made;
  });
}

/** For each step, whether any column of a signature has a sample there. */
function presenceBySignature(
  columns: readonly Column[],
  signature: (column: Column) => string,
  steps: number,
): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const column of columns) {
    const key = signature(column);
    let any = found.get(key);
    if (!any) {
      any = new Uint8Array(steps);
      found.set(key, any);
    }
    for (let at = 0; at < steps; at++) if (column.present[at]) any[at] = 1;
  }
  return found;
}

function combineSets(
  node: Binary,
  op: SetOp,
  left: readonly Column[],
  right: readonly Column[],
  steps: number,
): Column[] {
  const signature = (column: Column) => signatureOf(node.matching, column.labels);
  const others = presenceBySignature(op === "or" ? left : right, signature, steps);
  const where = (columns: readonly Column[], inOther: 0 | 1) =>
    columns.map((column) => {
      const other = others.get(signature(column));
      if (!other) return inOther === 0 ? column : emptyColumn(column.labels, steps);
      const present = column.present.map((one, at) => (one && other[at] === inOther ? 1 : 0));
      return { ...column, present };
    });
  if (op === "and") return where(left, 1);
  if (op === "unless") return where(left, 0);
  return [...left, ...where(right, 0)];
}
