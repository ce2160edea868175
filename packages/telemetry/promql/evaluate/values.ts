import { cannotExecute } from "../faults.ts";
import { keyOf, type LabelSet } from "../labels.ts";

/** One series of a vector over all steps. `present[i]` is 0 where it has no sample; the value there says nothing. */
export type Column = { labels: LabelSet; values: Float64Array; present: Uint8Array };

export type ScalarValue = { kind: "scalar"; values: Float64Array };
export type VectorValue = { kind: "vector"; columns: Column[] };
export type TextValue = { kind: "string"; value: string };
export type Value = ScalarValue | VectorValue | TextValue;

export const emptyColumn = (labels: LabelSet, steps: number): Column => ({
  labels,
  values: new Float64Array(steps),
  present: new Uint8Array(steps),
});

export const hasAny = (column: Column): boolean => column.present.includes(1);

export const sameLabelSet = () => cannotExecute("vector cannot contain metrics with the same labelset");

/** For functions over ranges and signs, where Prometheus allows a label set only once over the whole time. */
export function onePerLabelSet(columns: readonly Column[]): Column[] {
  const filled = columns.filter(hasAny);
  const seen = new Set<string>();
  for (const { labels } of filled) {
    const key = keyOf(labels);
    if (seen.has(key)) throw sameLabelSet();
    seen.add(key);
  }
  return filled;
}

/** Columns that became equal in their labels take turns; @throws PromqlError when two have a sample at one time */
export function mergeColumns(columns: readonly Column[]): Column[] {
  const byKey = new Map<string, Column>();
  for (const column of columns) {
    if (!hasAny(column)) continue;
    const key = keyOf(column.labels);
    const known = byKey.get(key);
    if (!known) {
      byKey.set(key, column);
      continue;
    }
    const merged: Column = { ...known, values: known.values.slice(), present: known.present.slice() };
    for (let step = 0; step < merged.present.length; step++) {
      if (!column.present[step]) continue;
      if (merged.present[step]) throw sameLabelSet();
      merged.present[step] = 1;
      merged.values[step] = column.values[step] ?? 0;
    }
    byKey.set(key, merged);
  }
  return [...byKey.values()];
}
