import type { Aggregate } from "@triops/domains/metrics/aggregates";
import type { LabelFilter } from "@triops/domains/metrics/schemas";
import { blankParts, type QueryParts, usualParts, usualWindow, writeQuery } from "./query-parts.ts";

/** Series of one metric, grouped and reduced: what monitors watch, and what distributions are asked for by. */
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

const quantiles: Partial<Record<Aggregate, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/**
 * The same question in PromQL; null for a quantile of what is not stored as buckets. Without an aggregate the metric
 * is shown as its name suggests.
 */
export function selectionParts({
  metric,
  filters,
  groupBy,
  aggregate,
}: Omit<Selection, "aggregate"> & { aggregate: Aggregate | null }): QueryParts | null {
  if (aggregate === null) {
    const kind = metric.endsWith("_bucket") ? "histogram" : "gauge";
    return { ...usualParts({ metric, kind, seriesCount: 1 }), filters };
  }
  const parts: QueryParts = { ...blankParts, metric, filters };
  const together = (op: NonNullable<QueryParts["aggregate"]>["op"]): QueryParts["aggregate"] => ({
    op,
    labels: groupBy,
    without: false,
    param: null,
  });
  if (aggregate === "rate" || aggregate === "increase") {
    return { ...parts, over: { fn: aggregate, window: usualWindow }, aggregate: together("sum") };
  }
  const quantile = quantiles[aggregate];
  if (quantile === undefined) {
    return {
      ...parts,
      aggregate: together(aggregate as Exclude<Aggregate, "p50" | "p95" | "p99" | "rate" | "increase">),
    };
  }
  if (!metric.endsWith("_bucket")) return null;
  return { ...parts, over: { fn: "rate", window: usualWindow }, aggregate: together("sum"), quantile };
}

/** The question as a line of PromQL, empty where it has none. */
export function selectionText(
  selection: Omit<Selection, "aggregate"> & { aggregate: Aggregate | null },
): string {
  const parts = selectionParts(selection);
  return parts ? writeQuery(parts) : "";
}
