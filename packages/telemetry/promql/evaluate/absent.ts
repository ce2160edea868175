import type { Expr } from "../ast.ts";
import { selectorOf } from "../check.ts";
import { type LabelSet, labelSet, metricName, noLabels } from "../labels.ts";

/** Labels an absent series would have had: those the selector fixes, once each, with `=`. */
export function absentLabels(expr: Expr | undefined): LabelSet {
  const selector = expr ? selectorOf(expr) : undefined;
  if (!selector) return noLabels;
  const labels = new Map<string, string>();
  const seen = new Set<string>();
  for (const { label, op, value } of selector.matchers) {
    if (label === metricName) continue;
    if (op === "=" && !seen.has(label)) {
      seen.add(label);
      labels.set(label, value);
    } else labels.delete(label);
  }
  return labelSet(labels);
}
