import type { HistoryPoint } from "@triops/domains/training/schemas";
import type { ChartPoint } from "@triops/ui/chart-types";
import { numberOf } from "./figures.ts";
import { smooth } from "./smoothing.ts";

export const curveAxes = ["step", "time", "relative"] as const;
export type CurveAxis = (typeof curveAxes)[number];

/**
 * One run's metric as a curve over steps, over time, or over ms since its first point. Two points at one place
 * (a step logged twice) become the later one; values that are not finite are gaps.
 */
export function curveOf(history: readonly HistoryPoint[], axis: CurveAxis, weight: number): ChartPoint[] {
  const startMs = history.reduce((least, [, atMs]) => Math.min(least, atMs), Number.POSITIVE_INFINITY);
  const placeOf = ([step, atMs]: HistoryPoint) =>
    axis === "step" ? step : axis === "time" ? atMs : atMs - startMs;
  const places = new Map<number, number | null>();
  const sorted = history.toSorted((a, b) => placeOf(a) - placeOf(b) || a[1] - b[1]);
  for (const point of sorted) {
    const value = numberOf(point[2]);
    places.set(placeOf(point), Number.isFinite(value) ? value : null);
  }
  const smoothed = smooth([...places.values()], weight);
  return [...places.keys()].map((place, at): ChartPoint => [place, smoothed[at] ?? null]);
}

/** How many of the points could not be drawn. */
export const unseenOf = (history: readonly HistoryPoint[]): number =>
  history.filter(([, , value]) => !Number.isFinite(numberOf(value))).length;
