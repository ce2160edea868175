import { keyLimits, type PublishedKey } from "@triops/domains/api-keys/schemas";
import { isTriopsError } from "@triops/kernel/errors";
import { describe, expect, it } from "vitest";
import { createRateLimiter } from "./rate.ts";

const key = (workspaceId: string): PublishedKey => ({
  workspaceId,
  keyId: "k",
  scopes: ["ingest"],
  expiresAt: null,
  retentionDays: 30,
  limits: { ...keyLimits, requestsPerSecondMax: 10, bytesPerSecondMax: 1_000 },
});

function refused(run: () => void): number | null {
  try {
    run();
    return null;
  } catch (error) {
    if (!isTriopsError(error) || error.code !== "limit_reached") throw error;
    return error.retryAfterSeconds ?? 0;
  }
}

describe("rate limits of a workspace", () => {
  it("let a burst of ten seconds through, then say when to come again", () => {
    const limiter = createRateLimiter();
    for (let n = 0; n < 100; n++) expect(refused(() => limiter.take(key("a"), 1, 0))).toBeNull();
    expect(refused(() => limiter.take(key("a"), 1, 0))).toBe(1);
    expect(refused(() => limiter.take(key("a"), 1, 100))).toBeNull();
  });

  it("count bytes, and make the next one wait for what a large body overdrew", () => {
    const limiter = createRateLimiter();
    expect(refused(() => limiter.take(key("a"), 15_000, 0))).toBeNull();
    expect(refused(() => limiter.take(key("a"), 1, 0))).toBe(5);
    expect(refused(() => limiter.take(key("a"), 1, 5_100))).toBeNull();
  });

  it("of one workspace do not touch another", () => {
    const limiter = createRateLimiter();
    limiter.take(key("a"), 50_000, 0);
    expect(refused(() => limiter.take(key("b"), 1, 0))).toBeNull();
  });
});
