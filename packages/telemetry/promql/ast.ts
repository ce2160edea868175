/** What a query says, independent of the grammar's tree. Offsets count UTF-16 units from the query's start. */
export type Span = { from: number; to: number };

export type MatchOp = "=" | "!=" | "=~" | "!~";
export type Matcher = { label: string; op: MatchOp; value: string };

/** Seconds since the epoch are written in queries; here they are milliseconds. */
export type AtTime = number | "start" | "end";

export type NumberLiteral = Span & { kind: "number"; value: number };
export type StringLiteral = Span & { kind: "string"; value: string };
export type Paren = Span & { kind: "paren"; expr: Expr };
export type Unary = Span & { kind: "unary"; op: "+" | "-"; expr: Expr };

export type VectorSelector = Span & {
  kind: "selector";
  /** The name before the braces or the quoted one in them; also among the matchers. */
  name: string;
  matchers: Matcher[];
  offsetMs: number;
  at: AtTime | undefined;
};
export type MatrixSelector = Span & { kind: "matrix"; selector: VectorSelector; rangeMs: number };
export type Subquery = Span & {
  kind: "subquery";
  expr: Expr;
  rangeMs: number;
  /** Undefined: the engine's default resolution. */
  stepMs: number | undefined;
  offsetMs: number;
  at: AtTime | undefined;
};

export const arithmeticOps = ["+", "-", "*", "/", "%", "^", "atan2"] as const;
export const comparisonOps = ["==", "!=", ">", "<", ">=", "<="] as const;
export const setOps = ["and", "or", "unless"] as const;
export type ArithmeticOp = (typeof arithmeticOps)[number];
export type ComparisonOp = (typeof comparisonOps)[number];
export type SetOp = (typeof setOps)[number];
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

export type Matching = {
  cardinality: "one-to-one" | "many-to-one" | "one-to-many" | "many-to-many";
  on: boolean;
  labels: readonly string[];
  /** Labels that `group_left` or `group_right` copy from the "one" side. */
  include: readonly string[];
};
export type Binary = Span & {
  kind: "binary";
  op: BinaryOp;
  left: Expr;
  right: Expr;
  bool: boolean;
  matching: Matching;
  /** Whether `on` or `ignoring` was written. */
  hasMatching: boolean;
};

export const aggregateOps = [
  "sum",
  "avg",
  "min",
  "max",
  "count",
  "group",
  "stddev",
  "stdvar",
  "topk",
  "bottomk",
  "quantile",
  "count_values",
  "limitk",
  "limit_ratio",
] as const;
export type AggregateOp = (typeof aggregateOps)[number];
export type Aggregate = Span & {
  kind: "aggregate";
  op: AggregateOp;
  expr: Expr;
  param: Expr | undefined;
  without: boolean;
  labels: readonly string[];
};

export type Call = Span & { kind: "call"; name: string; args: Expr[] };

export type Expr =
  | NumberLiteral
  | StringLiteral
  | Paren
  | Unary
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Binary
  | Aggregate
  | Call;

export const isComparison = (op: BinaryOp): op is ComparisonOp =>
  (comparisonOps as readonly string[]).includes(op);
export const isSetOp = (op: BinaryOp): op is SetOp => (setOps as readonly string[]).includes(op);

/** The expression inside any parentheses. */
export function bare(expr: Expr): Expr {
  return expr.kind === "paren" ? bare(expr.expr) : expr;
}
