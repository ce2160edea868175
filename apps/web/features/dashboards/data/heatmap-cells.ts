import type { PromqlSeries } from "../../metrics/promql-answer.ts";

export type Heatmap = {
  times: number[];
  /** Upper bounds, lowest first; the last may be infinite. */
  bounds: number[];
  /** Per bound and time; null where nothing was measured. */
  counts: (number | null)[][];
  max: number;
};

const boundOf = (le: string | undefined): number =>
  le === undefined ? Number.NaN : /^\+?Inf$/i.test(le) ? Number.POSITIVE_INFINITY : Number(le);

/**
 * Buckets of a histogram over time. Buckets count everything up to their bound, so each cell is what its bucket has
 * more than the one below it; bounds that never count anything at either end are left out.
 */
export function heatmapOf(series: readonly PromqlSeries[]): Heatmap | null {
  const byBound = new Map<number, Map<number, number>>();
  const instants = new Set<number>();
  for (const { labels, points } of series) {
    const bound = boundOf(labels.le);
    if (Number.isNaN(bound)) continue;
    const column = byBound.get(bound) ?? new Map<number, number>();
    for (const [atMs, value] of points) {
      instants.add(atMs);
      if (value !== null) column.set(atMs, (column.get(atMs) ?? 0) + value);
    }
    byBound.set(bound, column);
  }
  if (byBound.size === 0) return null;
  const times = [...instants].sort((a, b) => a - b);
  const bounds = [...byBound.keys()].sort((a, b) => a - b);
  let max = 0;
  const counts = bounds.map((bound, row) => {
    const column = byBound.get(bound);
    const below = row === 0 ? undefined : byBound.get(bounds[row - 1] ?? 0);
    return times.map((atMs) => {
      const value = column?.get(atMs);
      if (value === undefined) return null;
      // Rates of neighbours are measured apart: tiny negative differences are noise.
      const count = Math.max(0, value - (below?.get(atMs) ?? 0));
      max = Math.max(max, count);
      return count;
    });
  });
  const used = counts.map((row) => row.some((count) => count !== null && count > 0));
  const first = Math.max(0, used.indexOf(true));
  const last = Math.max(first, used.lastIndexOf(true));
  return { times, bounds: bounds.slice(first, last + 1), counts: counts.slice(first, last + 1), max };
}

/** Which of five shades: by the square root, so that rare values stay visible. 0: nothing. */
export function shadeOf(count: number | null, max: number): number {
  if (count === null || count <= 0 || max <= 0) return 0;
  return Math.min(5, Math.max(1, Math.ceil(Math.sqrt(count / max) * 5)));
}
