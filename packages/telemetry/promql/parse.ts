import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import {
  type Aggregate,
  type AggregateOp,
  type AtTime,
  aggregateOps,
  arithmeticOps,
  type Binary,
  type BinaryOp,
  comparisonOps,
  type Expr,
  isSetOp,
  type Matcher,
  type Matching,
  type MatchOp,
  setOps,
} from "./ast.ts";
import { type PromqlError, parseError } from "./faults.ts";
import { children, flatten } from "./flatten.ts";
import { parseDuration, parseNumber, unquote } from "./literals.ts";
import { nest, type Operators } from "./precedence.ts";
import { firstFault } from "./syntax-faults.ts";

/** Characters of a query that are read at all. */
export const queryLengthMax = 100_000;
/** Nesting that is followed; a person's query has a few dozen levels at most. */
const depthMax = 300;

/**
 * Reads a query with Prometheus' own grammar for editors. Types are not checked here.
 * @throws PromqlError bad_data with line and column
 */
export function parse(query: string): Expr {
  if (query.length > queryLengthMax) {
    throw parseError(query, 0, `query is longer than ${queryLengthMax} characters`);
  }
  if (query.trim() === "") throw parseError(query, query.length, "no expression found in input");
  const tree = parser.parse(query);
  const fault = firstFault(query, tree);
  if (fault) throw fault;
  const [top] = children(tree.topNode);
  if (!top) throw parseError(query, 0, "no expression found in input");
  return new Reader(query).expr(top, 0);
}

const opTexts: readonly string[] = [...arithmeticOps, ...comparisonOps, ...setOps];

class Reader {
  readonly query: string;

  constructor(query: string) {
    this.query = query;
  }

  text(node: SyntaxNode): string {
    return this.query.slice(node.from, node.to);
  }

  fail(node: { from: number }, message: string): PromqlError {
    return parseError(this.query, node.from, message);
  }

  only(node: SyntaxNode, index = 0): SyntaxNode {
    const child = children(node)[index];
    if (!child) throw this.fail(node, "unexpected end of input");
    return child;
  }

  expr(top: SyntaxNode, depth: number): Expr {
    if (depth > depthMax) throw this.fail(top, `expression is nested deeper than ${depthMax} levels`);
    const operators: Operators = {
      atom: (node) => this.atom(node, depth + 1),
      suffix: (target, node) => this.suffix(target, node),
      operator: (node) => this.operator(node),
      binary: (node, left, right) => this.binary(node, left, right),
      fail: (offset, message) => parseError(this.query, offset, message),
    };
    return nest(flatten(top, this.query), operators);
  }

  atom(node: SyntaxNode, depth: number): Expr {
    const span = { from: node.from, to: node.to };
    switch (node.name) {
      case "NumberDurationLiteral":
        return { kind: "number", value: this.number(node), ...span };
      case "StringLiteral":
        return { kind: "string", value: this.string(node), ...span };
      case "ParenExpr":
        return { kind: "paren", expr: this.expr(this.only(node), depth), ...span };
      case "AggregateExpr":
        return this.aggregate(node, depth);
      case "FunctionCall": {
        const args = children(this.only(node, 1)).map((child) => this.expr(child, depth));
        return { kind: "call", name: this.text(this.only(node)), args, ...span };
      }
      case "VectorSelector":
        return this.selector(node);
      default:
        throw this.fail(node, `unexpected ${JSON.stringify(this.text(node))}`);
    }
  }

  /** What follows an operand: a range, an offset, a fixed time. */
  suffix(target: Expr, node: SyntaxNode): Expr {
    switch (node.name) {
      case "MatrixSelector":
        return this.matrix(target, node);
      case "SubqueryExpr": {
        const [rangeMs = 0, stepMs] = this.durations(node, 1);
        const { from } = target;
        return {
          kind: "subquery",
          expr: target,
          rangeMs,
          stepMs,
          offsetMs: 0,
          at: undefined,
          from,
          to: node.to,
        };
      }
      case "OffsetExpr":
        return this.offset(target, node);
      case "StepInvariantExpr":
        return this.at(target, node);
      default: {
        const word = node.name === "AnchoredExpr" ? "anchored" : "smoothed";
        throw this.fail(target, `the ${word} modifier of extended range selectors is not supported`);
      }
    }
  }

  number(node: SyntaxNode): number {
    const value = parseNumber(this.text(node).replace(/^[+-]/, ""));
    if (value === undefined) throw this.fail(node, `error parsing number: ${this.text(node)}`);
    return value;
  }

  string(node: SyntaxNode): string {
    const value = unquote(this.text(node));
    if (value === undefined) throw this.fail(node, `invalid quoted string ${this.text(node)}`);
    return value;
  }

  operator(node: SyntaxNode): BinaryOp {
    const opNode = this.only(node, 1);
    const op = this.text(opNode).toLowerCase();
    if (!opTexts.includes(op)) {
      throw this.fail(opNode, `operator ${op} acts on native histograms, which is not supported`);
    }
    const fill = children(node).find((part) => part.name === "FillModifier");
    if (fill) throw this.fail(fill, "fill modifiers are not supported");
    return op as BinaryOp;
  }

  binary(node: SyntaxNode, left: Expr, right: Expr): Binary {
    const parts = children(node);
    const op = this.operator(node);
    const clause = parts.find((part) => part.name === "MatchingModifierClause");
    return {
      kind: "binary",
      op,
      left,
      right,
      bool: parts.some((part) => part.name === "BoolModifier"),
      matching: this.matching(clause, op),
      hasMatching: clause !== undefined,
      from: left.from,
      to: right.to,
    };
  }

  matching(clause: SyntaxNode | undefined, op: BinaryOp): Matching {
    const plain = isSetOp(op) ? "many-to-many" : "one-to-one";
    if (!clause) return { cardinality: plain, on: false, labels: [], include: [] };
    const parts = children(clause);
    const lists = parts.filter((part) => part.name === "GroupingLabels").map((part) => this.labels(part));
    const on = parts.some((part) => part.name === "On");
    const left = parts.some((part) => part.name === "GroupLeft");
    const right = parts.some((part) => part.name === "GroupRight");
    const group = left ? "many-to-one" : right ? "one-to-many" : plain;
    if (isSetOp(op) && (left || right)) {
      throw this.fail(clause, `no grouping allowed for ${JSON.stringify(op)} operation`);
    }
    const [labels = [], include = []] = lists;
    const twice = on ? include.find((label) => labels.includes(label)) : undefined;
    if (twice !== undefined) {
      throw this.fail(clause, `label ${JSON.stringify(twice)} must not occur in ON and GROUP clause at once`);
    }
    return { cardinality: group, on, labels, include };
  }

  labels(node: SyntaxNode): string[] {
    return children(node).map((child) =>
      child.name === "QuotedLabelName" ? this.string(this.only(child)) : this.text(child),
    );
  }

  aggregate(node: SyntaxNode, depth: number): Aggregate {
    const parts = children(node);
    const op = this.text(this.only(node)).toLowerCase() as AggregateOp;
    if (!aggregateOps.includes(op)) throw this.fail(node, `unknown aggregation ${JSON.stringify(op)}`);
    const body = parts.find((part) => part.name === "FunctionCallBody");
    const modifier = parts.find((part) => part.name === "AggregateModifier");
    const args = body ? children(body).map((child) => this.expr(child, depth)) : [];
    const takesParam = ["topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio"].includes(op);
    const wanted = takesParam ? 2 : 1;
    if (args.length === 0) throw this.fail(node, `no arguments for aggregate expression provided`);
    if (args.length !== wanted) {
      throw this.fail(
        node,
        `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
      );
    }
    return {
      kind: "aggregate",
      op,
      expr: args[wanted - 1] as Expr,
      param: takesParam ? args[0] : undefined,
      without: modifier !== undefined && this.only(modifier).name === "Without",
      labels: modifier ? this.labels(this.only(modifier, 1)) : [],
      from: node.from,
      to: node.to,
    };
  }

  selector(node: SyntaxNode): Expr {
    const matchers: Matcher[] = [];
    let name = "";
    const setName = (found: string, at: SyntaxNode) => {
      if (name !== "") {
        throw this.fail(
          at,
          `metric name must not be set twice: ${JSON.stringify(name)} or ${JSON.stringify(found)}`,
        );
      }
      name = found;
      matchers.push({ label: "__name__", op: "=", value: found });
    };
    for (const part of children(node)) {
      if (part.name === "Identifier") setName(this.text(part), part);
      if (part.name !== "LabelMatchers") continue;
      for (const matcher of children(part)) {
        if (matcher.name === "QuotedLabelName") {
          setName(this.string(this.only(matcher)), matcher);
          continue;
        }
        const [labelNode, opNode, valueNode] = children(matcher);
        if (!labelNode || !opNode || !valueNode) throw this.fail(matcher, "unexpected end of label matcher");
        const label =
          labelNode.name === "QuotedLabelName" ? this.string(this.only(labelNode)) : this.text(labelNode);
        const op = this.text(opNode) as MatchOp;
        const value = this.string(valueNode);
        if (label === "__name__" && op === "=" && name !== "") setName(value, matcher);
        matchers.push({ label, op, value });
      }
    }
    return { kind: "selector", name, matchers, offsetMs: 0, at: undefined, from: node.from, to: node.to };
  }

  matrix(inner: Expr, node: SyntaxNode): Expr {
    if (inner.kind !== "selector") throw this.fail(inner, "ranges only allowed for vector selectors");
    if (inner.offsetMs !== 0) throw this.fail(inner, "no offset modifiers allowed before range");
    if (inner.at !== undefined) throw this.fail(inner, "no @ modifiers allowed before range");
    const [rangeMs = 0] = this.durations(node, 1);
    return { kind: "matrix", selector: inner, rangeMs, from: inner.from, to: node.to };
  }

  /** Durations from the given child on, milliseconds; ranges and steps are positive. */
  durations(node: SyntaxNode, from: number): number[] {
    return children(node)
      .slice(from)
      .map((child) => {
        const ms = this.duration(child);
        if (!(ms > 0)) throw this.fail(child, "duration must be greater than 0");
        return ms;
      });
  }

  duration(node: SyntaxNode): number {
    const parts = children(node);
    const [first, second] = parts;
    if (parts.length === 2 && first?.name === "UnaryOp" && second) {
      return (this.text(first) === "-" ? -1 : 1) * this.duration(second);
    }
    if (parts.length === 1 && first) return this.duration(first);
    if (node.name !== "NumberDurationLiteralInDurationContext") {
      throw this.fail(node, "calculations with durations are experimental and not supported");
    }
    const text = this.text(node);
    const negative = text.startsWith("-");
    const whole = parseDuration(text.replace(/^[+-]/, ""));
    const ms =
      whole === undefined ? Math.round((parseNumber(text) ?? Number.NaN) * 1_000) : negative ? -whole : whole;
    if (!Number.isSafeInteger(ms))
      throw this.fail(node, `not a valid duration string: ${JSON.stringify(text)}`);
    // A bare 0 is zero seconds and 300 five minutes.
    return ms;
  }

  offset(target: Expr, node: SyntaxNode): Expr {
    const offsetMs = this.duration(this.only(node, 2));
    const inner = this.timed(target, "offset modifier");
    if (inner.offsetMs !== 0) throw this.fail(target, "offset may not be set multiple times");
    inner.offsetMs = offsetMs;
    return { ...target, to: node.to };
  }

  at(target: Expr, node: SyntaxNode): Expr {
    const timeNode = this.only(node, 2);
    let at: AtTime;
    if (timeNode.name === "AtModifierPreprocessors") {
      at = this.text(timeNode).startsWith("start") ? "start" : "end";
    } else {
      const sign = this.text(timeNode).startsWith("-") ? -1 : 1;
      const seconds = sign * this.number(timeNode);
      if (!Number.isFinite(seconds) || Math.abs(seconds) > 9e12) {
        throw this.fail(timeNode, `timestamp out of bounds for @ modifier: ${this.text(timeNode)}`);
      }
      at = Math.round(seconds * 1_000);
    }
    const inner = this.timed(target, "@ modifier");
    if (inner.at !== undefined) throw this.fail(target, "@ <timestamp> may not be set multiple times");
    inner.at = at;
    return { ...target, to: node.to };
  }

  /** What an offset or `@` acts upon. */
  timed(target: Expr, modifier: string): { offsetMs: number; at: AtTime | undefined } {
    if (target.kind === "selector" || target.kind === "subquery") return target;
    if (target.kind === "matrix") return target.selector;
    throw this.fail(
      target,
      `${modifier} must be preceded by an instant vector selector or range vector selector or a subquery`,
    );
  }
}
