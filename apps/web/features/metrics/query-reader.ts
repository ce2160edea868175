import { bare, type Expr, type VectorSelector } from "@triops/telemetry/promql/ast";
import { parse } from "@triops/telemetry/promql/parse";
import {
  type BuilderAggregate,
  blankParts,
  builderAggregates,
  isOfBuckets,
  type MathOp,
  mathOps,
  type QueryParts,
  takesNumber,
  type WindowFunction,
  windowFunctions,
} from "./query-parts.ts";

/** The builder's parts of a query, or null when the query says something that the builder has no place for. */
export function readParts(text: string): QueryParts | null {
  if (text.trim() === "") return blankParts;
  const expr = parsed(text);
  return expr ? outermost(bare(expr)) : null;
}

/** Null for text that is no query. */
export function parsed(text: string): Expr | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function outermost(expr: Expr): QueryParts | null {
  if (expr.kind !== "binary") return quantile(expr);
  const value = numberOf(expr.right);
  const op = mathOps.find((known): known is MathOp => known === expr.op);
  if (value === null || !op || expr.bool || expr.hasMatching) return null;
  const inner = quantile(bare(expr.left));
  return inner && { ...inner, math: { op, value } };
}

function quantile(expr: Expr): QueryParts | null {
  if (expr.kind !== "call" || expr.name !== "histogram_quantile") return aggregation(expr);
  const [q, argument] = expr.args;
  const value = q ? numberOf(q) : null;
  if (value === null || !argument) return null;
  const inner = aggregation(bare(argument));
  if (!inner) return null;
  const { aggregate } = inner;
  if (!aggregate || !isOfBuckets({ ...inner, quantile: value })) return { ...inner, quantile: value };
  // Grouping without the buckets' bounds would have no quantile: then the text stays as somebody wrote it.
  if (aggregate.without === aggregate.labels.includes("le")) return null;
  return {
    ...inner,
    quantile: value,
    aggregate: { ...aggregate, labels: aggregate.labels.filter((label) => label !== "le") },
  };
}

function aggregation(expr: Expr): QueryParts | null {
  if (expr.kind !== "aggregate") return overWindow(expr);
  const op = builderAggregates.find((known): known is BuilderAggregate => known === expr.op);
  if (!op) return null;
  const param = expr.param ? numberOf(expr.param) : null;
  if (takesNumber(op) && param === null) return null;
  const inner = overWindow(bare(expr.expr));
  return inner && { ...inner, aggregate: { op, labels: [...expr.labels], without: expr.without, param } };
}

function overWindow(expr: Expr): QueryParts | null {
  if (expr.kind === "selector") return selection(expr);
  if (expr.kind !== "call") return null;
  const fn = windowFunctions.find((known): known is WindowFunction => known === expr.name);
  const [argument] = expr.args;
  if (!fn || expr.args.length !== 1 || argument?.kind !== "matrix") return null;
  const inner = selection(argument.selector);
  return inner && { ...inner, over: { fn, window: windowText(argument.rangeMs) } };
}

function selection({ name, matchers, offsetMs, at }: VectorSelector): QueryParts | null {
  if (name === "" || offsetMs !== 0 || at !== undefined) return null;
  const filters = matchers.filter(({ label }) => label !== "__name__");
  if (matchers.length - filters.length !== 1) return null;
  return { ...blankParts, metric: name, filters };
}

function numberOf(expr: Expr): number | null {
  const inner = bare(expr);
  if (inner.kind === "number") return Number.isFinite(inner.value) ? inner.value : null;
  if (inner.kind !== "unary") return null;
  const value = numberOf(inner.expr);
  return value === null || inner.op === "+" ? value : -value;
}

const unitsMs = [
  ["w", 604_800_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

/** `90s` stays 90 s: the largest unit that divides it. */
export function windowText(ms: number): string {
  for (const [unit, sizeMs] of unitsMs) if (ms % sizeMs === 0) return `${ms / sizeMs}${unit}`;
  return `${ms}ms`;
}

/** Names of the metrics that a query reads, each once. */
export function metricsIn(expr: Expr): string[] {
  const names = new Set<string>();
  const visit = (at: Expr): void => {
    if (at.kind === "selector" && at.name !== "") names.add(at.name);
    if (at.kind === "matrix") visit(at.selector);
    if (at.kind === "paren" || at.kind === "unary" || at.kind === "subquery") visit(at.expr);
    if (at.kind === "call") for (const argument of at.args) visit(argument);
    if (at.kind === "aggregate") visit(at.expr);
    if (at.kind === "binary") {
      visit(at.left);
      visit(at.right);
    }
  };
  visit(expr);
  return [...names];
}
