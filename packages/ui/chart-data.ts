import type { ChartPoint, ChartSeries } from "./chart-types.ts";

/** Every time at which any series or band has a point, in order and once. */
export function unionTimes(lists: readonly (readonly (readonly [number, ...unknown[]])[])[]): number[] {
  const first = lists[0];
  if (lists.length === 1 && first) return first.map(([timeMs]) => timeMs);
  const times = new Set<number>();
  for (const list of lists) for (const [timeMs] of list) times.add(timeMs);
  return Float64Array.from(times).sort().values().toArray();
}

/** Puts a gap wherever more than one and a half steps lie between two points. */
export function withGaps(points: readonly ChartPoint[], stepMs: number | undefined): readonly ChartPoint[] {
  if (stepMs === undefined) return points;
  const limitMs = stepMs * 1.5;
  let gaps = false;
  for (let index = 1; index < points.length && !gaps; index++) {
    gaps = points[index]![0] - points[index - 1]![0] > limitMs;
  }
  if (!gaps) return points;
  const result: ChartPoint[] = [];
  for (const point of points) {
    const before = result.at(-1);
    if (before && point[0] - before[0] > limitMs) result.push([before[0] + stepMs, null]);
    result.push(point);
  }
  return result;
}

/** One column of points laid over shared times; `undefined` where this list has no point. */
export function column<P extends readonly [number, ...unknown[]], V>(
  points: readonly P[],
  times: readonly number[],
  value: (point: P) => V,
): (V | undefined)[] {
  const result = new Array<V | undefined>(times.length).fill(undefined);
  let at = 0;
  for (const point of points) {
    while (at < times.length && times[at]! < point[0]) at++;
    if (times[at] === point[0]) result[at] = value(point);
  }
  return result;
}

/** Index of the time nearest to `timeMs`; -1 when there is none. */
export function nearestIndex(times: readonly number[], timeMs: number): number {
  if (times.length === 0) return -1;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  return before !== undefined && timeMs - before <= times[low]! - timeMs ? low - 1 : low;
}

export type SeriesStats = {
  last: number | null;
  lastAtMs: number | null;
  min: number | null;
  max: number | null;
  maxAtMs: number | null;
  avg: number | null;
  count: number;
};

/** Figures of a legend row. Minimum and maximum use the buckets' extremes where they are given. */
export function seriesStats(points: readonly ChartPoint[]): SeriesStats {
  const stats: SeriesStats = {
    last: null,
    lastAtMs: null,
    min: null,
    max: null,
    maxAtMs: null,
    avg: null,
    count: 0,
  };
  let sum = 0;
  for (const [timeMs, value, low, high] of points) {
    if (value === null) continue;
    const lowest = low ?? value;
    const highest = high ?? value;
    if (stats.min === null || lowest < stats.min) stats.min = lowest;
    if (stats.max === null || highest > stats.max) {
      stats.max = highest;
      stats.maxAtMs = timeMs;
    }
    sum += value;
    stats.count++;
    stats.last = value;
    stats.lastAtMs = timeMs;
  }
  if (stats.count > 0) stats.avg = sum / stats.count;
  return stats;
}

/** Recharts copes with about 1,000 points × 20 series that share their times; all else goes to canvas. */
export function chooseEngine(
  series: readonly ChartSeries[],
  times: readonly number[],
  live: boolean,
): "svg" | "canvas" {
  if (live || series.length > 20 || times.length > 1000) return "canvas";
  return series.every((one) => one.points.length >= times.length * 0.9) ? "svg" : "canvas";
}

/** Adds each series on top of the ones before it; where one has no value it adds nothing. */
export function stack(
  columns: readonly (readonly (number | null | undefined)[])[],
): { lower: number[]; upper: number[] }[] {
  const length = columns[0]?.length ?? 0;
  let base = new Array<number>(length).fill(0);
  return columns.map((values) => {
    const lower = base;
    const upper = lower.map((from, index) => from + (values[index] ?? 0));
    base = upper;
    return { lower, upper };
  });
}

/** Points that have no neighbour to draw a line to. */
export function isolated(values: readonly (number | null | undefined)[]): number[] {
  const result: number[] = [];
  let before: number | null | undefined = null;
  let pending = -1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === undefined) continue;
    if (value === null) {
      if (pending !== -1) result.push(pending);
      pending = -1;
    } else {
      pending = before === null || before === undefined ? index : -1;
    }
    before = value;
  }
  if (pending !== -1) result.push(pending);
  return result;
}
