import type { Expr } from "../ast.ts";
import { cannotExecute } from "../faults.ts";
import { withoutName } from "../labels.ts";
import { scaled } from "../native/arithmetic.ts";
import type { Grid } from "../plan.ts";
import { aggregate } from "./aggregate.ts";
import { binary } from "./binary.ts";
import { call } from "./calls.ts";
import type { Context } from "./context.ts";
import { onePerLabelSet, type Value } from "./values.ts";
import { instantColumns } from "./windows.ts";

/** The value of an expression at every step of the grid, all steps at once. @throws PromqlError */
export async function evaluate(expr: Expr, on: Grid, context: Context): Promise<Value> {
  const { budget } = context;
  await budget.turn();
  const value = await evaluateNode(expr, on, context);
  if (value.kind === "vector") budget.charge(value.columns.length * on.steps);
  return value;
}

async function evaluateNode(expr: Expr, on: Grid, context: Context): Promise<Value> {
  switch (expr.kind) {
    case "number":
      return { kind: "scalar", values: new Float64Array(on.steps).fill(expr.value) };
    case "string":
      return { kind: "string", value: expr.value };
    case "paren":
      return evaluate(expr.expr, on, context);
    case "unary": {
      const value = await evaluate(expr.expr, on, context);
      return expr.op === "-" ? negated(value) : value;
    }
    case "selector":
      return { kind: "vector", columns: instantColumns(expr, on, context) };
    case "aggregate": {
      const param = expr.param ? await evaluate(expr.param, on, context) : undefined;
      const value = await evaluate(expr.expr, on, context);
      if (value.kind !== "vector") throw cannotExecute("aggregation of something other than a vector");
      return { kind: "vector", columns: await aggregate(expr, value.columns, param, on.steps, context) };
    }
    case "binary": {
      const left = await evaluate(expr.left, on, context);
      const right = await evaluate(expr.right, on, context);
      return binary(expr, left, right, on.steps, context.annotations);
    }
    case "call":
      return call(expr, on, context, (arg, grid) => evaluate(arg, grid, context));
    case "matrix":
    case "subquery":
      throw cannotExecute("a range vector has no value of its own at a step");
  }
}

function negated(value: Value): Value {
  if (value.kind === "scalar") return { kind: "scalar", values: value.values.map((each) => -each) };
  if (value.kind !== "vector") throw cannotExecute("a text has no sign");
  const columns = value.columns.map((column) => ({
    ...column,
    labels: withoutName(column.labels),
    values: column.values.map((each) => -each),
    ...(column.histograms
      ? { histograms: column.histograms.map((each) => each && { ...scaled(each, (n) => -n), isGauge: true }) }
      : {}),
  }));
  return { kind: "vector", columns: onePerLabelSet(columns) };
}
