import { meanOf, quantileOf, Sum, varianceOf } from "../numbers.ts";
import { extrapolated, instantaneous, windowAt } from "./rates.ts";
import { linearRegression } from "./regression.ts";
import type { RangeSeries, Windows } from "./windows.ts";

export type RangeCall = {
  series: RangeSeries;
  /** The window's samples: from, up to and not including to; at least one. */
  from: number;
  to: number;
  step: number;
  windows: Windows;
  /** Time at which the query is evaluated, which an offset does not move. Seconds. */
  nowSeconds: number;
  /** Scalar arguments at this step. */
  args: readonly number[];
};

/** Undefined: no sample at this step. */
export type RangeFunction = (call: RangeCall) => number | undefined;

const valueAt = ({ series }: RangeCall, at: number) => series.values[at] ?? 0;
const secondsAt = ({ series }: RangeCall, at: number) => (series.times[at] ?? 0) / 1_000;

const rateOf =
  (kind: "rate" | "increase" | "delta"): RangeFunction =>
  ({ series, from, to, windows, step }) =>
    extrapolated(series, from, to, windowAt(windows, step), kind);

/** Index of the least or greatest value; a number always beats NaN. The first or the last of equal ones. */
function extreme(call: RangeCall, better: (a: number, b: number) => boolean): number {
  let best = call.from;
  for (let at = call.from + 1; at < call.to; at++) {
    const value = valueAt(call, at);
    const known = valueAt(call, best);
    if (better(value, known) || (Number.isNaN(known) && !Number.isNaN(value))) best = at;
  }
  return best;
}

function countWhere(call: RangeCall, counts: (before: number, value: number) => boolean): number {
  let count = 0;
  for (let at = call.from + 1; at < call.to; at++) {
    if (counts(valueAt(call, at - 1), valueAt(call, at))) count++;
  }
  return count;
}

const copyOf = ({ series, from, to }: RangeCall) => series.values.slice(from, to);

function smoothed(call: RangeCall): number | undefined {
  const [level = 0, trend = 0] = call.args;
  if (call.to - call.from < 2) return undefined;
  let before = 0;
  let current = valueAt(call, call.from);
  let slope = valueAt(call, call.from + 1) - current;
  for (let at = call.from + 1; at < call.to; at++) {
    if (at > call.from + 1) slope = trend * (current - before) + (1 - trend) * slope;
    const next = level * valueAt(call, at) + (1 - level) * (current + slope);
    before = current;
    current = next;
  }
  return current;
}

export const rangeFunctions: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ["rate", rateOf("rate")],
  ["increase", rateOf("increase")],
  ["delta", rateOf("delta")],
  ["irate", ({ series, from, to }) => instantaneous(series, from, to, "irate")],
  ["idelta", ({ series, from, to }) => instantaneous(series, from, to, "idelta")],
  [
    "deriv",
    ({ series, from, to }) =>
      to - from < 2 ? undefined : linearRegression(series, from, to, series.times[from] ?? 0).slope,
  ],
  [
    "predict_linear",
    ({ series, from, to, nowSeconds, args }) => {
      if (to - from < 2) return undefined;
      const { slope, intercept } = linearRegression(series, from, to, nowSeconds * 1_000);
      return slope * (args[0] ?? 0) + intercept;
    },
  ],
  ["changes", (call) => countWhere(call, (a, b) => a !== b && !(Number.isNaN(a) && Number.isNaN(b)))],
  ["resets", (call) => countWhere(call, (a, b) => b < a)],
  ["count_over_time", ({ from, to }) => to - from],
  ["present_over_time", () => 1],
  ["last_over_time", (call) => valueAt(call, call.to - 1)],
  ["first_over_time", (call) => valueAt(call, call.from)],
  [
    "min_over_time",
    (call) =>
      valueAt(
        call,
        extreme(call, (a, b) => a < b),
      ),
  ],
  [
    "max_over_time",
    (call) =>
      valueAt(
        call,
        extreme(call, (a, b) => a > b),
      ),
  ],
  [
    "sum_over_time",
    ({ series, from, to }) => {
      const sum = new Sum();
      for (let at = from; at < to; at++) sum.add(series.values[at] ?? 0);
      return sum.value;
    },
  ],
  ["avg_over_time", ({ series, from, to }) => meanOf(series.values, from, to)],
  ["stddev_over_time", ({ series, from, to }) => Math.sqrt(varianceOf(series.values, from, to))],
  ["stdvar_over_time", ({ series, from, to }) => varianceOf(series.values, from, to)],
  ["quantile_over_time", (call) => quantileOf(call.args[0] ?? Number.NaN, copyOf(call))],
  [
    "mad_over_time",
    (call) => {
      if (copyOf(call).some(Number.isNaN)) return Number.NaN;
      const median = quantileOf(0.5, copyOf(call));
      return quantileOf(
        0.5,
        copyOf(call).map((value) => Math.abs(value - median)),
      );
    },
  ],
  ["double_exponential_smoothing", smoothed],
  ["ts_of_first_over_time", (call) => secondsAt(call, call.from)],
  ["ts_of_last_over_time", (call) => secondsAt(call, call.to - 1)],
  // The last of equal extremes, unlike the extremes themselves where it makes no difference.
  [
    "ts_of_max_over_time",
    (call) =>
      secondsAt(
        call,
        extreme(call, (a, b) => a >= b),
      ),
  ],
  [
    "ts_of_min_over_time",
    (call) =>
      secondsAt(
        call,
        extreme(call, (a, b) => a <= b),
      ),
  ],
]);
