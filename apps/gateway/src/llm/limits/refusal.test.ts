import { describe, expect, test } from "vitest";
import type { Check, Found } from "./checks.ts";
import { rateHeaders, refusalOf } from "./refusal.ts";

const nowMs = Date.parse("2026-11-25T18:00:00Z");
const of: Check["of"] = {
  scope: { kind: "team", id: "t1" },
  title: 'the team "search"',
  requestsPerMinute: null,
  tokensPerMinute: null,
  spend: [],
};
const found = (kind: Check["kind"], limit: number, rest: Partial<Found> = {}): Found => ({
  check: { key: kind, kind, limit, of, period: kind === "spend" ? "week" : null },
  allows: false,
  left: 0,
  spent: 0,
  held: 0,
  ...rest,
});

describe("a refusal", () => {
  test("names the limit, whose it is, what was spent and when it is reset", () => {
    const refusal = refusalOf([found("spend", 2_500_000_000, { spent: 2_600_000_000 })], 10, nowMs);
    expect(refusal).toMatchObject({
      status: 429,
      code: "spend_week",
      resetAt: "2026-11-30T00:00:00.000Z",
      retryAfterSeconds: 4 * 86_400 + 6 * 3_600,
    });
    expect(refusal.message).toBe(
      'The spend limit of the team "search" is reached: 2.5 USD a week, 2.6 spent. It is reset at 2026-11-30T00:00:00.000Z.',
    );
  });

  test("is for the limit that takes longest", () => {
    const soon = found("requests", 60, { left: 0.5 });
    const later = found("tokens", 600, { left: 0 });
    expect(refusalOf([soon, later], 300, nowMs)).toMatchObject({
      code: "tokens_per_minute",
      retryAfterSeconds: 30,
    });
  });
});

test("rates are told as OpenAI spells them, the tightest of each", () => {
  const headers = rateHeaders([
    found("requests", 60, { left: 59 }),
    found("requests", 600, { left: 599 }),
    found("tokens", 60_000, { left: 0 }),
  ]);
  expect(headers).toEqual({
    "x-ratelimit-limit-requests": "60",
    "x-ratelimit-remaining-requests": "59",
    "x-ratelimit-reset-requests": "1s",
    "x-ratelimit-limit-tokens": "60000",
    "x-ratelimit-remaining-tokens": "0",
    "x-ratelimit-reset-tokens": "1m0s",
  });
});
