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

type Stored = { state: string; requesterId: string | null; expiresAt: Date | string };
type Person = { kind: string; id: string };

/** Why the button is disabled, or null when the verb applies. One table for screens and messages. */
export const blockedBecause = {
  approve(promotion: Stored, actor: Person, now: Date): string | null {
    const closed = closedBecause(promotion, now);
    if (closed) return closed;
    if (promotion.state === "checking") return "Its checks are still running";
    if (promotion.state === "failed") return "A check did not pass";
    if (actor.kind !== "member") return "An approval is a person's: sign in";
    return actor.id === promotion.requesterId ? "Your own request: somebody else must approve it" : null;
  },
  reject(promotion: Stored, actor: Person, now: Date): string | null {
    const closed = closedBecause(promotion, now);
    if (closed) return closed;
    if (actor.kind !== "member") return "A rejection is a person's: sign in";
    return actor.id === promotion.requesterId ? "Your own request: cancel it instead" : null;
  },
  cancel: (promotion: Stored, now: Date): string | null => closedBecause(promotion, now),
  recheck: (promotion: Stored, now: Date): string | null => closedBecause(promotion, now),
} as const;

const closedWords: Readonly<Record<string, string>> = {
  approved: "Already approved",
  rejected: "Already rejected",
  cancelled: "Already cancelled",
  expired: "It expired",
  bypassed: "It was done without an approval",
};

function closedBecause({ state, expiresAt }: Stored, now: Date): string | null {
  if (!isOpen(state)) return closedWords[state] ?? "Already decided";
  return new Date(expiresAt).getTime() <= now.getTime() ? "It expired" : null;
}
