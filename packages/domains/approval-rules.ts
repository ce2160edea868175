/**
 * What every request has in common that one person makes and another decides: a promotion of a model, a move of a
 * prompt's label.
 */
type Asked = { state: string; requesterId: string | null; expiresAt: Date | string };
type Person = { kind: string; id: string };

const closedWords: Readonly<Record<string, string>> = {
  approved: "Already approved",
  rejected: "Already rejected",
  cancelled: "Already cancelled",
  expired: "It expired",
  bypassed: "It was done without an approval",
};

/**
 * Why a button is disabled, or null when the verb applies. One table for screens and messages.
 * @param openStates in which nothing is decided
 */
export function approvalRules(openStates: readonly string[]) {
  const closedBecause = ({ state, expiresAt }: Asked, now: Date): string | null => {
    if (!openStates.includes(state)) return closedWords[state] ?? "Already decided";
    return new Date(expiresAt).getTime() <= now.getTime() ? "It expired" : null;
  };
  return {
    approve(asked: Asked, actor: Person, now: Date): string | null {
      const closed = closedBecause(asked, now);
      if (closed) return closed;
      if (asked.state === "checking") return "Its checks are still running";
      if (asked.state === "failed") return "A check did not pass";
      if (actor.kind !== "member") return "An approval is a person's: sign in";
      return actor.id === asked.requesterId ? "Your own request: somebody else must approve it" : null;
    },
    reject(asked: Asked, actor: Person, now: Date): string | null {
      const closed = closedBecause(asked, now);
      if (closed) return closed;
      if (actor.kind !== "member") return "A rejection is a person's: sign in";
      return actor.id === asked.requesterId ? "Your own request: cancel it instead" : null;
    },
    cancel: closedBecause,
    recheck: closedBecause,
  } as const;
}
