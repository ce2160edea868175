export type BreakerPolicy = { failures: number; windowMs: number; openMs: number };

/** Of one target: the times of its late failures, and until when it is closed off. */
export type Breaker = { failedAtMs: number[]; openUntilMs: number; isProbing: boolean };

export const newBreaker = (): Breaker => ({ failedAtMs: [], openUntilMs: 0, isProbing: false });

/** Failures that say something about the target, not about this one call. */
export const countsAgainst = (errorClass: string): boolean =>
  errorClass === "server_error" ||
  errorClass === "timeout" ||
  errorClass === "connection" ||
  errorClass === "rate_limit" ||
  errorClass === "auth";

/** Whether the target may be asked. After its time a single call tries whether it is well again. */
export function mayAsk(breaker: Breaker, nowMs: number): boolean {
  if (breaker.openUntilMs === 0) return true;
  return nowMs >= breaker.openUntilMs && !breaker.isProbing;
}

/** To be called when it is asked. */
export function noteAsked(breaker: Breaker): void {
  if (breaker.openUntilMs !== 0) breaker.isProbing = true;
}

/** @returns whether it was open before */
export function noteSuccess(breaker: Breaker): boolean {
  const wasOpen = breaker.openUntilMs !== 0;
  breaker.failedAtMs.length = 0;
  breaker.openUntilMs = 0;
  breaker.isProbing = false;
  return wasOpen;
}

/** The call was none: a caller went away. A probe may be made again. */
export function noteNothing(breaker: Breaker): void {
  breaker.isProbing = false;
}

/** @returns whether this failure closed the target off */
export function noteFailure(breaker: Breaker, policy: BreakerPolicy, nowMs: number): boolean {
  const wasProbe = breaker.isProbing;
  breaker.isProbing = false;
  const { failedAtMs } = breaker;
  failedAtMs.push(nowMs);
  while (failedAtMs.length > policy.failures || (failedAtMs[0] ?? nowMs) <= nowMs - policy.windowMs)
    failedAtMs.shift();
  if (!wasProbe && failedAtMs.length < policy.failures) return false;
  // Calls that were under way when it opened fail later: they do not prolong it.
  if (!wasProbe && breaker.openUntilMs > nowMs) return false;
  breaker.openUntilMs = nowMs + policy.openMs;
  return true;
}
