import type { Call } from "../ast.ts";
import { drop, keyOf, type LabelSet, labelValue, metricName, withLabel, withoutName } from "../labels.ts";
import { nativeFraction, nativeQuantile } from "../native/estimates.ts";
import type { NativeHistogram } from "../native/histogram.ts";
import { sampleText } from "../numbers.ts";
import type { Annotations } from "./context.ts";
import { type Bucket, bucketFraction, bucketQuantile } from "./histogram.ts";
import { warnAboutQuantile } from "./spread.ts";
import { type Column, emptyColumn, hasAny, mergeColumns, onlyNumbers, setSample } from "./values.ts";

type Classic = { labels: LabelSet; name: string; bounds: { le: number; column: Column }[] };

const bucketLabel = new Set(["le"]);

/** Series that differ in `le` only are the buckets of one histogram. */
function classicHistograms(
  columns: readonly Column[],
  at: { from: number },
  annotations: Annotations,
): Classic[] {
  const found = new Map<string, Classic>();
  for (const column of columns.filter(mayBeClassic).map(onlyNumbers)) {
    const text = labelValue(column.labels, "le");
    const le = boundOf(text);
    const name = labelValue(column.labels, metricName);
    if (le === undefined) {
      const metric = name === "" ? "" : ` for metric name ${JSON.stringify(name)}`;
      annotations.warn(
        `bucket label "le" is missing or has a malformed value of ${JSON.stringify(text)}${metric}`,
        at,
      );
      continue;
    }
    const labels = drop(column.labels, bucketLabel);
    const key = keyOf(labels);
    const known = found.get(key) ?? { labels: withoutName(labels), name, bounds: [] };
    known.bounds.push({ le, column });
    found.set(key, known);
  }
  return [...found.values()];
}

/** A series of native histograms only is no bucket that lacks its bound. */
const mayBeClassic = (column: Column) => column.histograms === undefined || hasAny(onlyNumbers(column));

/** One column for each series with native histograms, from a number for each of them. */
function ofNative(
  columns: readonly Column[],
  steps: number,
  labelled: (labels: LabelSet) => LabelSet,
  estimate: (histogram: NativeHistogram, step: number) => number,
): Column[] {
  return columns.flatMap((column) => {
    if (!column.histograms) return [];
    const result = emptyColumn(labelled(withoutName(column.labels)), steps);
    for (let step = 0; step < steps; step++) {
      const histogram = column.present[step] ? column.histograms[step] : undefined;
      if (histogram) setSample(result, step, estimate(histogram, step));
    }
    return [result];
  });
}

function boundOf(text: string): number | undefined {
  if (/^[+]?inf(inity)?$/i.test(text)) return Infinity;
  if (/^-inf(inity)?$/i.test(text)) return -Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function bucketsAt({ bounds }: Classic, step: number): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { le, column } of bounds) {
    if (column.present[step]) buckets.push({ le, count: column.values[step] ?? 0 });
  }
  return buckets;
}

/** `label`: one result for each quantile, which stands in that label; without it there is one quantile. */
export function quantilesOfHistograms(
  node: Call,
  columns: readonly Column[],
  quantiles: readonly Float64Array[],
  label: string | undefined,
  steps: number,
  annotations: Annotations,
): Column[] {
  const vectorArg = node.args[label === undefined ? 1 : 0] ?? node;
  const histograms = classicHistograms(columns, vectorArg, annotations);
  const results = quantiles.flatMap((values, index) => {
    const quantileArg = node.args[label === undefined ? 0 : index + 2] ?? node;
    for (const q of values) warnAboutQuantile(q, quantileArg, annotations);
    const labelled = (labels: LabelSet) =>
      label === undefined ? labels : withLabel(labels, label, sampleText(values[0] ?? 0));
    const native = ofNative(columns, steps, labelled, (histogram, step) =>
      nativeQuantile(values[step] ?? Number.NaN, histogram),
    );
    const classic = histograms.map((histogram) => {
      const name =
        label === undefined ? undefined : withLabel(histogram.labels, label, sampleText(values[0] ?? 0));
      const result = emptyColumn(name ?? histogram.labels, steps);
      for (let step = 0; step < steps; step++) {
        const buckets = bucketsAt(histogram, step);
        if (buckets.length === 0) continue;
        const { value, forced } = bucketQuantile(values[step] ?? Number.NaN, buckets);
        if (forced) noteForced(histogram.name, vectorArg, annotations);
        result.values[step] = value;
        result.present[step] = 1;
      }
      return result;
    });
    return [...classic, ...native];
  });
  return mergeColumns(results);
}

function noteForced(name: string, at: { from: number }, annotations: Annotations): void {
  const metric = name === "" ? "" : ` for metric name ${JSON.stringify(name)}`;
  annotations.info(
    "input to histogram_quantile needed to be fixed for monotonicity " +
      `(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)${metric}`,
    at,
  );
}

export function fractionOfHistograms(
  node: Call,
  columns: readonly Column[],
  limits: readonly Float64Array[],
  steps: number,
  annotations: Annotations,
): Column[] {
  const [lower, upper] = limits;
  const histograms = classicHistograms(columns, node.args[2] ?? node, annotations);
  const results = histograms.map((histogram) => {
    const result = emptyColumn(histogram.labels, steps);
    for (let step = 0; step < steps; step++) {
      const buckets = bucketsAt(histogram, step);
      if (buckets.length === 0) continue;
      result.values[step] = bucketFraction(lower?.[step] ?? 0, upper?.[step] ?? 0, buckets);
      result.present[step] = 1;
    }
    return result;
  });
  const native = ofNative(
    columns,
    steps,
    (labels) => labels,
    (histogram, step) => nativeFraction(lower?.[step] ?? 0, upper?.[step] ?? 0, histogram),
  );
  return mergeColumns([...results, ...native]);
}
