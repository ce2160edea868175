import type { ChartSeries } from "@triops/ui/chart-types";
import { seriesLabel } from "./chart-series.ts";
import type { PromqlLabels, PromqlSeries } from "./promql-answer.ts";

/** Labels whose values differ between the series: what tells them apart. The rest would be noise in a legend. */
export function tellingLabels(series: readonly { labels: PromqlLabels }[]): Set<string> {
  const telling = new Set<string>();
  const [first, ...others] = series;
  if (!first) return telling;
  for (const { labels } of others) {
    for (const name of new Set([...Object.keys(first.labels), ...Object.keys(labels)])) {
      if (labels[name] !== first.labels[name]) telling.add(name);
    }
  }
  return telling;
}

type Naming = {
  /** Letter of the query: part of the identity, so that a line keeps its colour. */
  id: string;
  /** The query, for a line that has no other name. */
  text: string;
  /** Says the letter before each name: several queries share a chart. */
  lettered: boolean;
};

/** Lines of a chart from the series of an answer. */
export function toLines(series: readonly PromqlSeries[], { id, text, lettered }: Naming): ChartSeries[] {
  const telling = tellingLabels(series);
  return series.map(({ labels, points }) => {
    const kept = Object.fromEntries(Object.entries(labels).filter(([name]) => telling.has(name)));
    const name = series.length === 1 ? (labels.__name__ ?? text) : "no labels";
    const label = seriesLabel(kept, name);
    return {
      id: `${id}${JSON.stringify(Object.entries(labels).sort())}`,
      label: lettered ? `${id} · ${label}` : label,
      points,
    };
  });
}

/** The same lines moved by `shiftMs` onto the present, marked as the period before. */
export function asBefore(lines: readonly ChartSeries[], shiftMs: number): ChartSeries[] {
  return lines.map((line) => ({
    ...line,
    id: `${line.id}·before`,
    label: `${line.label}, period before`,
    comparison: true,
    // Its extremes would hide those of the present.
    points: line.points.map(([timeMs, value]) => [timeMs + shiftMs, value] as const),
  }));
}
