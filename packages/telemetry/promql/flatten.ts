import type { SyntaxNode } from "@lezer/common";

/**
 * An expression's parts in the order they are written. The grammar serves editors: it takes what follows an operand
 * (`offset`, `@`, a range) to belong to everything before it, and signs to belong to numbers, so that `a - b offset 5m * c`
 * nests wrongly. Only its parts are used; precedence.ts nests them again.
 */
export type Item =
  | { kind: "atom"; node: SyntaxNode }
  | { kind: "sign"; op: "+" | "-"; from: number }
  | { kind: "suffix"; node: SyntaxNode }
  | { kind: "operator"; node: SyntaxNode };

const suffixes = new Set([
  "OffsetExpr",
  "StepInvariantExpr",
  "MatrixSelector",
  "SubqueryExpr",
  "AnchoredExpr",
  "SmoothedExpr",
]);

export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== "LineComment") found.push(child);
  }
  return found;
}

/** Without recursion: a chain of operators is as deep as it is long. */
export function flatten(top: SyntaxNode, query: string): Item[] {
  const items: Item[] = [];
  const pending: (SyntaxNode | Item)[] = [top];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if ("kind" in next) {
      items.push(next);
      continue;
    }
    const parts = children(next);
    const [first, second] = parts;
    const last = parts.at(-1);
    if (next.name === "BinaryExpr" && first && last) {
      pending.push(last, { kind: "operator", node: next }, first);
    } else if (next.name === "UnaryExpr" && first && second) {
      pending.push(second, signOf(first, query));
    } else if (suffixes.has(next.name) && first) {
      pending.push({ kind: "suffix", node: next }, first);
    } else {
      if (next.name === "NumberDurationLiteral" && /^[+-]/.test(query.slice(next.from, next.to))) {
        items.push(signOf(next, query));
      }
      items.push({ kind: "atom", node: next });
    }
  }
  return items;
}

const signOf = (node: SyntaxNode, query: string): Item => ({
  kind: "sign",
  op: query[node.from] === "-" ? "-" : "+",
  from: node.from,
});
