import type { QueryResult } from "@triops/domains/metrics/schemas";
import type { ChartPoint, ChartSeries } from "@triops/ui/chart-types";

/** `{a="1", b="2"}` as people write it; the metric's own name when there are no labels. */
export function seriesLabel(labels: Readonly<Record<string, string>>, name: string): string {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  if (entries.length === 0) return name;
  if (entries.length === 1) return entries[0]?.[1] ?? name;
  return entries.map(([label, value]) => `${label}=${value}`).join(", ");
}

/** The answer of a range query as lines of a chart; least and greatest stay, so that no spike is averaged away. */
export function toChartSeries(result: QueryResult, name: string): ChartSeries[] {
  return result.groups.map((group) => {
    const points = result.times.map((time, at): ChartPoint => {
      const min = group.min[at] ?? null;
      const max = group.max[at] ?? null;
      return [time, group.values[at] ?? null, min, max];
    });
    const id = `${name}${JSON.stringify(group.labels)}`;
    return { id, label: seriesLabel(group.labels, name), points };
  });
}

/** The same lines, moved onto the present and marked as the period before. */
export function toComparison(result: QueryResult, name: string, shiftMs: number): ChartSeries[] {
  return toChartSeries(result, name).map((series) => ({
    ...series,
    id: `${series.id}·before`,
    label: `${series.label}, period before`,
    comparison: true,
    points: series.points.map(([time, value, min, max]) => [time + shiftMs, value, min, max] as const),
  }));
}
