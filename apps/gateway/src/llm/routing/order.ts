import type { PublishedRoute, PublishedTarget } from "@triops/domains/llm-routes/snapshot-schemas";

/**
 * The targets in the order in which one call asks them: within a tier by chance, in proportion to their weights, the
 * tiers one after another. A target of weight 0 is asked only when the others of its tier cannot.
 * @param random uniform in [0, 1)
 */
export function orderOf(targets: readonly PublishedTarget[], random: () => number): PublishedTarget[] {
  if (targets.length <= 1) return [...targets];
  const tiers = [...Map.groupBy(targets, ({ tier }) => tier)].sort(([a], [b]) => a - b);
  return tiers.flatMap(([, sharing]) => shuffled(sharing, random));
}

function shuffled(sharing: readonly PublishedTarget[], random: () => number): PublishedTarget[] {
  const left = [...sharing];
  const order: PublishedTarget[] = [];
  while (left.length > 0) {
    const sum = left.reduce((total, { weight }) => total + weight, 0);
    let at = random() * sum;
    let chosen = left.findIndex(({ weight }) => {
      at -= weight;
      return at < 0;
    });
    if (chosen < 0) chosen = 0;
    order.push(...left.splice(chosen, 1));
  }
  return order;
}

export type Failure = {
  errorClass: string;
  /** What the provider asked to wait, from `retry-after`. */
  retryAfterMs: number | null;
};

export type Next = { do: "retry"; afterMs: number } | { do: "next" } | { do: "give_up" };

/** Worth asking the same target again. */
const passing = new Set(["rate_limit", "server_error", "timeout", "connection"]);

/**
 * What follows a failure, before any byte went to the caller.
 * @param tries how often this target was asked
 * @param leftMs of the call's total time
 */
export function afterFailure(
  route: Pick<PublishedRoute, "retries" | "fallbackOn">,
  failure: Failure,
  at: { tries: number; hasNext: boolean; leftMs: number },
  random: () => number,
): Next {
  const { attempts, backoffMs, backoffMsMax } = route.retries;
  if (at.tries <= attempts && passing.has(failure.errorClass)) {
    // Half of it by chance, so that callers who failed together do not come again together.
    const ceilingMs = Math.min(backoffMs * 2 ** (at.tries - 1), backoffMsMax);
    const afterMs = Math.max(ceilingMs * (0.5 + random() / 2), failure.retryAfterMs ?? 0);
    // Asked to wait longer than the route would: somebody else may answer sooner.
    if (afterMs <= Math.max(backoffMsMax, ceilingMs) && afterMs < at.leftMs) return { do: "retry", afterMs };
  }
  const fallsBack = (route.fallbackOn as readonly string[]).includes(failure.errorClass);
  return fallsBack && at.hasNext && at.leftMs > 0 ? { do: "next" } : { do: "give_up" };
}
