import type { Aggregate } from "../ast.ts";
import { meanOf } from "../numbers.ts";
import type { Context } from "./context.ts";
import { type Group, groupColumns } from "./groups.ts";
import { addHistograms, noteIgnoredIn, takesHistograms } from "./native-aggregates.ts";
import { selectRanked } from "./ranked.ts";
import { countValues, quantiles } from "./spread.ts";
import { type Column, emptyColumn, onlyNumbers, type Value } from "./values.ts";

/** `param` is the value of the aggregation's parameter: one number a step, or a text. */
export async function aggregate(
  node: Aggregate,
  given: readonly Column[],
  param: Value | undefined,
  steps: number,
  context: Context,
): Promise<Column[]> {
  const columns = takesHistograms(node.op) ? given : given.map(onlyNumbers);
  if (columns !== given && given.some(({ histograms }) => histograms !== undefined)) {
    noteIgnoredIn(node, context.annotations);
  }
  const groups = groupColumns(node, columns);
  const numbers = param?.kind === "scalar" ? param.values : undefined;
  if (node.op === "topk" || node.op === "bottomk" || node.op === "limitk") {
    return selectRanked(node.op, groups, numbers ?? new Float64Array(steps), steps, context.budget);
  }
  const results: Column[] = [];
  for (const group of groups) {
    if (node.op === "count_values") {
      results.push(...countValues(group, param?.kind === "string" ? param.value : "", steps));
    } else if (node.op === "quantile") {
      results.push(quantiles(node, group, numbers ?? new Float64Array(steps), steps, context.annotations));
    } else {
      const result = reduce(node.op, group, steps);
      addHistograms(node, group, result, context.annotations);
      results.push(result);
    }
    await context.budget.turn();
  }
  context.budget.charge(results.length * steps);
  return results;
}

type Reduction = "sum" | "avg" | "min" | "max" | "count" | "group" | "stddev" | "stdvar";

/** One pass over the columns, in the order Prometheus adds them. */
function reduce(
  op: Exclude<Aggregate["op"], "limit_ratio"> | "limit_ratio",
  group: Group,
  steps: number,
): Column {
  const result = emptyColumn(group.labels, steps);
  const { values, present } = result;
  const counts = new Float64Array(steps);
  // Low-order bits of sums; or sums of squares of deviations.
  const second = new Float64Array(steps);
  const step = accumulators[op as Reduction];
  for (const column of group.columns) {
    for (let at = 0; at < steps; at++) {
      if (!column.present[at]) continue;
      counts[at] = (counts[at] ?? 0) + 1;
      step(values, second, counts[at] ?? 1, at, column.values[at] ?? 0);
      present[at] = 1;
    }
  }
  for (let at = 0; at < steps; at++)
    if (present[at]) values[at] = finish(op as Reduction, group, result, second, counts, at);
  return result;
}

type Accumulator = (
  values: Float64Array,
  second: Float64Array,
  count: number,
  at: number,
  value: number,
) => void;

const addUp: Accumulator = (values, lost, _count, at, value) => {
  const total = values[at] ?? 0;
  const next = total + value;
  if (!Number.isFinite(next)) lost[at] = 0;
  else if (Math.abs(total) >= Math.abs(value)) lost[at] = (lost[at] ?? 0) + (total - next + value);
  else lost[at] = (lost[at] ?? 0) + (value - next + total);
  values[at] = next;
};

const deviate: Accumulator = (means, squares, count, at, value) => {
  const distance = value - (means[at] ?? 0);
  means[at] = (means[at] ?? 0) + distance / count;
  squares[at] = (squares[at] ?? 0) + distance * (value - (means[at] ?? 0));
};

const pick =
  (better: (value: number, known: number) => boolean): Accumulator =>
  (values, _second, count, at, value) => {
    const known = values[at] ?? 0;
    if (count === 1 || better(value, known) || Number.isNaN(known)) values[at] = value;
  };

const accumulators: Record<Reduction, Accumulator> = {
  sum: addUp,
  avg: addUp,
  min: pick((value, known) => value < known),
  max: pick((value, known) => value > known),
  count: () => {},
  group: () => {},
  stddev: deviate,
  stdvar: deviate,
};

function finish(
  op: Reduction,
  group: Group,
  { values }: Column,
  second: Float64Array,
  counts: Float64Array,
  at: number,
): number {
  const [value = 0, rest = 0, count = 1] = [values[at], second[at], counts[at]];
  switch (op) {
    case "sum":
      return Number.isFinite(value) ? value + rest : value;
    case "avg":
      return Number.isFinite(value) ? value / count + rest / count : overflowingMean(group, at);
    case "count":
      return count;
    case "group":
      return 1;
    case "stdvar":
      return rest / count;
    case "stddev":
      return Math.sqrt(rest / count);
    default:
      return value;
  }
}

function overflowingMean(group: Group, at: number): number {
  const values = Float64Array.from(
    group.columns.filter((column) => column.present[at]),
    (column) => column.values[at] ?? 0,
  );
  return meanOf(values, 0, values.length);
}
