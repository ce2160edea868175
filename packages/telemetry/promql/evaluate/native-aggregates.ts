import type { Aggregate } from "../ast.ts";
import { added, scaled } from "../native/arithmetic.ts";
import type { NativeHistogram } from "../native/histogram.ts";
import type { Annotations } from "./context.ts";
import type { Group } from "./groups.ts";
import { noteReconciled } from "./native-ranges.ts";
import { type Column, isNumberAt, setSample } from "./values.ts";

const countsBoth = new Set(["count", "group", "limitk", "limit_ratio", "count_values"]);

/** Whether an aggregation takes histograms into account; what does not sees the numbers only. */
export const takesHistograms = (op: Aggregate["op"]): boolean =>
  op === "sum" || op === "avg" || countsBoth.has(op);

export function noteIgnoredIn(node: Aggregate, annotations: Annotations): void {
  annotations.info(`ignored histogram in ${node.op} aggregation`, node.expr);
}

/** Puts the sum or mean of histograms where a group has them; a step that mixes them with numbers has no result. */
export function addHistograms(node: Aggregate, group: Group, result: Column, annotations: Annotations): void {
  if (node.op !== "sum" && node.op !== "avg") return;
  const native = group.columns.filter(({ histograms }) => histograms !== undefined);
  if (native.length === 0) return;
  for (let step = 0; step < result.present.length; step++) {
    const histograms = native.flatMap((column) => {
      const found = column.present[step] ? column.histograms?.[step] : undefined;
      return found ? [found] : [];
    });
    if (histograms.length === 0) continue;
    result.present[step] = 0;
    if (group.columns.some((column) => isNumberAt(column, step))) {
      annotations.warn("encountered a mix of histograms and floats for aggregation", node.expr);
      continue;
    }
    setSample(result, step, total(node, histograms, annotations));
  }
}

function total(
  node: Aggregate,
  [first, ...others]: readonly NativeHistogram[],
  annotations: Annotations,
): NativeHistogram | undefined {
  let sum = first;
  for (const other of others) {
    const next = sum && added(sum, other);
    if (!next) {
      annotations.warn(
        "vector contains a mix of histograms with exponential and custom buckets schemas",
        node.expr,
      );
      return undefined;
    }
    if (next.reconciled) noteReconciled("aggregation", node.expr, annotations);
    sum = next.histogram;
  }
  const count = others.length + 1;
  return sum && node.op === "avg" ? scaled(sum, (each) => each / count) : sum;
}
