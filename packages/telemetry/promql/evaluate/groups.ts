import type { Aggregate } from "../ast.ts";
import { drop, keep, keyOf, type LabelSet, metricName, noLabels } from "../labels.ts";
import { type Column, hasAny } from "./values.ts";

export type Group = { labels: LabelSet; columns: Column[] };

/** Members in the order of the input, groups in the order of their first member. */
export function groupColumns(
  node: Pick<Aggregate, "without" | "labels">,
  columns: readonly Column[],
): Group[] {
  const names = new Set(node.labels);
  if (node.without) names.add(metricName);
  const groups = new Map<string, Group>();
  for (const column of columns) {
    if (!hasAny(column)) continue;
    const labels = node.without
      ? drop(column.labels, names)
      : names.size === 0
        ? noLabels
        : keep(column.labels, names);
    const key = keyOf(labels);
    const group = groups.get(key);
    if (group) group.columns.push(column);
    else groups.set(key, { labels, columns: [column] });
  }
  return [...groups.values()];
}
