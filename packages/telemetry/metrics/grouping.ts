import type { SeriesInfo } from "./series.ts";

export type SeriesGroup = { labels: Record<string, string>; series: SeriesInfo[] };

/** Series with equal values of the given labels belong together; an absent label counts as empty. In order of the values. */
export function groupSeries(series: readonly SeriesInfo[], groupBy: readonly string[]): SeriesGroup[] {
  const groups = new Map<string, SeriesGroup>();
  for (const one of series) {
    const values = groupBy.map((label) => one.labels[label] ?? "");
    const key = JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.series.push(one);
    else
      groups.set(key, {
        labels: Object.fromEntries(groupBy.map((label, i) => [label, values[i] ?? ""])),
        series: [one],
      });
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
