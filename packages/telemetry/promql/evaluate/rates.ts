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
  const sampled = (lastMs - firstMs) / 1_000;
  const between = sampled / (to - from - 1);
  const near = between * 1.1;
  let toStart = (firstMs - window.startMs) / 1_000;
  let toEnd = (window.endMs - lastMs) / 1_000;
  if (toStart >= near) toStart = between / 2;
  if (isCounter && change > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / change));
  if (toEnd >= near) toEnd = between / 2;
  let factor = (sampled + toStart + toEnd) / sampled;
  if (kind === "rate") factor /= (window.endMs - window.startMs) / 1_000;
  return change * factor;
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
