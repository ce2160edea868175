import type { LabelFilter } from "@triops/domains/metrics/schemas";

/** Functions over a window that the builder offers, in the order people meet them. */
export const windowFunctions = [
  "rate",
  "increase",
  "irate",
  "delta",
  "deriv",
  "avg_over_time",
  "min_over_time",
  "max_over_time",
  "sum_over_time",
  "count_over_time",
  "last_over_time",
] as const;
export type WindowFunction = (typeof windowFunctions)[number];

export const builderAggregates = ["sum", "avg", "min", "max", "count", "stddev", "topk", "bottomk"] as const;
export type BuilderAggregate = (typeof builderAggregates)[number];
export const takesNumber = (op: BuilderAggregate): boolean => op === "topk" || op === "bottomk";

export const mathOps = ["*", "/", "+", "-", "%", "^", ">", ">=", "<", "<=", "==", "!="] as const;
export type MathOp = (typeof mathOps)[number];

/**
 * What the builder can say, from the inside out: series of a metric, a function over a window, an aggregation, a
 * quantile of a histogram, and arithmetic or a comparison with a number.
 */
export type QueryParts = {
  metric: string;
  filters: LabelFilter[];
  over: { fn: WindowFunction; window: string } | null;
  aggregate: { op: BuilderAggregate; labels: string[]; without: boolean; param: number | null } | null;
  /** Between 0 and 1; over classic buckets the label `le` is then added to the grouping by itself. */
  quantile: number | null;
  math: { op: MathOp; value: number } | null;
};

export const blankParts: QueryParts = {
  metric: "",
  filters: [],
  over: null,
  aggregate: null,
  quantile: null,
  math: null,
};

/** How long a rate looks back unless somebody chooses: long enough for any usual scrape interval. */
export const usualWindow = "5m";

const plainMetric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const plainLabel = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A string literal of the language. */
const quoted = (text: string): string =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
const labelText = (label: string): string => (plainLabel.test(label) ? label : quoted(label));

function selectorText({ metric, filters }: Pick<QueryParts, "metric" | "filters">): string {
  const inside = filters.map(({ label, op, value }) => `${labelText(label)}${op}${quoted(value)}`);
  // Names with dots and other signs stand in the braces.
  if (!plainMetric.test(metric)) return `{${[quoted(metric), ...inside].join(", ")}}`;
  return inside.length === 0 ? metric : `${metric}{${inside.join(", ")}}`;
}

/** The query as text; empty while no metric is chosen. */
export function writeQuery(parts: QueryParts): string {
  if (parts.metric === "") return "";
  let text = selectorText(parts);
  if (parts.over) text = `${parts.over.fn}(${text}[${parts.over.window}])`;
  const aggregate = isOfBuckets(parts) ? withLe(parts.aggregate) : parts.aggregate;
  if (aggregate) {
    const { op, labels, without, param } = aggregate;
    const list = labels.map(labelText).join(", ");
    const grouping = labels.length > 0 || without ? ` ${without ? "without" : "by"} (${list}) ` : "";
    text = `${op}${grouping}(${takesNumber(op) ? `${param ?? 5}, ` : ""}${text})`;
  }
  if (parts.quantile !== null) text = `histogram_quantile(${parts.quantile}, ${text})`;
  if (parts.math) text = `${text} ${parts.math.op} ${parts.math.value}`;
  return text;
}

/** Classic histograms are series of buckets; native ones hold theirs inside. */
export const isOfBuckets = ({ metric, quantile }: Pick<QueryParts, "metric" | "quantile">): boolean =>
  quantile !== null && metric.endsWith("_bucket");

/** Buckets are only comparable with their bounds: a sum under a quantile always keeps them. */
function withLe(aggregate: QueryParts["aggregate"]): QueryParts["aggregate"] {
  if (!aggregate) return null;
  const { labels, without } = aggregate;
  if (without) return { ...aggregate, labels: labels.filter((label) => label !== "le") };
  return { ...aggregate, labels: labels.includes("le") ? labels : [...labels, "le"] };
}

/** Series above this many are drawn together unless somebody wants each. */
const eachMax = 20;

/** How a metric is best looked at first: totals as a rate, distributions by their tail, the rest as it is. */
export function usualParts(metric: { metric: string; kind: string; seriesCount: number }): QueryParts {
  const { metric: name, kind, seriesCount } = metric;
  const parts = { ...blankParts, metric: name };
  const together = (op: BuilderAggregate): QueryParts["aggregate"] =>
    seriesCount > eachMax ? { op, labels: [], without: false, param: null } : null;
  if (kind === "exponential" || (kind === "histogram" && name.endsWith("_bucket"))) {
    return {
      ...parts,
      over: { fn: "rate", window: usualWindow },
      aggregate: { op: "sum", labels: [], without: false, param: null },
      quantile: 0.95,
    };
  }
  // A delta's samples are amounts already: their sum over a window is what a counter's increase is.
  if (kind === "delta") {
    return { ...parts, over: { fn: "sum_over_time", window: usualWindow }, aggregate: together("sum") };
  }
  const isTotal = kind === "counter" || kind === "histogram" || /_(total|sum|count)$/.test(name);
  if (isTotal) return { ...parts, over: { fn: "rate", window: usualWindow }, aggregate: together("sum") };
  return { ...parts, aggregate: together("avg") };
}
