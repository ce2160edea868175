import { approvalRules } from "../approval-rules.ts";

export const requestStates = [
  "waiting",
  "failed",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "bypassed",
] as const;
export type RequestState = (typeof requestStates)[number];

/** Not decided: it may still move the label. */
export const openStates: readonly RequestState[] = ["waiting", "failed"];
export const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state);

export const checkNames = ["composition", "variables", "renders"] as const;
export type CheckName = (typeof checkNames)[number];
export const checkStates = ["passed", "failed"] as const;
export type CheckState = (typeof checkStates)[number];

/** What people call the checks. */
export const checkLabels: Readonly<Record<CheckName, string>> = {
  composition: "Can be put together",
  variables: "Takes what callers send now",
  renders: "Renders with sample values",
};

/** Where the checks leave a request that nobody has decided. */
export const stateAfter = (checks: readonly { state: CheckState }[]): "waiting" | "failed" =>
  checks.some((check) => check.state === "failed") ? "failed" : "waiting";

/** Why the button is disabled, or null when the verb applies. One table for screens and messages. */
export const blockedBecause = approvalRules(openStates);
