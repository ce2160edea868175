import type { ArithmeticOp, BinaryOp, ComparisonOp } from "../ast.ts";
import { power } from "./elementwise.ts";

export const arithmetic: Record<ArithmeticOp, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": power,
  atan2: Math.atan2,
};

export const comparison: Record<ComparisonOp, (a: number, b: number) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
};

/** `keep` is false when a comparison filters the sample out. */
export type ElementResult = { value: number; keep: boolean };

/** An operator on two samples; without `bool` a comparison keeps the left value. */
export function elementOperator(
  op: BinaryOp,
  bool: boolean,
): (a: number, b: number, into: ElementResult) => void {
  const compare = comparison[op as ComparisonOp];
  if (compare === undefined) {
    const calculate = arithmetic[op as ArithmeticOp];
    return (a, b, into) => {
      into.value = calculate(a, b);
      into.keep = true;
    };
  }
  return (a, b, into) => {
    const holds = compare(a, b);
    into.keep = bool || holds;
    into.value = bool ? Number(holds) : a;
  };
}
