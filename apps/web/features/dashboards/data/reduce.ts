import type { PanelOptions, Threshold } from "@triops/domains/dashboards/schemas";
import type { ChartPoint } from "@triops/ui/chart-types";

/** A series as one number; null when it has none. */
export function reduceSeries(points: readonly ChartPoint[], how: PanelOptions["reduce"]): number | null {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  if (how === "count") return values.length;
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined) return null;
  switch (how) {
    case "last":
      return last;
    case "first":
      return first;
    case "change":
      return last - first;
    case "sum":
      return values.reduce((sum, value) => sum + value, 0);
    case "avg":
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case "min":
      // The extremes of a bucket count, not only its end.
      return points.reduce((low, [, value, min]) => Math.min(low, min ?? value ?? low), first);
    case "max":
      return points.reduce((high, [, value, , max]) => Math.max(high, max ?? value ?? high), first);
  }
}

/** The level that holds at a value: of the highest threshold at or below it. */
export function levelAt(value: number | null, thresholds: readonly Threshold[]): Threshold["level"] | null {
  if (value === null) return null;
  let level: Threshold["level"] | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const threshold of thresholds) {
    if (value < threshold.value || threshold.value < highest) continue;
    highest = threshold.value;
    level = threshold.level;
  }
  return level;
}

/** What missing samples are: gaps as they are, nothing, or zero. */
export function withNulls(
  points: readonly ChartPoint[],
  nulls: PanelOptions["nulls"],
  { stepMs, fromMs, toMs }: { stepMs: number; fromMs: number; toMs: number },
): readonly ChartPoint[] {
  if (nulls === "gap" || stepMs <= 0) return points;
  if (nulls === "connect") return points.filter(([, value]) => value !== null);
  const known = new Map(points.map((point) => [point[0], point]));
  const anchor = points[0]?.[0];
  if (anchor === undefined) return points;
  const result: ChartPoint[] = [];
  const start = anchor - Math.floor((anchor - fromMs) / stepMs) * stepMs;
  for (let at = start; at <= toMs; at += stepMs) {
    const point = known.get(at);
    result.push(point && point[1] !== null ? point : [at, 0]);
  }
  return result;
}
