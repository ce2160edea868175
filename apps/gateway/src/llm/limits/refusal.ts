import { periodOf } from "@triops/domains/virtual-keys/spend-keys";
import type { Refusal } from "../ports.ts";
import type { Found } from "./checks.ts";

/** What calls under way hold comes free when they end: worth another try soon, long before the period ends. */
const heldRetrySeconds = 2;
/** A minute at most: a bucket that was overdrawn by one large call says so step by step. */
const rateWaitMsMax = 60_000;

/** The bucket's level after so many are back, in milliseconds. */
const fillMs = (missing: number, perMinute: number): number =>
  perMinute > 0 ? Math.max(0, (missing * 60_000) / perMinute) : rateWaitMsMax;

type Wait = { resetMs: number; retryMs: number };

/** How long until this check may allow the call, and when its limit is reset. */
function waitOf({ check, left, spent }: Found, tokens: number, nowMs: number): Wait {
  if (check.kind === "spend") {
    const resetMs = periodOf(check.period ?? "day", nowMs).toMs;
    return { resetMs, retryMs: spent >= check.limit ? resetMs - nowMs : heldRetrySeconds * 1_000 };
  }
  const need = check.kind === "requests" ? 1 : Math.min(tokens, check.limit);
  const waitMs = fillMs(need - left, check.limit);
  return { resetMs: nowMs + waitMs, retryMs: waitMs };
}

/** The refusal for the check that takes longest to allow the call again. */
export function refusalOf(found: readonly Found[], tokens: number, nowMs: number): Refusal {
  const refused = found
    .filter((one) => !one.allows)
    .map((one) => ({ found: one, wait: waitOf(one, tokens, nowMs) }))
    .sort((a, b) => b.wait.retryMs - a.wait.retryMs);
  const [worst] = refused;
  if (!worst) throw new Error("Nothing refused the call");
  const { check } = worst.found;
  const resetAt = new Date(worst.wait.resetMs).toISOString();
  return {
    status: 429,
    code: check.kind === "spend" ? `spend_${check.period}` : `${check.kind}_per_minute`,
    message: `${reasonOf(worst.found)} It is reset at ${resetAt}.`,
    resetAt,
    retryAfterSeconds: Math.max(1, Math.ceil(worst.wait.retryMs / 1_000)),
    headers: rateHeaders(found),
  };
}

function reasonOf({ check, spent }: Found): string {
  const whose = `of ${check.of.title}`;
  if (check.kind !== "spend")
    return `The limit ${whose} is reached: ${count(check.limit)} ${check.kind} a minute.`;
  const limit = `${usd(check.limit)} USD a ${check.period}`;
  if (spent >= check.limit) return `The spend limit ${whose} is reached: ${limit}, ${usd(spent)} spent.`;
  return `The spend limit ${whose} is held by calls under way: ${limit}, ${usd(spent)} spent.`;
}

const count = (value: number): string => String(value);
const usd = (nano: number): string => String(Math.round(nano / 1_000) / 1_000_000);

/** For a key that fails closed while Redis is away. */
export const limitsAway = (): Refusal => ({
  status: 503,
  code: "limits_unavailable",
  message: "The limits of this key cannot be checked at the moment. Try again.",
  resetAt: null,
  retryAfterSeconds: 2,
  headers: {},
});

/** The tightest limit of requests and of tokens, spelled as OpenAI does. */
export function rateHeaders(found: readonly Found[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const kind of ["requests", "tokens"] as const) {
    let tightest: Found | null = null;
    for (const one of found)
      if (one.check.kind === kind && (!tightest || one.left < tightest.left)) tightest = one;
    if (!tightest) continue;
    const { check, left } = tightest;
    headers[`x-ratelimit-limit-${kind}`] = count(check.limit);
    headers[`x-ratelimit-remaining-${kind}`] = count(Math.max(0, Math.floor(left)));
    headers[`x-ratelimit-reset-${kind}`] = duration(fillMs(check.limit - left, check.limit));
  }
  return headers;
}

/** As OpenAI writes it: `120ms`, `6s`, `1m30s`. */
function duration(ms: number): string {
  if (ms < 1_000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}s`;
  return seconds % 60 === 0 ? `${minutes}m0s` : `${minutes}m${seconds % 60}s`;
}
