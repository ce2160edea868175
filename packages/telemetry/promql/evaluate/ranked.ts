import { cannotExecute } from "../faults.ts";
import { sampleText } from "../numbers.ts";
import type { Budget } from "./context.ts";
import type { Group } from "./groups.ts";
import { type Column, emptyColumn, hasAny, setSample } from "./values.ts";

/** Int64's range, beyond which Prometheus refuses k. */
const kMax = 2 ** 63;

/**
 * `topk`, `bottomk`, `limitk`: the chosen members of each group with their own labels, chosen anew at every step.
 * A single step comes in order of rank, as `topk` of an instant query does.
 */
export async function selectRanked(
  op: "topk" | "bottomk" | "limitk",
  groups: readonly Group[],
  counts: Float64Array,
  steps: number,
  budget: Budget,
): Promise<Column[]> {
  const results: Column[] = [];
  // Refused even where there is nothing to choose from.
  const whole = Array.from(counts.subarray(0, steps), wholeNumber);
  for (const group of groups) {
    const chosen = group.columns.map((column) => emptyColumn(column.labels, steps));
    const order: number[] = [];
    for (let step = 0; step < steps; step++) {
      const members = choose(op, group.columns, step, whole[step] ?? 0);
      for (const member of members) {
        const column = chosen[member] as Column;
        const from = group.columns[member];
        setSample(column, step, from?.histograms?.[step] ?? from?.values[step] ?? 0);
      }
      if (steps === 1) order.push(...members);
    }
    const ordered = steps === 1 ? order.map((member) => chosen[member] as Column) : chosen;
    results.push(...ordered.filter(hasAny));
    budget.charge(ordered.length * steps);
    await budget.turn();
  }
  return results;
}

function wholeNumber(k: number): number {
  if (Number.isNaN(k)) throw cannotExecute("Parameter value is NaN");
  if (k >= kMax || k <= -kMax) throw cannotExecute(`Scalar value ${sampleText(k)} overflows int64`);
  return Math.trunc(k);
}

/** Positions of the members, best first; NaN comes last, earlier ones before later equal ones. */
function choose(
  op: "topk" | "bottomk" | "limitk",
  columns: readonly Column[],
  step: number,
  k: number,
): number[] {
  if (k < 1) return [];
  const members: number[] = [];
  for (let member = 0; member < columns.length; member++) {
    if (!columns[member]?.present[step]) continue;
    members.push(member);
    if (op === "limitk" && members.length === k) return members;
  }
  if (op === "limitk") return members;
  const sign = op === "topk" ? -1 : 1;
  const value = (member: number) => columns[member]?.values[step] ?? 0;
  members.sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return one === other ? 0 : sign * (one < other ? -1 : 1);
  });
  return members.slice(0, k);
}
