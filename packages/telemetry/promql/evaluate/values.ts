import { cannotExecute } from "../faults.ts";
import { keyOf, type LabelSet } from "../labels.ts";
import type { NativeHistogram } from "../native/histogram.ts";

/**
 * One series of a vector over all steps. `present[i]` is 0 where it has no sample; the value there says nothing. Where
 * `histograms[i]` is set the sample is that histogram, and the value says nothing either.
 */
export type Column = {
  labels: LabelSet;
  values: Float64Array;
  present: Uint8Array;
  histograms?: (NativeHistogram | undefined)[];
};

export type ScalarValue = { kind: "scalar"; values: Float64Array };
export type VectorValue = { kind: "vector"; columns: Column[] };
export type TextValue = { kind: "string"; value: string };
export type Value = ScalarValue | VectorValue | TextValue;

export const emptyColumn = (labels: LabelSet, steps: number): Column => ({
  labels,
  values: new Float64Array(steps),
  present: new Uint8Array(steps),
});

/** Puts a number, a histogram or nothing at a step. */
export function setSample(column: Column, step: number, sample: number | NativeHistogram | undefined): void {
  if (sample === undefined) return;
  column.present[step] = 1;
  if (typeof sample === "number") column.values[step] = sample;
  else {
    column.histograms ??= new Array(column.present.length);
    column.histograms[step] = sample;
  }
}

export const isNumberAt = (column: Column, step: number): boolean =>
  column.present[step] === 1 && column.histograms?.[step] === undefined;

/** Without the samples that are histograms: for what is defined for numbers only. */
export function onlyNumbers(column: Column): Column {
  const { histograms, ...rest } = column;
  if (!histograms) return column;
  return {
    ...rest,
    present: column.present.map((one, step) => (one && histograms[step] === undefined ? 1 : 0)),
  };
}

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
    const merged: Column = {
      ...known,
      values: known.values.slice(),
      present: known.present.slice(),
      ...(known.histograms ? { histograms: known.histograms.slice() } : {}),
    };
    for (let step = 0; step < merged.present.length; step++) {
      if (!column.present[step]) continue;
      if (merged.present[step]) throw sameLabelSet();
      setSample(merged, step, column.histograms?.[step] ?? column.values[step] ?? 0);
    }
    byKey.set(key, merged);
  }
  return [...byKey.values()];
}
