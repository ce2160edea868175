import type { Finding, Policy, RolloutState } from "./schemas.ts";

const minuteMs = 60_000;

type Seen = {
  policy: Policy;
  stepIndex: number;
  stepStartedAt: Date;
  findings: readonly Finding[];
};

export type Decision =
  | { do: "stay"; why: string }
  | { do: "advance" }
  | { do: "complete" }
  | { do: "pause"; why: string }
  | { do: "rollback"; why: string };

/** What becomes of a running rollout, by what its guards found. Pure: the same facts always decide the same. */
export function decide({ policy, stepIndex, stepStartedAt, findings }: Seen, now: Date): Decision {
  const breached = findings.filter(({ state }) => state === "breached");
  const actionOf = (kind: string) =>
    policy.guards.find((guard) => guard.kind === kind)?.onBreach ?? "rollback";
  const fatal = breached.find(({ kind }) => actionOf(kind) === "rollback");
  if (fatal) return { do: "rollback", why: fatal.text };
  const [first] = breached;
  if (first) return { do: "pause", why: first.text };
  const step = policy.steps[stepIndex];
  if (!step) return { do: "complete" };
  const elapsedMs = now.getTime() - stepStartedAt.getTime();
  if (elapsedMs < step.minutes * minuteMs) return { do: "stay", why: "The step's time is not over" };
  const waiting = findings.find(({ state }) => state === "waiting");
  if (waiting) {
    const waitedMs = elapsedMs - step.minutes * minuteMs;
    if (waitedMs > policy.waitMinutesMax * minuteMs)
      return { do: "pause", why: `Too few samples to go on: ${waiting.text}` };
    return { do: "stay", why: `Waits for samples: ${waiting.text}` };
  }
  return stepIndex + 1 < policy.steps.length ? { do: "advance" } : { do: "complete" };
}

export const isActive = (state: RolloutState): boolean => state === "running" || state === "paused";

/** Why a button is disabled, or null when the verb applies. */
export const blockedBecause = {
  advance: (state: RolloutState) => (isActive(state) ? null : "It is over"),
  pause: (state: RolloutState) =>
    state === "running" ? null : state === "paused" ? "Already paused" : "It is over",
  resume: (state: RolloutState) =>
    state === "paused" ? null : state === "running" ? "It is running" : "It is over",
  rollBack: (state: RolloutState) => (isActive(state) ? null : "It is over"),
  cancel: (state: RolloutState) => (isActive(state) ? null : "It is over"),
} as const satisfies Record<string, (state: RolloutState) => string | null>;

type Weighted = { id: string; role: string; weight: number };

/** The variants with so much of the traffic for the canary, taken from the champion; shadows and others stay. */
export function withCanaryAt<Variant extends Weighted>(
  variants: readonly Variant[],
  canaryId: string,
  weight: number,
): Variant[] {
  const others = variants
    .filter(({ id, role }) => id !== canaryId && role === "canary")
    .reduce((sum, one) => sum + one.weight, 0);
  const taken = Math.min(weight, 100 - others);
  return variants.map((one) => {
    if (one.id === canaryId) return { ...one, weight: taken };
    return one.role === "champion" ? { ...one, weight: round(100 - others - taken) } : one;
  });
}

const round = (weight: number): number => Math.round(weight * 1e6) / 1e6;

/** The canary is the champion; the one before it answers nothing any more. */
export function withCanaryAsChampion<Variant extends Weighted>(
  variants: readonly Variant[],
  canaryId: string,
): Variant[] {
  const rest = variants.filter(({ id, role }) => id !== canaryId && role !== "champion");
  const others = rest.filter(({ role }) => role === "canary").reduce((sum, one) => sum + one.weight, 0);
  return variants.flatMap((one) => {
    if (one.id === canaryId)
      return [{ ...one, role: "champion" as Variant["role"], weight: round(100 - others) }];
    return one.role === "champion" ? [] : [one];
  });
}
