import type { AtTime, Expr, Matching, VectorSelector } from "./ast.ts";
import { isPlainMetric, quotedName } from "./labels.ts";
import { formatDuration } from "./literals.ts";
import { sampleText } from "./numbers.ts";

const quoted = (text: string) => JSON.stringify(text);
const list = (labels: readonly string[]) => `(${labels.map(quotedName).join(", ")})`;

function timing(offsetMs: number, at: AtTime | undefined): string {
  const fixed =
    at === undefined ? "" : typeof at === "number" ? ` @ ${(at / 1_000).toFixed(3)}` : ` @ ${at}()`;
  return fixed + (offsetMs === 0 ? "" : ` offset ${formatDuration(offsetMs)}`);
}

function selectorText(node: VectorSelector, range = ""): string {
  const plain = isPlainMetric(node.name);
  const named = node.name === "" ? [] : plain ? [] : [quoted(node.name)];
  const rest = node.matchers.filter(
    ({ label, op, value }) =>
      !(label === "__name__" && op === "=" && value === node.name && node.name !== ""),
  );
  const inside = [
    ...named,
    ...rest.map(({ label, op, value }) => `${quotedName(label)}${op}${quoted(value)}`),
  ];
  const braces = inside.length > 0 || (!plain && node.name === "") ? `{${inside.join(",")}}` : "";
  return (plain ? node.name : "") + braces + range + timing(node.offsetMs, node.at);
}

function matchingText(matching: Matching, written: boolean): string {
  if (!written) return "";
  const group =
    matching.cardinality === "many-to-one"
      ? ` group_left ${list(matching.include)}`
      : matching.cardinality === "one-to-many"
        ? ` group_right ${list(matching.include)}`
        : "";
  return ` ${matching.on ? "on" : "ignoring"} ${list(matching.labels)}${group}`;
}

/** One line, spaced as Prometheus' own printer does it. */
export function formatExpr(node: Expr): string {
  switch (node.kind) {
    case "number":
      return sampleText(node.value);
    case "string":
      return quoted(node.value);
    case "paren":
      return `(${formatExpr(node.expr)})`;
    case "unary":
      return `${node.op}${formatExpr(node.expr)}`;
    case "selector":
      return selectorText(node);
    case "matrix":
      return selectorText(node.selector, `[${formatDuration(node.rangeMs)}]`);
    case "subquery": {
      const step = node.stepMs === undefined ? "" : formatDuration(node.stepMs);
      return `${formatExpr(node.expr)}[${formatDuration(node.rangeMs)}:${step}]${timing(node.offsetMs, node.at)}`;
    }
    case "call":
      return `${node.name}(${node.args.map(formatExpr).join(", ")})`;
    case "aggregate": {
      const grouping = node.without
        ? ` without ${list(node.labels)} `
        : node.labels.length > 0
          ? ` by ${list(node.labels)} `
          : "";
      const args = [...(node.param ? [node.param] : []), node.expr].map(formatExpr).join(", ");
      return `${node.op}${grouping}(${args})`;
    }
    case "binary": {
      const bool = node.bool ? " bool" : "";
      const matching = matchingText(node.matching, node.hasMatching);
      return `${formatExpr(node.left)} ${node.op}${bool}${matching} ${formatExpr(node.right)}`;
    }
  }
}
