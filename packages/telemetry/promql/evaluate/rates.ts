import type { RangeSeries, Windows } from "./windows.ts";

export type RateKind = "rate" | "increase" | "delta";

/**
 * The change over a window, stretched to its edges where the samples nearly reach them: to at most half a sample
 * interval beyond the first and the last one otherwise, and for a counter not to before it was zero.
 * Undefined with fewer than two samples. As Prometheus 3 does it.
 */
export function extrapolated(
  series: RangeSeries,
  from: number,
  to: number,
  window: { startMs: number; endMs: number },
  kind: RateKind,
): number | undefined {
  const { times, values } = series;
  if (to - from < 2) return undefined;
  const isCounter = kind !== "delta";
  const first = values[from] ?? 0;
  const firstMs = times[from] ?? 0;
  const lastMs = times[to - 1] ?? 0;
  let change = (values[to - 1] ?? 0) - first;
  if (isCounter) {
    for (let at = from + 1; at < to; at++) {
      const before = values[at - 1] ?? 0;
      if ((values[at] ?? 0) < before) change += before;
    }
  }
  const factor = stretch({ firstMs, lastMs, samples: to - from, window, kind, first, change });
  return change * factor;
}

/**
 * How much further than its samples a change reaches. `first` and `change`, where a counter began and how much was
 * counted, tell when it was zero.
 */
export function stretch(of: {
  firstMs: number;
  lastMs: number;
  samples: number;
  window: { startMs: number; endMs: number };
  kind: RateKind;
  first: number;
  change: number;
}): number {
  const { firstMs, lastMs, window, kind, first, change } = of;
  const sampled = (lastMs - firstMs) / 1_000;
  const between = sampled / (of.samples - 1);
  const near = between * 1.1;
  let toStart = (firstMs - window.startMs) / 1_000;
  let toEnd = (window.endMs - lastMs) / 1_000;
  if (toStart >= near) toStart = between / 2;
  if (kind !== "delta" && change > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / change));
  if (toEnd >= near) toEnd = between / 2;
  const factor = (sampled + toStart + toEnd) / sampled;
  return kind === "rate" ? factor / ((window.endMs - window.startMs) / 1_000) : factor;
}

/** From the last two samples only. A counter that fell restarted from zero. */
export function instantaneous(
  { times, values }: RangeSeries,
  from: number,
  to: number,
  kind: "irate" | "idelta",
): number | undefined {
  if (to - from < 2) return undefined;
  const last = values[to - 1] ?? 0;
  const before = values[to - 2] ?? 0;
  const betweenMs = (times[to - 1] ?? 0) - (times[to - 2] ?? 0);
  if (betweenMs === 0) return undefined;
  if (kind === "idelta") return last - before;
  return (last < before ? last : last - before) / (betweenMs / 1_000);
}

export const windowAt = (windows: Windows, step: number) => {
  const endMs = windows.firstEndMs + step * windows.stepMs;
  return { startMs: endMs - windows.rangeMs, endMs };
};
