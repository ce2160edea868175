import { compareLabels, labelValue } from "../labels.ts";
import { naturalCompare } from "./label-functions.ts";
import type { Column } from "./values.ts";

/** NaN last in both directions. Over a range it has no effect: results are ordered by labels there. */
export function sortByValue(columns: readonly Column[], descending: boolean, steps: number): Column[] {
  if (steps !== 1) return [...columns];
  const sign = descending ? -1 : 1;
  return columns.toSorted((a, b) => {
    const [one, other] = [a.values[0] ?? 0, b.values[0] ?? 0];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return one === other ? 0 : sign * (one < other ? -1 : 1);
  });
}

/** By the labels given, in their order; all labels decide between equal ones. */
export function sortByLabel(
  columns: readonly Column[],
  names: readonly string[],
  descending: boolean,
): Column[] {
  const sign = descending ? -1 : 1;
  return columns.toSorted((a, b) => {
    for (const name of names) {
      const difference = naturalCompare(labelValue(a.labels, name), labelValue(b.labels, name));
      if (difference !== 0) return sign * difference;
    }
    return sign * compareLabels(a.labels, b.labels);
  });
}
