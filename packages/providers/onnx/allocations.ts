import { refused } from "./fault.ts";
import { onnxLimits } from "./limits.ts";

/** Which input, or attribute, of an operator says how much it allocates. */
const shapeInput: Readonly<Record<string, number>> = {
  ConstantOfShape: 0,
  Expand: 1,
  Tile: 1,
  Reshape: 1,
  OneHot: 1,
};
const shapeAttribute = new Set(["RandomNormal:shape", "RandomUniform:shape"]);

/**
 * Follows the integers that are written in the file to the operators that make memory of them: a model of 70 bytes
 * asks for gigabytes with ConstantOfShape. What is only known at run time meets the limits of the process.
 */
export function createAllocations() {
  const known = new Map<string, number[]>();
  return {
    know(name: string, integers: number[] | null): void {
      if (integers) known.set(name, integers);
    },
    attribute(operator: string, name: string, output: string, integers: number[] | null): void {
      if (!integers) return;
      if (shapeAttribute.has(`${operator}:${name}`)) refuseLarge(operator, integers);
      if (operator === "Constant" && name.startsWith("value")) known.set(output, integers);
    },
    check(operator: string, inputs: readonly string[]): void {
      const position = shapeInput[operator];
      const shape = position === undefined ? undefined : known.get(inputs[position] ?? "");
      if (shape) refuseLarge(operator, shape);
      if (operator !== "Range") return;
      const [from, to, by] = inputs.slice(0, 3).map((name) => known.get(name)?.[0]);
      if (from === undefined || to === undefined || by === undefined) return;
      if (by === 0 || (to - from) / by > onnxLimits.tensorElementsMax) refuseLarge(operator, [Infinity]);
    },
  };
}

function refuseLarge(operator: string, shape: readonly number[]): void {
  const elements = shape.reduce((all, one) => all * Math.max(1, Math.abs(one)), 1);
  if (elements > onnxLimits.tensorElementsMax)
    throw refused(`${operator} would make a tensor of more than ${onnxLimits.tensorElementsMax} elements`);
}
