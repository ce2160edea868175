import type { Aggregate } from "../ast.ts";
import { keyOf, withLabel } from "../labels.ts";
import { histogramText } from "../native/histogram.ts";
import { plainText, quantileOf, sampleText } from "../numbers.ts";
import type { Annotations } from "./context.ts";
import type { Group } from "./groups.ts";
import { type Column, emptyColumn } from "./values.ts";

export function quantiles(
  node: Aggregate,
  group: Group,
  params: Float64Array,
  steps: number,
  annotations: Annotations,
): Column {
  const result = emptyColumn(group.labels, steps);
  const gathered = new Float64Array(group.columns.length);
  for (let step = 0; step < steps; step++) {
    let count = 0;
    for (const column of group.columns)
      if (column.present[step]) gathered[count++] = column.values[step] ?? 0;
    if (count === 0) continue;
    const q = params[step] ?? Number.NaN;
    warnAboutQuantile(q, node.param ?? node, annotations);
    result.values[step] = quantileOf(q, gathered.subarray(0, count));
    result.present[step] = 1;
  }
  return result;
}

export function warnAboutQuantile(q: number, at: { from: number }, annotations: Annotations): void {
  if (q >= 0 && q <= 1) return;
  annotations.warn(`quantile value should be between 0 and 1, got ${sampleText(q)}`, at);
}

/** One series for each value, which stands in `label`. */
export function countValues(group: Group, label: string, steps: number): Column[] {
  const byKey = new Map<string, Column>();
  const byValue = new Map<string, Column>();
  for (const column of group.columns) {
    for (let step = 0; step < steps; step++) {
      if (!column.present[step]) continue;
      const histogram = column.histograms?.[step];
      const text = histogram ? histogramText(histogram) : plainText(column.values[step] ?? 0);
      let counted = byValue.get(text);
      if (!counted) {
        const labels = withLabel(group.labels, label, text);
        counted = byKey.get(keyOf(labels)) ?? emptyColumn(labels, steps);
        byKey.set(keyOf(labels), counted);
        byValue.set(text, counted);
      }
      counted.values[step] = (counted.values[step] ?? 0) + 1;
      counted.present[step] = 1;
    }
  }
  return [...byKey.values()];
}
