import type { Aggregate } from "@triops/domains/metrics/aggregates";
import type { LabelFilter, Metric, QueryResult, Sources } from "@triops/domains/metrics/schemas";
import type { Page } from "../../data/reads.ts";
import { read } from "../../data/reads.ts";

export type Span = { fromMs: number; toMs: number };

const spanQuery = ({ fromMs, toMs }: Span) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

/** Lists move with the hour rather than with the second: a name does not come and go. */
const wide = ({ fromMs, toMs }: Span): Span => ({
  fromMs: Math.floor(Math.min(fromMs, toMs - 86_400_000) / 3_600_000) * 3_600_000,
  toMs: Math.ceil(toMs / 3_600_000) * 3_600_000,
});

export type MetricQuestion = {
  metric: string;
  filters?: LabelFilter[];
  groupBy?: string[];
  aggregate: Aggregate;
  groupsMax?: number;
};

export const metricRange = (
  { metric, filters = [], groupBy = [], aggregate, groupsMax }: MetricQuestion,
  span: Span,
) =>
  read<QueryResult>("/metrics/query", {
    metric,
    aggregate,
    filters: filters.length > 0 ? JSON.stringify(filters) : "",
    groupBy: groupBy.join(","),
    groupsMax,
    ...spanQuery(span),
  });

export const metricNames = (span: Span, search = "") =>
  read<Page<Metric>>("/metrics", { search, limit: 100, ...spanQuery(wide(span)) });

export const metricLabels = (span: Span, metric: string) =>
  read<{ data: { label: string; valueCount: number }[] }>("/metrics/labels", {
    metric,
    ...spanQuery(wide(span)),
  });

export const metricLabelValues = (span: Span, metric: string, label: string) =>
  read<{ data: { value: string; seriesCount: number }[] }>("/metrics/label-values", {
    metric,
    label,
    limit: 200,
    ...spanQuery(wide(span)),
  });

export const metricSources = (span: Span) => read<Sources>("/metrics/sources", spanQuery(span));
