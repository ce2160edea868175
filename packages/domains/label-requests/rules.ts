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

type Stored = { state: string; requesterId: string | null; expiresAt: Date | string };
type Person = { kind: string; id: string };

/** Why the button is disabled, or null when the verb applies. One table for screens and messages. */
export const blockedBecause = {
  approve(request: Stored, actor: Person, now: Date): string | null {
    const closed = closedBecause(request, now);
    if (closed) return closed;
    if (request.state === "failed") return "A check did not pass";
    if (actor.kind !== "member") return "An approval is a person's: sign in";
    return actor.id === request.requesterId ? "Your own request: somebody else must approve it" : null;
  },
  reject(request: Stored, actor: Person, now: Date): string | null {
    const closed = closedBecause(request, now);
    if (closed) return closed;
    if (actor.kind !== "member") return "A rejection is a person's: sign in";
    return actor.id === request.requesterId ? "Your own request: cancel it instead" : null;
  },
  cancel: (request: Stored, now: Date): string | null => closedBecause(request, now),
  recheck: (request: Stored, now: Date): string | null => closedBecause(request, now),
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
