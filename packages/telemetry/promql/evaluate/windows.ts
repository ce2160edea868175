import type { MatrixSelector, Subquery, VectorSelector } from "../ast.ts";
import type { LabelSet } from "../labels.ts";
import type { NativeHistogram } from "../native/histogram.ts";
import { type Grid, selectorGrid, subqueryGrid } from "../plan.ts";
import { bitsOf, isStaleAt, type SelectedGrid, type SelectedSamples } from "../storage.ts";
import type { Context } from "./context.ts";
import { type Column, emptyColumn, isNumberAt, setSample, type VectorValue } from "./values.ts";

/** The samples of one series that a range function may look at, ascending in time. */
export type RangeSeries = {
  labels: LabelSet;
  isDelta: boolean;
  times: Float64Array;
  values: Float64Array;
  native?: RangeHistograms;
};

export type RangeHistograms = { times: Float64Array; histograms: NativeHistogram[] };

/** Windows (endMs − rangeMs, endMs] with endMs = firstEndMs + i · stepMs; stepMs is 0 under a fixed `@`. */
export type Windows = { firstEndMs: number; stepMs: number; steps: number; rangeMs: number };

/** Samples from `from` up to, not including, `to` lie in the window of step `step`. */
export type WindowVisit = (from: number, to: number, step: number) => void;

/** Visits the windows that hold a sample. Linear in samples and steps together. */
export function slide(times: Float64Array, windows: Windows, visit: WindowVisit): void {
  let from = 0;
  let to = 0;
  for (let step = 0; step < windows.steps; step++) {
    const endMs = windows.firstEndMs + step * windows.stepMs;
    const startMs = endMs - windows.rangeMs;
    while (to < times.length && (times[to] ?? 0) <= endMs) to++;
    while (from < to && (times[from] ?? 0) <= startMs) from++;
    if (from < to) visit(from, to, step);
  }
}

function windowsOf(
  node: { offsetMs: number; at: VectorSelector["at"] },
  rangeMs: number,
  on: Grid,
  context: Context,
): Windows {
  const { startMs } = selectorGrid(node, on, context);
  return { firstEndMs: startMs, stepMs: node.at === undefined ? on.stepMs : 0, steps: on.steps, rangeMs };
}

export type Range = { series: RangeSeries[]; windows: Windows };

/** Stale markers end a series for an instant; a range simply does not contain them. */
function withoutStale({ native, ...selected }: SelectedSamples): RangeSeries {
  return native ? { ...numbersOf(selected), native: histogramsOf(native) } : numbersOf(selected);
}

function histogramsOf({ times, histograms }: NonNullable<SelectedSamples["native"]>): RangeHistograms {
  const kept = histograms.flatMap((histogram, at) =>
    histogram ? [{ time: times[at] ?? 0, histogram }] : [],
  );
  return {
    times: Float64Array.from(kept, ({ time }) => time),
    histograms: kept.map(({ histogram }) => histogram),
  };
}

function numbersOf(selected: Omit<SelectedSamples, "native">): RangeSeries {
  const bits = bitsOf(selected.values);
  const { length } = selected.values;
  let stale = 0;
  for (let at = 0; at < length; at++) if (isStaleAt(bits, at)) stale++;
  if (stale === 0) return selected;
  const times = new Float64Array(length - stale);
  const values = new Float64Array(length - stale);
  let kept = 0;
  for (let at = 0; at < length; at++) {
    if (isStaleAt(bits, at)) continue;
    times[kept] = selected.times[at] ?? 0;
    values[kept++] = selected.values[at] ?? 0;
  }
  return { ...selected, times, values };
}

export function rangeOfMatrix(node: MatrixSelector, on: Grid, context: Context): Range {
  const selected = (context.selected.get(node.selector) ?? []) as readonly SelectedSamples[];
  return {
    series: selected.map(withoutStale).filter(holdsSamples),
    windows: windowsOf(node.selector, node.rangeMs, on, context),
  };
}

const holdsSamples = ({ times, native }: RangeSeries) => times.length > 0 || (native?.times.length ?? 0) > 0;

/** `inner` is the value of the subquery's expression over its own grid. */
export function rangeOfSubquery(node: Subquery, inner: VectorValue, on: Grid, context: Context): Range {
  const grid = subqueryGrid(node, on, context);
  const series = inner.columns.map((column): RangeSeries => {
    const { labels, values, present } = column;
    const count = present.reduce((sum, _, step) => sum + (isNumberAt(column, step) ? 1 : 0), 0);
    const times = new Float64Array(count);
    const kept = new Float64Array(count);
    let at = 0;
    for (let step = 0; step < present.length; step++) {
      if (!isNumberAt(column, step)) continue;
      times[at] = grid.startMs + step * grid.stepMs;
      kept[at++] = values[step] ?? 0;
    }
    const numbers = { labels, isDelta: false, times, values: kept };
    if (!column.histograms) return numbers;
    const timeOf = (step: number) => grid.startMs + step * grid.stepMs;
    const stepped = Array.from(column.histograms, (histogram, step) => ({
      histogram,
      step,
      time: timeOf(step),
    }));
    const found = stepped.filter(({ histogram, step }) => present[step] && histogram !== undefined);
    return {
      ...numbers,
      native: {
        times: Float64Array.from(found, ({ time }) => time),
        histograms: found.map(({ histogram }) => histogram as NativeHistogram),
      },
    };
  });
  return {
    series: series.filter(holdsSamples),
    windows: windowsOf(node, node.rangeMs, on, context),
  };
}

/** The newest sample of each lookback window; with `timeOf` its time in seconds instead of its value. */
export function instantColumns(node: VectorSelector, on: Grid, context: Context, timeOf = false): Column[] {
  const selection = context.plan.get(node);
  const selected = context.selected.get(node);
  if (!selection || !selected) return [];
  if (selection.want !== "samples") return gridColumns(selected as readonly SelectedGrid[], on.steps);
  const windows = windowsOf(node, context.lookbackMs, on, context);
  return (selected as readonly SelectedSamples[]).map((series) => {
    const column = emptyColumn(series.labels, on.steps);
    const bits = bitsOf(series.values);
    const newestMs = new Float64Array(series.native ? on.steps : 0).fill(-Infinity);
    slide(series.times, windows, (_from, to, step) => {
      if (series.native) newestMs[step] = series.times[to - 1] ?? 0;
      if (isStaleAt(bits, to - 1)) return;
      column.present[step] = 1;
      column.values[step] = timeOf ? (series.times[to - 1] ?? 0) / 1_000 : (series.values[to - 1] ?? 0);
    });
    const { native } = series;
    if (!native) return column;
    slide(native.times, windows, (_from, to, step) => {
      const timeMs = native.times[to - 1] ?? 0;
      if (timeMs < (newestMs[step] ?? 0)) return;
      column.present[step] = 0;
      setSample(column, step, timeOf ? timeMs / 1_000 : (native.histograms[to - 1] ?? undefined));
    });
    return column;
  });
}

/** What the storage computed; one value for all steps under a fixed `@`. */
export function gridColumns(selected: readonly SelectedGrid[], steps: number): Column[] {
  return selected.map(({ labels, values }) => {
    const bits = bitsOf(values);
    const column = emptyColumn(labels, steps);
    for (let step = 0; step < steps; step++) {
      const at = values.length === 1 ? 0 : step;
      if (isStaleAt(bits, at)) continue;
      column.present[step] = 1;
      column.values[step] = values[at] ?? 0;
    }
    return column;
  });
}
