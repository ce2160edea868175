import type { Comparison, GateChecks } from "@triops/domains/models/schemas";
import { formatValue } from "@triops/ui/units";

/** "rmse at most 0.02 above the champion's". */
export function comparisonText({ metric, direction, margin, marginKind }: Comparison): string {
  if (margin === 0) return `${metric} at least as good as the champion's (${direction} is better)`;
  const amount = marginKind === "relative" ? formatValue(margin, "ratio") : String(margin);
  return `${metric} at most ${amount} ${direction === "higher" ? "below" : "above"} the champion's`;
}

/** What a promotion must pass, a line each; the approval by somebody else always. */
export function checkWords(checks: GateChecks): string[] {
  return [
    ...(checks.requireSignature ? ["A signature that takes what the champion takes"] : []),
    ...(checks.requiredMetrics.length > 0 ? [`Metrics present: ${checks.requiredMetrics.join(", ")}`] : []),
    ...(checks.comparison ? [comparisonText(checks.comparison)] : []),
    ...(checks.requireSmoke ? ["A trial inference that succeeds"] : []),
    "An approval by somebody other than the requester",
  ];
}
