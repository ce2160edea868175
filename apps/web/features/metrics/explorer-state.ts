"use client";
import { type Aggregate, aggregates } from "@triops/domains/metrics/aggregates";
import type { LabelFilter } from "@triops/domains/metrics/schemas";
import { parseAsArrayOf, parseAsJson, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { readFilters } from "./filter-text.ts";

/** What the explorer shows lives in the URL: a link shows a colleague the same. */
export type ExplorerState = {
  metric: string;
  filters: LabelFilter[];
  groupBy: string[];
  aggregate: Aggregate;
  set(change: Partial<Pick<ExplorerState, "metric" | "filters" | "groupBy" | "aggregate">>): void;
};

const parsers = {
  metric: parseAsString.withDefault(""),
  filters: parseAsJson<LabelFilter[]>(readFilters).withDefault([]),
  groupBy: parseAsArrayOf(parseAsString).withDefault([]),
  aggregate: parseAsStringLiteral(aggregates).withDefault("avg"),
};

export function useExplorerState(): ExplorerState {
  const [state, set] = useQueryStates(parsers);
  return { ...state, set: (change) => void set(change, { history: "push" }) };
}

/** Running totals are read as a rate, distributions by their tail, everything else as its mean. */
export function usualAggregate(kind: string, metric: string): Aggregate {
  if (kind === "exponential" || (kind === "histogram" && metric.endsWith("_bucket"))) return "p95";
  const isTotal = kind === "histogram" || (kind === "summary" && /_(sum|count)$/.test(metric));
  return kind === "counter" || kind === "delta" || isTotal ? "rate" : "avg";
}
