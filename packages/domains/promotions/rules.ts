import { approvalRules } from "../approval-rules.ts";

export const promotionStates = [
  "checking",
  "waiting",
  "failed",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "bypassed",
] as const;
export type PromotionState = (typeof promotionStates)[number];

/** Not decided: it may still move the alias. */
export const openStates: readonly PromotionState[] = ["checking", "waiting", "failed"];
export const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state);

export const checkNames = ["signature", "metrics", "comparison", "smoke"] as const;
export type CheckName = (typeof checkNames)[number];
export const checkStates = ["passed", "failed", "not_run", "running"] as const;
export type CheckState = (typeof checkStates)[number];

/** What people call the checks. */
export const checkLabels: Readonly<Record<CheckName, string>> = {
  signature: "Signature",
  metrics: "Required metrics",
  comparison: "At least as good as the champion",
  smoke: "Trial inference",
};

type Judged = { state: CheckState; required: boolean };

/** Where the checks leave a request that nobody has decided. */
export function stateAfter(checks: readonly Judged[]): "checking" | "waiting" | "failed" {
  if (checks.some((check) => check.state === "failed")) return "failed";
  if (checks.some((check) => check.state === "running")) return "checking";
  return checks.some((check) => check.state === "not_run" && check.required) ? "failed" : "waiting";
}

/** Why the button is disabled, or null when the verb applies. One table for screens and messages. */
export const blockedBecause = approvalRules(openStates);
