import type { VirtualKey } from "@triops/domains/virtual-keys/schemas";
import { describe, expect, it } from "vitest";
import { keyAnswer, keysAnswer, resetText, spentText, tightest, usedShare } from "./words.ts";

const now = Date.parse("2026-11-23T18:40:00Z");
const period = (
  name: "day" | "week" | "month",
  spentUsd: string | null,
  limitUsd: string | null,
): VirtualKey["spend"][number] => ({
  period: name,
  spentUsd,
  limitUsd,
  from: "2026-11-23T00:00:00Z",
  resetsAt: "2026-11-24T00:00:00Z",
});
const key = (spend: VirtualKey["spend"], name = "k"): VirtualKey => ({
  id: name,
  name,
  keyId: name,
  prefix: "tri_abcdefgh",
  team: null,
  allowedRoutes: null,
  limits: { requestsPerMinute: null, tokensPerMinute: null, spend: [], unpriced: "allow" },
  spend,
  whenRedisIsAway: "closed",
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  revision: 1,
  createdById: "m",
  createdAt: "2026-11-23T00:00:00Z",
  updatedAt: "2026-11-23T00:00:00Z",
});

describe("spend against a limit", () => {
  it("is a share; a limit of zero is used up, none and uncounted have no share", () => {
    expect(usedShare(period("day", "0.25", "1"))).toBe(0.25);
    expect(usedShare(period("day", "0", "0"))).toBe(1);
    expect(usedShare(period("day", null, "1"))).toBeNull();
    expect(usedShare(period("day", "1", null))).toBeNull();
  });
  it("is told by the limit nearest to its end", () => {
    const spend = [period("day", "0.1", "1"), period("month", "24", "25"), period("week", "9", null)];
    expect(tightest(spend)?.period).toBe("month");
  });
  it("says when it begins anew, never in less than a minute", () => {
    expect(resetText(period("day", "0", "1"), now)).toBe("resets in 5\u202fh 20\u202fmin");
    expect(resetText(period("day", "0", "1"), now + 5.32 * 3_600_000)).toContain("min");
  });
  it("is uncounted while nobody can count, not zero", () => {
    expect(spentText(period("day", null, "1"))).toBe("not counted today");
  });
});

describe("the sentence of a key", () => {
  it("says that its limit is reached and when it goes on", () => {
    expect(keyAnswer(key([period("day", "1.02", "1")]), null, now)).toBe(
      "Its limit is reached: $1.02 of $1.00 today. Calls are refused; it resets in 5\u202fh 20\u202fmin.",
    );
  });
  it("says what it spent without a limit", () => {
    expect(keyAnswer(key([period("month", "3.5", null)]), null, now)).toBe(
      "$3.50 this month, without a limit.",
    );
    expect(keyAnswer(key([]), "Revoked", now)).toContain("revoked");
  });
});

describe("the sentence of the list", () => {
  it("names the one that reached its limit, counts those near theirs", () => {
    const keys = [
      key([period("day", "1", "1"), period("month", "2", null)], "batch"),
      key([period("day", "0.9", "1"), period("month", "1", null)], "web"),
    ];
    expect(keysAnswer(keys, false)).toBe(
      "2 keys, batch has reached its limit, 1 near a limit, $3.00 spent this month.",
    );
  });
});
