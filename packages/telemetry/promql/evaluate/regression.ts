import { Sum } from "../numbers.ts";
import type { RangeSeries } from "./windows.ts";

/** Least-squares line: slope per second, and its value at `interceptMs`. NaN when the values hold an infinity. */
export function linearRegression(
  { times, values }: RangeSeries,
  from: number,
  to: number,
  interceptMs: number,
): { slope: number; intercept: number } {
  const first = values[from] ?? 0;
  const [x, y, xy, xx] = [new Sum(), new Sum(), new Sum(), new Sum()];
  let constant = true;
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    if (value !== first) constant = false;
    const seconds = ((times[at] ?? 0) - interceptMs) / 1_000;
    x.add(seconds);
    y.add(value);
    xy.add(seconds * value);
    xx.add(seconds * seconds);
  }
  if (constant) {
    return Number.isFinite(first)
      ? { slope: 0, intercept: first }
      : { slope: Number.NaN, intercept: Number.NaN };
  }
  const n = to - from;
  const slope = (xy.value - (x.value * y.value) / n) / (xx.value - (x.value * x.value) / n);
  return { slope, intercept: y.value / n - (slope * x.value) / n };
}
