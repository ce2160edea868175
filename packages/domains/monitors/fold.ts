import type { Signal } from "./schemas.ts";

export const minuteMs = 60_000;

/** The sample before the first one, for counters. */
export type Before = { at: number; value: number } | null;
export type Points = { times: number[]; values: number[] };

/** A longer silence leaves the increase across it unknown (as in the charts). */
const silenceMsMax = 5 * minuteMs;

/** What a counter added between two samples: a value below its predecessor restarted from zero. */
const added = (before: number, value: number): number => (value >= before ? value - before : value);

/**
 * Samples of one series as the signal wants them: as they are, or for counters as rate per second (`rate`) or
 * amount (`increase`) since the sample before. `isDelta`: each value already is the amount since the one before.
 */
export function samplePoints(
  samples: Points,
  aggregate: Signal["aggregate"],
  isDelta: boolean,
  before: Before,
): Points {
  if (aggregate !== "rate" && aggregate !== "increase") return samples;
  const times: number[] = [];
  const values: number[] = [];
  let last = before;
  for (let i = 0; i < samples.times.length; i++) {
    const at = samples.times[i] as number;
    const value = samples.values[i] as number;
    if (last && at > last.at && at - last.at <= silenceMsMax) {
      const amount = isDelta ? value : added(last.value, value);
      times.push(at);
      values.push(aggregate === "rate" ? (amount * 1_000) / (at - last.at) : amount);
    }
    last = { at, value };
  }
  return { times, values };
}

/**
 * Folds points into minutes: starts of the minutes that end at or before `until`, with one value each. Minutes
 * without a point are left out. Rates are means of rates, so samples must come at an even pace, as they do.
 */
export function foldMinutes(points: Points, aggregate: Signal["aggregate"], until: number): Points {
  const times: number[] = [];
  const values: number[] = [];
  let i = 0;
  while (i < points.times.length) {
    const start = Math.floor((points.times[i] as number) / minuteMs) * minuteMs;
    let sum = 0;
    let count = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    while (i < points.times.length && (points.times[i] as number) < start + minuteMs) {
      const value = points.values[i] as number;
      sum += value;
      count += 1;
      if (value < min) min = value;
      if (value > max) max = value;
      i += 1;
    }
    if (start + minuteMs > until) break;
    times.push(start);
    values.push(foldedValue(aggregate, sum, count, min, max));
  }
  return { times, values };
}

function foldedValue(
  aggregate: Signal["aggregate"],
  sum: number,
  count: number,
  min: number,
  max: number,
): number {
  if (aggregate === "min") return min;
  if (aggregate === "max") return max;
  if (aggregate === "count") return count;
  // A gauge's sum over one series is its mean, as in the charts; an increase adds up.
  if (aggregate === "increase") return sum;
  return sum / count;
}
