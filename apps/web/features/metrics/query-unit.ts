import { bare, type Expr, isComparison, isSetOp } from "@triops/telemetry/promql/ast";
import { type Unit, unitOf } from "@triops/ui/units";

/** What is known of a metric: its unit as it was sent; empty or undefined when nobody said. */
export type UnitLookup = (metric: string) => string | undefined;

/** What a query's values measure, as far as the units of its metrics and the functions around them tell. */
export function unitOfQuery(expr: Expr, lookup: UnitLookup): Unit {
  return of(bare(expr), lookup);
}

const keepsUnit =
  /^(increase|delta|idelta|abs|ceil|floor|round|clamp|clamp_min|clamp_max|sort|sort_desc|sort_by_label|sort_by_label_desc|label_replace|label_join|predict_linear|double_exponential_smoothing|scalar|vector|(avg|min|max|sum|last|first|quantile|stddev|mad)_over_time)$/;
const perSecondFunctions = /^(rate|irate|deriv)$/;
const counts = /^(count_over_time|changes|resets|absent|absent_over_time|present_over_time)$/;

function of(expr: Expr, lookup: UnitLookup): Unit {
  switch (expr.kind) {
    case "selector":
      return ofMetric(expr.name, lookup);
    case "matrix":
      return of(expr.selector, lookup);
    case "paren":
    case "unary":
    case "subquery":
      return of(bare(expr.expr), lookup);
    case "aggregate":
      return expr.op === "count" || expr.op === "group" || expr.op === "count_values"
        ? "count"
        : of(bare(expr.expr), lookup);
    case "call":
      return ofCall(expr.name, expr.args, lookup);
    case "binary":
      return ofBinary(expr, lookup);
    default:
      return "none";
  }
}

function ofCall(name: string, args: readonly Expr[], lookup: UnitLookup): Unit {
  if (name === "histogram_quantile") {
    // The bounds of the buckets are what a quantile is of, however their counts were folded.
    const metric = args[1] ? firstMetric(args[1]) : "";
    return ofMetric(metric.replace(/_bucket$/, ""), (asked) => lookup(asked) || lookup(metric));
  }
  if (counts.test(name)) return "count";
  const argument = args.find((one) => of(bare(one), lookup) !== "none") ?? args.at(-1);
  if (!argument) return "none";
  if (perSecondFunctions.test(name)) return perSecond(of(bare(argument), lookup));
  return keepsUnit.test(name) ? of(bare(argument), lookup) : "none";
}

function ofBinary(expr: Extract<Expr, { kind: "binary" }>, lookup: UnitLookup): Unit {
  const { op } = expr;
  if (isComparison(op)) return expr.bool ? "none" : of(bare(expr.left), lookup);
  const left = of(bare(expr.left), lookup);
  if (isSetOp(op)) return left;
  const right = of(bare(expr.right), lookup);
  const rightNumber = constant(expr.right);
  const leftNumber = constant(expr.left);
  if (op === "+" || op === "-") return leftNumber === null ? left : right;
  if (op === "/" && rightNumber === null && leftNumber === null) {
    return left === right ? "ratio" : "none";
  }
  const factor = rightNumber ?? leftNumber;
  const other = rightNumber === null ? right : left;
  if (op === "*" && factor === 100 && other === "ratio") return "percent";
  if (op === "*" && factor === 8 && other === "bytes") return "bits";
  if (op === "*" && factor === 8 && other === "bytesPerSecond") return "bitsPerSecond";
  return "none";
}

function constant(expr: Expr): number | null {
  const inner = bare(expr);
  return inner.kind === "number" ? inner.value : null;
}

function firstMetric(expr: Expr): string {
  const inner = bare(expr);
  if (inner.kind === "selector") return inner.name;
  if (inner.kind === "matrix") return inner.selector.name;
  if (inner.kind === "aggregate" || inner.kind === "subquery") return firstMetric(inner.expr);
  if (inner.kind === "call") return inner.args.map(firstMetric).find((name) => name !== "") ?? "";
  return "";
}

const perSecondOf: Partial<Record<Unit, Unit>> = {
  bytes: "bytesPerSecond",
  bits: "bitsPerSecond",
  count: "perSecond",
  none: "perSecond",
};
/** Seconds a second are a plain number: busy processors, not a duration. */
const perSecond = (unit: Unit): Unit => perSecondOf[unit] ?? "none";

/** Endings of names by Prometheus' conventions, where nobody sent a unit. */
const endings: readonly (readonly [RegExp, Unit])[] = [
  [/_seconds$/, "seconds"],
  [/_milliseconds$/, "milliseconds"],
  [/_bytes$/, "bytes"],
  [/_bits$/, "bits"],
  [/_ratio$/, "ratio"],
  [/_percent$/, "percent"],
  [/_celsius$/, "celsius"],
  [/_hertz$/, "hertz"],
];

function ofMetric(metric: string, lookup: UnitLookup): Unit {
  // What these count are observations, whatever the histogram measures.
  if (/_(count|bucket)$/.test(metric)) return "count";
  const sent = unitOf(lookup(metric));
  if (sent !== "none") return sent;
  const name = metric.replace(/_(total|sum)$/, "");
  return endings.find(([ending]) => ending.test(name))?.[1] ?? (name === metric ? "none" : "count");
}
