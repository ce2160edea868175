import { bare, type VectorSelector } from "./ast.ts";
import { type Checked, prepare } from "./check.ts";
import { Annotations, Budget, type Context, type Selected } from "./evaluate/context.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import { type Column, hasAny, type Value } from "./evaluate/values.ts";
import { rangeOfMatrix, rangeOfSubquery, slide } from "./evaluate/windows.ts";
import { PromqlError } from "./faults.ts";
import { compareLabels, type LabelSet } from "./labels.ts";
import type { NativeHistogram } from "./native/histogram.ts";
import { type Grid, plan, subqueryGrid } from "./plan.ts";
import type { Selection, SelectLimits, Storage } from "./storage.ts";

/** `times` in epoch milliseconds, ascending, aligned with `values`. */
export type ResultSeries = {
  labels: LabelSet;
  times: Float64Array;
  values: Float64Array;
  /** Set where the sample is a native histogram. */
  histograms?: (NativeHistogram | undefined)[];
};

export type QueryResult = { warnings: string[]; infos: string[] } & (
  | { type: "vector" | "matrix"; series: ResultSeries[] }
  | { type: "scalar"; timeMs: number; value: number }
  | { type: "string"; timeMs: number; value: string }
);

export type EngineOptions = {
  /** How long a sample stays the newest one; five minutes by default. */
  lookbackMs?: number | undefined;
  /** Samples a query may hold at once over its whole run; 20 million (about 320 MB) by default. */
  samplesMax?: number | undefined;
  /** Two minutes by default. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Allows what Prometheus keeps behind `promql-experimental-functions`. */
  experimental?: boolean | undefined;
};

const subqueryStepMs = 60_000;

/** More steps than this are refused, as by Prometheus: a screen has fewer pixels. */
export const pointsMax = 11_000;

/** @throws PromqlError, and what the storage throws */
export async function instantQuery(
  storage: Storage,
  question: { query: string; timeMs: number },
  options: EngineOptions = {},
): Promise<QueryResult> {
  const checked = prepare(question.query, options);
  const grid = { startMs: question.timeMs, stepMs: 1, steps: 1 };
  const { context, run } = await load(storage, checked, grid, 0, options);
  const remarks = () => ({
    warnings: [...context.annotations.warnings],
    infos: [...context.annotations.infos],
  });
  if (checked.type === "matrix") {
    const series = await rangeVector(checked, grid, context);
    return { type: "matrix", series: sorted(series), ...remarks() };
  }
  const value = await run();
  if (value.kind === "string") {
    return { type: "string", timeMs: question.timeMs, value: value.value, ...remarks() };
  }
  if (value.kind === "scalar") {
    return { type: "scalar", timeMs: question.timeMs, value: value.values[0] ?? Number.NaN, ...remarks() };
  }
  return { type: "vector", series: toSeries(value.columns, grid), ...remarks() };
}

/** A scalar's result is a matrix of one series without labels. @throws PromqlError, and what the storage throws */
export async function rangeQuery(
  storage: Storage,
  question: { query: string; startMs: number; endMs: number; stepMs: number },
  options: EngineOptions = {},
): Promise<QueryResult> {
  const { startMs, endMs, stepMs } = question;
  if (!(stepMs > 0))
    throw new PromqlError("bad_data", "zero or negative query resolution step widths are not accepted");
  if (endMs < startMs) throw new PromqlError("bad_data", "end timestamp must not be before start time");
  if ((endMs - startMs) / stepMs > pointsMax) {
    throw new PromqlError(
      "bad_data",
      `exceeded maximum resolution of ${pointsMax.toLocaleString("en-GB")} points per timeseries. ` +
        "Try decreasing the query resolution (?step=XX)",
    );
  }
  const checked = prepare(question.query, options);
  if (checked.type !== "scalar" && checked.type !== "vector") {
    const found = checked.type === "matrix" ? "range vector" : "string";
    throw new PromqlError(
      "bad_data",
      `invalid expression type ${JSON.stringify(found)} for range query, must be Scalar or instant Vector`,
    );
  }
  const grid = { startMs, stepMs, steps: Math.floor((endMs - startMs) / stepMs) + 1 };
  const { context, run } = await load(storage, checked, grid, stepMs, options);
  const value = await run();
  const columns: Column[] =
    value.kind === "scalar"
      ? [{ labels: [], values: value.values, present: new Uint8Array(grid.steps).fill(1) }]
      : value.kind === "vector"
        ? value.columns
        : [];
  return {
    type: "matrix",
    series: sorted(toSeries(columns, grid)),
    warnings: [...context.annotations.warnings],
    infos: [...context.annotations.infos],
  };
}

async function load(
  storage: Storage,
  checked: Checked,
  grid: Grid,
  stepMs: number,
  options: EngineOptions,
): Promise<{ context: Context; run: () => Promise<Value> }> {
  const lookbackMs = options.lookbackMs ?? 300_000;
  const times = { startMs: grid.startMs, endMs: grid.startMs + (grid.steps - 1) * grid.stepMs };
  const planned = plan(checked.expr, grid, { ...times, lookbackMs, subqueryStepMs, grids: storage.grids });
  const budget = new Budget({
    samplesMax: options.samplesMax ?? 20_000_000,
    signal: options.signal ?? new AbortController().signal,
    timeoutMs: options.timeoutMs ?? 120_000,
  });
  const selected = new Map<VectorSelector, Selected>();
  const taken = new Map<VectorSelector, Selection>();
  const known = new Map<string, Promise<Taken>>();
  for (const [node, selection] of planned) {
    budget.check();
    const key = JSON.stringify(selection);
    const limits = {
      signal: budget.signal,
      samplesMax: budget.samplesLeft,
      timeoutSeconds: Math.max(1, Math.ceil(budget.secondsLeft)),
    };
    let found = known.get(key);
    if (!found) {
      found = take(storage, selection, limits);
      known.set(key, found);
    }
    const { series, as } = await found;
    taken.set(node, as);
    if (!selected.has(node)) budget.charge(series.reduce((sum, { values }) => sum + values.length, 0));
    selected.set(node, series);
  }
  const context: Context = {
    ...times,
    stepMs,
    lookbackMs,
    subqueryStepMs,
    plan: taken,
    selected,
    annotations: new Annotations(checked.query),
    budget,
  };
  return { context, run: () => evaluate(checked.expr, grid, context) };
}

type Taken = { series: Selected; as: Selection };

/** What a selector needs; rates of native histograms are computed here, from their samples. */
async function take(storage: Storage, selection: Selection, limits: SelectLimits): Promise<Taken> {
  if (selection.want !== "samples") {
    const series = await storage.selectGrid(selection, limits);
    if (series) return { series, as: selection };
  }
  const as: Selection = { ...selection, want: "samples" };
  return { series: await storage.selectSamples(as, limits), as };
}

/** The samples themselves: an instant query may ask for a range vector. */
async function rangeVector(checked: Checked, grid: Grid, context: Context): Promise<ResultSeries[]> {
  const node = bare(checked.expr);
  if (node.kind !== "matrix" && node.kind !== "subquery") return [];
  const range =
    node.kind === "matrix"
      ? rangeOfMatrix(node, grid, context)
      : rangeOfSubquery(
          node,
          (await evaluate(node.expr, subqueryGrid(node, grid, context), context)) as Extract<
            Value,
            { kind: "vector" }
          >,
          grid,
          context,
        );
  const found: ResultSeries[] = [];
  for (const { labels, times, values, native } of range.series) {
    let numbers = 0;
    slide(times, range.windows, (from, to) => {
      numbers = to - from;
      found.push({ labels, times: times.subarray(from, to), values: values.subarray(from, to) });
    });
    if (!native) continue;
    slide(native.times, range.windows, (from, to) => {
      const series = { times: native.times.subarray(from, to), values: new Float64Array(to - from) };
      const histograms = native.histograms.slice(from, to);
      const before = numbers > 0 ? found.pop() : undefined;
      found.push(before ? inTimeOrder(before, { ...series, histograms }) : { labels, ...series, histograms });
    });
  }
  return found;
}

function inTimeOrder(
  numbers: ResultSeries,
  others: Required<Pick<ResultSeries, "times" | "values" | "histograms">>,
): ResultSeries {
  const points = [
    ...Array.from(numbers.times, (time, at) => ({
      time,
      value: numbers.values[at] ?? 0,
      histogram: undefined,
    })),
    ...Array.from(others.times, (time, at) => ({ time, value: 0, histogram: others.histograms[at] })),
  ].sort((a, b) => a.time - b.time);
  return {
    labels: numbers.labels,
    times: Float64Array.from(points, ({ time }) => time),
    values: Float64Array.from(points, ({ value }) => value),
    histograms: points.map(({ histogram }) => histogram),
  };
}

const sorted = (series: ResultSeries[]) => series.sort((a, b) => compareLabels(a.labels, b.labels));

function toSeries(columns: readonly Column[], grid: Grid): ResultSeries[] {
  return columns.filter(hasAny).map(({ labels, values, present, histograms }) => {
    const count = present.reduce((sum, one) => sum + one, 0);
    const series: ResultSeries = { labels, times: new Float64Array(count), values: new Float64Array(count) };
    if (histograms) {
      const steps = [...present.keys()].filter((step) => present[step]);
      series.histograms = steps.map((step) => histograms[step]);
    }
    let at = 0;
    for (let step = 0; step < present.length; step++) {
      if (!present[step]) continue;
      series.times[at] = grid.startMs + step * grid.stepMs;
      series.values[at++] = values[step] ?? 0;
    }
    return series;
  });
}
