import type { SyntaxNode } from "@lezer/common";
import type { Binary, BinaryOp, Expr } from "./ast.ts";
import type { PromqlError } from "./faults.ts";
import type { Item } from "./flatten.ts";

/** Operands joined in one expression; every one of them is a level of nesting. */
const operatorsMax = 1_000;

/** How tightly operators bind, as Prometheus documents it; `^` groups from the right. */
const strength: Record<BinaryOp, number> = {
  or: 1,
  and: 2,
  unless: 2,
  "==": 3,
  "!=": 3,
  ">": 3,
  "<": 3,
  ">=": 3,
  "<=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  atan2: 5,
  "^": 6,
};

/** How the parts themselves are read. */
export type Operators = {
  atom(node: SyntaxNode): Expr;
  suffix(target: Expr, node: SyntaxNode): Expr;
  operator(node: SyntaxNode): BinaryOp;
  binary(node: SyntaxNode, left: Expr, right: Expr): Binary;
  fail(offset: number, message: string): PromqlError;
};

/** Nests the parts of an expression by precedence (climbing). @throws PromqlError */
export function nest(items: readonly Item[], operators: Operators): Expr {
  let at = 0;
  if (items.length > operatorsMax * 2) {
    throw operators.fail(0, `expression has more than ${operatorsMax} operators`);
  }

  function operand(): Expr {
    const item = items[at++];
    if (item?.kind === "sign") {
      // A sign binds like a product: -a^b is -(a^b), -a*b is (-a)*b.
      const expr = climb(strength["*"] + 1);
      if (expr.kind === "number")
        return { ...expr, value: item.op === "-" ? -expr.value : expr.value, from: item.from };
      return { kind: "unary", op: item.op, expr, from: item.from, to: expr.to };
    }
    if (item?.kind !== "atom")
      throw operators.fail(item?.kind === "suffix" ? item.node.from : 0, "unexpected operator");
    let expr = operators.atom(item.node);
    for (let next = items[at]; next?.kind === "suffix"; next = items[++at]) {
      expr = operators.suffix(expr, next.node);
    }
    return expr;
  }

  function climb(weakest: number): Expr {
    let left = operand();
    for (let next = items[at]; next?.kind === "operator"; next = items[at]) {
      const op = operators.operator(next.node);
      if (strength[op] < weakest) break;
      at++;
      const right = climb(op === "^" ? strength[op] : strength[op] + 1);
      left = operators.binary(next.node, left, right);
    }
    return left;
  }

  return climb(0);
}
