import { labelValue, metricName } from "../labels.ts";
import { added, hasReset, scaled, subtracted } from "../native/arithmetic.ts";
import { isCustom, type NativeHistogram, sameHistogram } from "../native/histogram.ts";
import type { Annotations } from "./context.ts";
import { type RateKind, stretch } from "./rates.ts";
import type { RangeHistograms, RangeSeries } from "./windows.ts";

type Sample = number | NativeHistogram;

/** The window of a series with native histograms: its numbers from … to, its histograms nativeFrom … nativeTo. */
export type NativeCall = {
  name: string;
  series: RangeSeries & { native: RangeHistograms };
  from: number;
  to: number;
  nativeFrom: number;
  nativeTo: number;
  window: { startMs: number; endMs: number };
  annotations: Annotations;
  /** Where remarks point. */
  node: { from: number };
};

type NativeFunction = (call: NativeCall) => Sample | undefined;

const nameOf = ({ series }: NativeCall) => JSON.stringify(labelValue(series.labels, metricName));
const histogramsOf = ({ series, nativeFrom, nativeTo }: NativeCall) =>
  series.native.histograms.slice(nativeFrom, nativeTo);

function warnMixed(call: NativeCall): undefined {
  call.annotations.warn(
    `encountered a mix of histograms and floats for metric name ${nameOf(call)}`,
    call.node,
  );
  return undefined;
}

function warnMixedSchemas(call: NativeCall): undefined {
  call.annotations.warn(
    `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${nameOf(call)}`,
    call.node,
  );
  return undefined;
}

/** All samples of the window in order of time. */
function inOrder({
  series,
  from,
  to,
  nativeFrom,
  nativeTo,
}: NativeCall): { timeMs: number; sample: Sample }[] {
  const numbers = Array.from({ length: to - from }, (_, i) => ({
    timeMs: series.times[from + i] ?? 0,
    sample: series.values[from + i] ?? 0,
  }));
  const histograms = Array.from({ length: nativeTo - nativeFrom }, (_, i) => ({
    timeMs: series.native.times[nativeFrom + i] ?? 0,
    sample: series.native.histograms[nativeFrom + i] as NativeHistogram,
  }));
  return [...numbers, ...histograms].sort((a, b) => a.timeMs - b.timeMs);
}

/** The change over the window, counted on across restarts, stretched to its edges like that of numbers. */
const rateOf =
  (kind: RateKind): NativeFunction =>
  (call) => {
    const { series, nativeFrom, nativeTo } = call;
    if (call.to > call.from) return warnMixed(call);
    const histograms = histogramsOf(call);
    const [first] = histograms;
    const last = histograms.at(-1);
    if (!first || !last || histograms.length < 2) return undefined;
    if (histograms.some((each) => isCustom(each) !== isCustom(first))) return warnMixedSchemas(call);
    const isCounter = kind !== "delta";
    noteKind(call, isCounter, first, last);
    let change = subtracted(last, first)?.histogram;
    if (isCounter) {
      for (let at = 1; at < histograms.length; at++) {
        const [before, now] = [histograms[at - 1] as NativeHistogram, histograms[at] as NativeHistogram];
        if (change && hasReset(now, before)) change = added(change, before)?.histogram;
      }
    }
    if (!change) return undefined;
    const factor = stretch({
      firstMs: series.native.times[nativeFrom] ?? 0,
      lastMs: series.native.times[nativeTo - 1] ?? 0,
      samples: nativeTo - nativeFrom,
      window: call.window,
      kind,
      first: first.count,
      change: change.count,
    });
    return { ...scaled(change, (count) => count * factor), isGauge: true };
  };

function noteKind(call: NativeCall, isCounter: boolean, first: NativeHistogram, last: NativeHistogram): void {
  if (isCounter && (first.isGauge || last.isGauge)) {
    call.annotations.warn(`this native histogram metric is not a counter: ${nameOf(call)}`, call.node);
  }
  if (!isCounter && !(first.isGauge && last.isGauge)) {
    call.annotations.warn(`this native histogram metric is not a gauge: ${nameOf(call)}`, call.node);
  }
}

const instantOf =
  (kind: "irate" | "idelta"): NativeFunction =>
  (call) => {
    const [before, last] = inOrder(call).slice(-2);
    if (!before || !last || last.timeMs === before.timeMs) return undefined;
    const seconds = (last.timeMs - before.timeMs) / 1_000;
    if (typeof last.sample === "number" && typeof before.sample === "number") {
      if (kind === "idelta") return last.sample - before.sample;
      return (last.sample < before.sample ? last.sample : last.sample - before.sample) / seconds;
    }
    if (typeof last.sample === "number" || typeof before.sample === "number") return warnMixed(call);
    noteKind(call, kind === "irate", before.sample, last.sample);
    const restarted = kind === "irate" && hasReset(last.sample, before.sample);
    const change = restarted ? last.sample : subtracted(last.sample, before.sample)?.histogram;
    if (!change) return warnMixedSchemas(call);
    return { ...scaled(change, (count) => (kind === "irate" ? count / seconds : count)), isGauge: true };
  };

const totalOf =
  (mean: boolean): NativeFunction =>
  (call) => {
    if (call.to > call.from) return warnMixed(call);
    const [first, ...others] = histogramsOf(call);
    let total = first;
    for (const other of others) {
      const sum = total && added(total, other);
      if (!sum) return warnMixedSchemas(call);
      if (sum.reconciled)
        noteReconciled(mean ? "avg_over_time" : "sum_over_time", call.node, call.annotations);
      total = sum.histogram;
    }
    const count = others.length + 1;
    return total && mean ? scaled(total, (each) => each / count) : total;
  };

export function noteReconciled(what: string, at: { from: number }, annotations: Annotations): void {
  annotations.info(`mismatched custom buckets were reconciled during ${what}`, at);
}

const differ = (a: Sample, b: Sample): boolean => {
  if (typeof a === "number" && typeof b === "number") return a !== b && !(Number.isNaN(a) && Number.isNaN(b));
  if (typeof a === "number" || typeof b === "number") return true;
  return !sameHistogram(a, b);
};

const fell = (now: Sample, before: Sample): boolean => {
  if (typeof now === "number" && typeof before === "number") return now < before;
  if (typeof now === "number" || typeof before === "number") return true;
  return hasReset(now, before);
};

function countPairs(call: NativeCall, counts: (before: Sample, now: Sample) => boolean): number {
  const samples = inOrder(call);
  return samples.slice(1).filter(({ sample }, at) => counts(samples[at]?.sample ?? 0, sample)).length;
}

/** What range functions make of native histograms; the others see the numbers only. */
export const nativeFunctions: ReadonlyMap<string, NativeFunction> = new Map<string, NativeFunction>([
  ["rate", rateOf("rate")],
  ["increase", rateOf("increase")],
  ["delta", rateOf("delta")],
  ["irate", instantOf("irate")],
  ["idelta", instantOf("idelta")],
  ["sum_over_time", totalOf(false)],
  ["avg_over_time", totalOf(true)],
  ["count_over_time", (call) => inOrder(call).length],
  ["present_over_time", () => 1],
  ["last_over_time", (call) => inOrder(call).at(-1)?.sample],
  ["first_over_time", (call) => inOrder(call)[0]?.sample],
  ["ts_of_last_over_time", (call) => (inOrder(call).at(-1)?.timeMs ?? 0) / 1_000],
  ["ts_of_first_over_time", (call) => (inOrder(call)[0]?.timeMs ?? 0) / 1_000],
  ["changes", (call) => countPairs(call, differ)],
  ["resets", (call) => countPairs(call, (before, now) => fell(now, before))],
]);

export function noteIgnored(call: Pick<NativeCall, "series" | "annotations" | "node">): void {
  const name = JSON.stringify(labelValue(call.series.labels, metricName));
  call.annotations.info(
    `ignored histograms in a range containing both floats and histograms for metric name ${name}`,
    call.node,
  );
}
