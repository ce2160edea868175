import { bare, type Call, type MatrixSelector, type Subquery } from "../ast.ts";
import { cannotExecute } from "../faults.ts";
import { labelValue, metricName, noLabels, withoutName } from "../labels.ts";
import type { NativeHistogram } from "../native/histogram.ts";
import { sampleText } from "../numbers.ts";
import { type Grid, subqueryGrid } from "../plan.ts";
import type { SelectedGrid } from "../storage.ts";
import { absentLabels } from "./absent.ts";
import type { Context } from "./context.ts";
import { bounded, dateParts, elementwise } from "./elementwise.ts";
import { fractionOfHistograms, quantilesOfHistograms } from "./histogram-calls.ts";
import { labelJoiner, labelReplacer } from "./label-functions.ts";
import { nativeFacts } from "./native-facts.ts";
import { nativeFunctions, noteIgnored } from "./native-ranges.ts";
import { rangeFunctions } from "./over-time.ts";
import { windowAt } from "./rates.ts";
import { sortByLabel, sortByValue } from "./sorting.ts";
import { warnAboutQuantile } from "./spread.ts";
import {
  type Column,
  emptyColumn,
  hasAny,
  mergeColumns,
  onePerLabelSet,
  onlyNumbers,
  setSample,
  type Value,
} from "./values.ts";
import {
  gridColumns,
  instantColumns,
  type Range,
  type RangeHistograms,
  type RangeSeries,
  rangeOfMatrix,
  rangeOfSubquery,
  slide,
} from "./windows.ts";

export type Evaluate = (expr: Call["args"][number], on: Grid) => Promise<Value>;

const keepsName = new Set(["last_over_time", "first_over_time"]);
const countersOnly = new Set(["rate", "increase", "irate"]);

const vector = (columns: Column[]): Value => ({ kind: "vector", columns });

/** The value of a function call. @throws PromqlError */
export async function call(node: Call, on: Grid, context: Context, evaluate: Evaluate): Promise<Value> {
  const { name } = node;
  if (rangeFunctions.has(name) || name === "absent_over_time") return overRange(node, on, context, evaluate);
  if (name === "timestamp") {
    const arg = bare(node.args[0] as Call["args"][number]);
    if (arg.kind === "selector") {
      return vector(mergeColumns(renamed(instantColumns(arg, on, context, true))));
    }
  }
  const args = await inTurn(node, on, evaluate);
  const columns = columnsOf(args.find((arg) => arg.kind === "vector"));
  const scalars = args.filter((arg) => arg.kind === "scalar").map((arg) => arg.values);
  const texts = args.filter((arg) => arg.kind === "string").map((arg) => arg.value);
  const simple = elementwise.get(name) ?? dateParts.get(name);
  const numbers = columns.map(onlyNumbers);
  if (simple) return vector(mergeColumns(mapped(args.length > 0 ? numbers : [times(on)], on.steps, simple)));
  const limited = bounded.get(name);
  if (limited) {
    return vector(
      mergeColumns(
        mapped(numbers, on.steps, (value, at) =>
          limited(
            value,
            scalars.map((s) => s[at] ?? 0),
          ),
        ),
      ),
    );
  }
  const fact = nativeFacts.get(name);
  if (fact) return vector(mergeColumns(ofHistograms(columns, on.steps, fact)));
  switch (name) {
    case "time":
      return { kind: "scalar", values: times(on).values };
    case "pi":
      return constant(Math.PI, on);
    case "start":
      return constant(context.startMs / 1_000, on);
    case "end":
      return constant(context.endMs / 1_000, on);
    case "step":
      return constant(context.stepMs / 1_000, on);
    case "range":
      return constant((context.endMs - context.startMs) / 1_000, on);
    case "timestamp":
      return vector(
        mergeColumns(mapped(columns, on.steps, (_value, at) => (on.startMs + at * on.stepMs) / 1_000)),
      );
    case "scalar":
      return { kind: "scalar", values: onlyValues(numbers, on.steps) };
    case "vector":
      return vector([
        { labels: noLabels, values: scalars[0] ?? new Float64Array(on.steps), present: filled(on) },
      ]);
    case "absent":
      return vector(inverse(columns, absentLabels(node.args[0]), on));
    case "sort":
    case "sort_desc":
      return vector(sortByValue(numbers.filter(hasAny), name === "sort_desc", on.steps));
    case "sort_by_label":
    case "sort_by_label_desc":
      return vector(sortByLabel(columns, texts, name === "sort_by_label_desc"));
    case "label_replace": {
      const [dst = "", replacement = "", src = "", regex = ""] = texts;
      const replace = labelReplacer(dst, replacement, src, regex);
      return vector(mergeColumns(columns.map((column) => ({ ...column, labels: replace(column.labels) }))));
    }
    case "label_join": {
      const [dst = "", separator = "", ...sources] = texts;
      const join = labelJoiner(dst, separator, sources);
      return vector(mergeColumns(columns.map((column) => ({ ...column, labels: join(column.labels) }))));
    }
    case "histogram_quantile":
      return vector(quantilesOfHistograms(node, columns, scalars, undefined, on.steps, context.annotations));
    case "histogram_quantiles":
      return vector(quantilesOfHistograms(node, columns, scalars, texts[0], on.steps, context.annotations));
    case "histogram_fraction":
      return vector(fractionOfHistograms(node, columns, scalars, on.steps, context.annotations));
    default:
      throw cannotExecute(`function ${JSON.stringify(name)} is not supported`);
  }
}

async function inTurn(node: Call, on: Grid, evaluate: Evaluate): Promise<Value[]> {
  const values: Value[] = [];
  for (const arg of node.args) values.push(await evaluate(arg, on));
  return values;
}

const columnsOf = (value: Value | undefined): Column[] => (value?.kind === "vector" ? value.columns : []);
const filled = (on: Grid) => new Uint8Array(on.steps).fill(1);

const constant = (value: number, on: Grid): Value => ({
  kind: "scalar",
  values: new Float64Array(on.steps).fill(value),
});

function times(on: Grid): Column {
  const values = Float64Array.from({ length: on.steps }, (_, at) => (on.startMs + at * on.stepMs) / 1_000);
  return { labels: noLabels, values, present: filled(on) };
}

const renamed = (columns: readonly Column[]): Column[] =>
  columns.map((column) => ({ ...column, labels: withoutName(column.labels) }));

/** Without the metric's name: the values now mean something else. */
function mapped(
  columns: readonly Column[],
  steps: number,
  apply: (value: number, at: number) => number | undefined,
): Column[] {
  return columns.map((column) => {
    const result = emptyColumn(withoutName(column.labels), steps);
    for (let at = 0; at < steps; at++) {
      if (!column.present[at]) continue;
      const value = apply(column.values[at] ?? 0, at);
      if (value === undefined) continue;
      result.present[at] = 1;
      result.values[at] = value;
    }
    return result;
  });
}

function ofHistograms(
  columns: readonly Column[],
  steps: number,
  fact: (histogram: NativeHistogram) => number,
): Column[] {
  return columns.map((column) => {
    const result = emptyColumn(withoutName(column.labels), steps);
    column.histograms?.forEach((histogram, step) => {
      if (histogram && column.present[step]) setSample(result, step, fact(histogram));
    });
    return result;
  });
}

function onlyValues(columns: readonly Column[], steps: number): Float64Array {
  return Float64Array.from({ length: steps }, (_, at) => {
    const [first, second] = columns.filter((column) => column.present[at]);
    return first && !second ? (first.values[at] ?? 0) : Number.NaN;
  });
}

/** 1 at each step at which no column has a sample. */
function inverse(columns: readonly Column[], labels: Column["labels"], on: Grid): Column[] {
  const result: Column = { labels, values: new Float64Array(on.steps).fill(1), present: filled(on) };
  for (const { present } of columns) {
    for (let at = 0; at < on.steps; at++) if (present[at]) result.present[at] = 0;
  }
  return hasAny(result) ? [result] : [];
}

async function overRange(node: Call, on: Grid, context: Context, evaluate: Evaluate): Promise<Value> {
  const position = node.args.findIndex((arg) => ["matrix", "subquery"].includes(bare(arg).kind));
  const target = bare(node.args[position] as Call["args"][number]) as MatrixSelector | Subquery;
  const scalars: Float64Array[] = [];
  for (const [index, arg] of node.args.entries()) {
    if (index === position) continue;
    const value = await evaluate(arg, on);
    if (value.kind === "scalar") scalars.push(value.values);
  }
  checkArguments(node, scalars, context);
  if (target.kind === "matrix") {
    const want = context.plan.get(target.selector)?.want;
    if (want !== undefined && want !== "samples") return vector(fromStore(node, target, on, context));
  }
  const range =
    target.kind === "matrix"
      ? rangeOfMatrix(target, on, context)
      : rangeOfSubquery(target, await subqueryValue(target, on, context, evaluate), on, context);
  if (node.name === "absent_over_time") {
    return vector(
      inverse(
        await applied({ ...node, name: "present_over_time" }, range, [], on, context),
        absentLabels(node.args[0]),
        on,
      ),
    );
  }
  for (const series of range.series) if (series.times.length > 0) remark(node, series, context);
  const columns = await applied(node, range, scalars, on, context);
  return vector(onePerLabelSet(keepsName.has(node.name) ? columns : renamed(columns)));
}

async function subqueryValue(target: Subquery, on: Grid, context: Context, evaluate: Evaluate) {
  const value = await evaluate(target.expr, subqueryGrid(target, on, context));
  return value.kind === "vector" ? value : { kind: "vector" as const, columns: [] };
}

function fromStore(node: Call, target: MatrixSelector, on: Grid, context: Context): Column[] {
  const selected = (context.selected.get(target.selector) ?? []) as readonly SelectedGrid[];
  for (const series of selected) remark(node, series, context);
  return onePerLabelSet(renamed(gridColumns(selected, on.steps)));
}

/** What a rate may get wrong without an error: amounts instead of totals, or something that is no counter. */
function remark(
  node: Call,
  series: { labels: Column["labels"]; isDelta: boolean },
  { annotations }: Context,
): void {
  if (!countersOnly.has(node.name)) return;
  const name = labelValue(series.labels, metricName);
  if (series.isDelta) {
    annotations.warn(
      `metric ${JSON.stringify(name)} holds amounts since the sample before, not running totals: ` +
        `use sum_over_time instead of ${node.name}`,
      node,
    );
  } else if (node.name !== "irate" && name !== "" && !/_(total|sum|count|bucket)$/.test(name)) {
    const text = `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${JSON.stringify(name)}`;
    annotations.info(text, node.args[0] ?? node);
  }
}

async function applied(
  node: Call,
  range: Range,
  scalars: readonly Float64Array[],
  on: Grid,
  context: Context,
): Promise<Column[]> {
  const { name } = node;
  const compute = rangeFunctions.get(name);
  if (!compute) throw cannotExecute(`function ${JSON.stringify(name)} is not supported`);
  const columns: Column[] = [];
  for (const series of range.series) {
    const column = emptyColumn(series.labels, on.steps);
    slide(series.times, range.windows, (from, to, step) => {
      const value = compute({
        series,
        from,
        to,
        step,
        windows: range.windows,
        nowSeconds: (on.startMs + step * on.stepMs) / 1_000,
        args: scalars.map((values) => values[step] ?? 0),
      });
      if (value === undefined) return;
      column.present[step] = 1;
      column.values[step] = value;
    });
    if (series.native) withHistograms(node, { ...series, native: series.native }, column, range, context);
    columns.push(column);
    context.budget.charge(on.steps);
    await context.budget.turn();
  }
  return columns;
}

/** Does again, with its histograms, what a column has only for the numbers of its series. */
function withHistograms(
  node: Call,
  series: RangeSeries & { native: RangeHistograms },
  column: Column,
  { windows }: Range,
  { annotations }: Context,
): void {
  const compute = nativeFunctions.get(node.name);
  const numbers: (readonly [number, number])[] = [];
  slide(series.times, windows, (from, to, step) => {
    numbers[step] = [from, to];
  });
  const at = node.args.find((arg) => ["matrix", "subquery"].includes(bare(arg).kind)) ?? node;
  slide(series.native.times, windows, (nativeFrom, nativeTo, step) => {
    const [from, to] = numbers[step] ?? [0, 0];
    if (!compute) {
      if (to > from) noteIgnored({ series, annotations, node: at });
      return;
    }
    column.present[step] = 0;
    const window = windowAt(windows, step);
    const call = { name: node.name, series, from, to, nativeFrom, nativeTo, window, annotations, node: at };
    setSample(column, step, compute(call));
  });
}

function checkArguments(node: Call, scalars: readonly Float64Array[], { annotations }: Context): void {
  if (node.name === "quantile_over_time") {
    for (const q of scalars[0] ?? []) warnAboutQuantile(q, node.args[0] ?? node, annotations);
  }
  if (node.name !== "double_exponential_smoothing") return;
  const [level, trend] = scalars;
  const refuse = (values: Float64Array | undefined, what: string, letters: string) => {
    for (const value of values ?? []) {
      if (value > 0 && value < 1) continue;
      throw cannotExecute(`invalid ${what} factor. Expected: 0 < ${letters} < 1, got: ${sampleText(value)}`);
    }
  };
  refuse(level, "smoothing", "sf");
  refuse(trend, "trend", "tf");
}
