import {
  type Aggregate,
  type Binary,
  bare,
  type Call,
  type Expr,
  isComparison,
  isSetOp,
  type VectorSelector,
} from "./ast.ts";
import { type PromqlError, parseError } from "./faults.ts";
import { compileMatcher, matchesEmpty } from "./matchers.ts";
import { parse } from "./parse.ts";
import { signatures, unsupportedFunctions, type ValueType } from "./signatures.ts";

export type CheckOptions = {
  /** Allows functions and aggregations that Prometheus keeps behind `promql-experimental-functions`. */
  experimental?: boolean;
};

/** A query that can be carried out, as far as its text tells. */
export type Checked = { query: string; expr: Expr; type: ValueType };

const nameOfType: Record<ValueType, string> = {
  scalar: "scalar",
  vector: "instant vector",
  matrix: "range vector",
  string: "string",
};

/** Reads and type-checks. @throws PromqlError bad_data */
export function prepare(query: string, options: CheckOptions = {}): Checked {
  const expr = parse(query);
  return { query, expr, type: new Checker(query, options.experimental ?? false).typeOf(expr) };
}

export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "paren":
    case "unary":
      return typeOf(expr.expr);
    case "selector":
    case "aggregate":
      return "vector";
    case "matrix":
    case "subquery":
      return "matrix";
    case "call":
      return signatures.get(expr.name)?.returns ?? "vector";
    case "binary":
      return typeOf(expr.left) === "scalar" && typeOf(expr.right) === "scalar" ? "scalar" : "vector";
  }
}

class Checker {
  readonly query: string;
  readonly experimental: boolean;

  constructor(query: string, experimental: boolean) {
    this.query = query;
    this.experimental = experimental;
  }

  fail(node: { from: number }, message: string): PromqlError {
    return parseError(this.query, node.from, message);
  }

  expect(expr: Expr, wanted: ValueType, where: string): void {
    const got = this.typeOf(expr);
    if (got !== wanted) {
      throw this.fail(expr, `expected type ${nameOfType[wanted]} in ${where}, got ${nameOfType[got]}`);
    }
  }

  typeOf(expr: Expr): ValueType {
    switch (expr.kind) {
      case "number":
      case "string":
        break;
      case "paren":
        return this.typeOf(expr.expr);
      case "unary": {
        const type = this.typeOf(expr.expr);
        if (type !== "scalar" && type !== "vector") {
          throw this.fail(
            expr,
            `unary expression only allowed on expressions of type scalar or instant vector, got "${nameOfType[type]}"`,
          );
        }
        break;
      }
      case "selector":
        this.selector(expr);
        break;
      case "matrix":
        this.selector(expr.selector);
        break;
      case "subquery": {
        const type = this.typeOf(expr.expr);
        if (type !== "vector") {
          throw this.fail(
            expr,
            `subquery is only allowed on instant vector, got ${nameOfType[type]} instead`,
          );
        }
        break;
      }
      case "aggregate":
        this.aggregate(expr);
        break;
      case "call":
        this.call(expr);
        break;
      case "binary":
        this.binary(expr);
        break;
    }
    return typeOf(expr);
  }

  selector(selector: VectorSelector): void {
    if (selector.name !== "") {
      const other = selector.matchers.find(
        (matcher) => matcher.label === "__name__" && matcher.op === "=" && matcher.value !== selector.name,
      );
      if (other) {
        throw this.fail(
          selector,
          `metric name must not be set twice: ${JSON.stringify(selector.name)} or ${JSON.stringify(other.value)}`,
        );
      }
    }
    for (const matcher of selector.matchers) {
      const fault = compileMatcher(matcher).fault;
      if (fault !== undefined) throw this.fail(selector, `error parsing regexp: ${fault}`);
    }
    if (selector.matchers.every(matchesEmpty)) {
      throw this.fail(selector, "vector selector must contain at least one non-empty matcher");
    }
  }

  aggregate(node: Aggregate): void {
    if ((node.op === "limitk" || node.op === "limit_ratio") && !this.experimental) {
      throw this.fail(
        node,
        `${node.op}() is experimental and must be enabled with promql-experimental-functions`,
      );
    }
    if (node.op === "limit_ratio") throw this.fail(node, "limit_ratio() is not supported");
    this.expect(node.expr, "vector", "aggregation expression");
    if (node.param)
      this.expect(node.param, node.op === "count_values" ? "string" : "scalar", "aggregation parameter");
  }

  call(node: Call): void {
    const known = signatures.get(node.name);
    if (!known) throw this.fail(node, `unknown function with name ${JSON.stringify(node.name)}`);
    const reason = unsupportedFunctions.get(node.name);
    if (reason !== undefined)
      throw this.fail(node, `function ${JSON.stringify(node.name)} is not supported: ${reason}`);
    if (known.experimental && !this.experimental) {
      throw this.fail(
        node,
        `function ${JSON.stringify(node.name)} is experimental and must be enabled with promql-experimental-functions`,
      );
    }
    const { args, optional } = known;
    const most = optional < 0 ? Infinity : args.length;
    const least = args.length - Math.abs(optional);
    const got = node.args.length;
    const call = `in call to ${JSON.stringify(node.name)}, got ${got}`;
    if (least === most && got !== most) throw this.fail(node, `expected ${most} argument(s) ${call}`);
    if (got < least) throw this.fail(node, `expected at least ${least} argument(s) ${call}`);
    if (got > most) throw this.fail(node, `expected at most ${most} argument(s) ${call}`);
    if (node.name === "histogram_quantiles" && got > 12) {
      throw this.fail(node, `expected at most 12 argument(s) ${call}`);
    }
    node.args.forEach((arg, index) => {
      const wanted = args[Math.min(index, args.length - 1)] ?? "vector";
      this.expect(arg, wanted, `call to function ${JSON.stringify(node.name)}`);
    });
  }

  binary(node: Binary): void {
    const left = this.typeOf(node.left);
    const right = this.typeOf(node.right);
    if (node.bool && !isComparison(node.op)) {
      throw this.fail(node, "bool modifier can only be used on comparison operators");
    }
    const operand = (type: ValueType) => type === "scalar" || type === "vector";
    for (const [side, type] of [
      [node.left, left],
      [node.right, right],
    ] as const) {
      if (!operand(type))
        throw this.fail(side, "binary expression must contain only scalar and instant vector types");
    }
    const vectors = left === "vector" && right === "vector";
    if (!vectors && node.hasMatching) {
      throw this.fail(node, "vector matching only allowed between instant vectors");
    }
    if (!vectors && isSetOp(node.op)) {
      throw this.fail(
        node,
        `set operator ${JSON.stringify(node.op)} not allowed in binary scalar expression`,
      );
    }
    if (left === "scalar" && right === "scalar" && isComparison(node.op) && !node.bool) {
      throw this.fail(node, "comparisons between scalars must use BOOL modifier");
    }
  }
}

/** The selector whose equality matchers name an absent series. */
export function selectorOf(expr: Expr): VectorSelector | undefined {
  const inner = bare(expr);
  if (inner.kind === "selector") return inner;
  return inner.kind === "matrix" ? inner.selector : undefined;
}
