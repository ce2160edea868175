import type { Binary } from "../ast.ts";
import { added, scaled, subtracted } from "../native/arithmetic.ts";
import { type NativeHistogram, sameHistogram } from "../native/histogram.ts";
import type { Annotations } from "./context.ts";
import { noteReconciled } from "./native-ranges.ts";

type Sample = number | NativeHistogram;

const kindOf = (sample: Sample) => (typeof sample === "number" ? "float" : "histogram");

/**
 * An operator with a histogram on at least one side; undefined where there is no such operation or a comparison
 * filters the sample out.
 */
export function nativeOperation(
  node: Binary,
  left: Sample,
  right: Sample,
  annotations: Annotations,
): Sample | undefined {
  const { op } = node;
  if (typeof left !== "number" && typeof right !== "number") {
    if (op === "+" || op === "-") {
      const result = op === "+" ? added(left, right) : subtracted(left, right);
      if (!result) {
        annotations.warn(
          `vector contains a mix of histograms with exponential and custom buckets schemas for binary operator "${op}"`,
          node,
        );
      } else if (result.reconciled) {
        noteReconciled(op === "+" ? "addition" : "subtraction", node, annotations);
      }
      return result?.histogram;
    }
    if (op === "==" || op === "!=") {
      const holds = sameHistogram(left, right) === (op === "==");
      if (node.bool) return Number(holds);
      return holds ? left : undefined;
    }
  } else if (typeof left !== "number" && typeof right === "number") {
    if (op === "*") return scaled(left, (count) => count * right);
    if (op === "/") return scaled(left, (count) => count / right);
  } else if (typeof right !== "number" && typeof left === "number" && op === "*") {
    return scaled(right, (count) => count * left);
  }
  annotations.info(
    `incompatible sample types encountered for binary operator "${op}": ${kindOf(left)} ${op} ${kindOf(right)}`,
    node,
  );
  return undefined;
}
