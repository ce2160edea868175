import type { Aggregate } from "@triops/domains/metrics/aggregates";
import type { LabelFilter } from "@triops/domains/metrics/schemas";
import {
  type BuilderAggregate,
  blankParts,
  type QueryParts,
  usualParts,
  usualWindow,
  type WindowFunction,
  writeQuery,
} from "./query-parts.ts";

/** Series of one metric, grouped and reduced: what monitors watch. */
export type Selection = {
  metric: string;
  filters: LabelFilter[];
  groupBy: string[];
  aggregate: Aggregate;
};

export type SelectionState = Selection & { set(change: Partial<Selection>): void };

/** Running totals are read as a rate, distributions by their tail, everything else as its mean. */
export function usualAggregate(kind: string, metric: string): Aggregate {
  if (kind === "exponential" || (kind === "histogram" && metric.endsWith("_bucket"))) return "p95";
  const isTotal = kind === "histogram" || (kind === "summary" && /_(sum|count)$/.test(metric));
  return kind === "counter" || kind === "delta" || isTotal ? "rate" : "avg";
}

/** The same question in PromQL. Without an aggregate the metric is shown as its name suggests. */
export function selectionText({
  metric,
  filters,
  groupBy,
  aggregate,
}: Omit<Selection, "aggregate"> & { aggregate: Aggregate | null }): string {
  if (aggregate === null) {
    const kind = metric.endsWith("_bucket") ? "histogram" : "gauge";
    return writeQuery({ ...usualParts({ metric, kind, seriesCount: 1 }), filters });
  }
  const parts: QueryParts = { ...blankParts, metric, filters };
  const together = (op: BuilderAggregate): QueryParts["aggregate"] => ({
    op,
    labels: groupBy,
    without: false,
    param: null,
  });
  const over = (fn: WindowFunction) => ({ fn, window: usualWindow });
  switch (aggregate) {
    case "rate":
    case "increase":
      return writeQuery({ ...parts, over: over(aggregate), aggregate: together("sum") });
    case "p50":
    case "p95":
    case "p99": {
      const quantile = Number(aggregate.slice(1)) / 100;
      return writeQuery({ ...parts, over: over("rate"), aggregate: together("sum"), quantile });
    }
    default:
      return writeQuery({ ...parts, aggregate: together(aggregate) });
  }
}
