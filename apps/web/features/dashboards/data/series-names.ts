import type { PromqlLabels } from "../../metrics/promql-answer.ts";
import { tellingLabels } from "../../metrics/query-lines.ts";

/** `{{label}}` becomes the label's value; a label that is missing becomes nothing. */
export function fillLegend(template: string, labels: PromqlLabels): string {
  return template
    .replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_whole, label: string) =>
      Object.hasOwn(labels, label) ? (labels[label] ?? "") : "",
    )
    .trim();
}

/**
 * Names for the series of one query. Without a template: the labels in which the series differ; of a single series
 * its metric, or the query.
 */
export function nameSeries(
  series: readonly { labels: PromqlLabels }[],
  { template, query }: { template: string; query: string },
): string[] {
  if (template !== "") return series.map(({ labels }) => fillLegend(template, labels) || query);
  const differing = [...tellingLabels(series.map(({ labels }) => ({ labels, points: [] })))].sort();
  return series.map(({ labels }) => {
    const parts = differing.flatMap((label) => (labels[label] ? [[label, labels[label]] as const] : []));
    if (parts.length === 1) return parts[0]?.[1] ?? query;
    if (parts.length > 1) return parts.map(([label, value]) => `${label}=${value}`).join(", ");
    return labels.__name__ ?? shorten(query);
  });
}

const shorten = (query: string): string => (query.length > 60 ? `${query.slice(0, 59)}…` : query);
