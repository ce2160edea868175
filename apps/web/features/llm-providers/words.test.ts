import { describe, expect, it } from "vitest";
import { type Health, healthText, providerLabel, providersAnswer } from "./words.ts";

const health = (more: Partial<Health>): Health => ({
  id: "p",
  state: "ok",
  calls: 340,
  failures: 0,
  errors: {},
  latencyMsMean: 820,
  ...more,
});

describe("providerLabel", () => {
  it("says what it is unless the name does", () => {
    expect(providerLabel({ name: "OpenAI Europe", kind: "openai" })).toBe("OpenAI Europe");
    expect(providerLabel({ name: "Europe", kind: "openai" })).toBe("Europe (OpenAI)");
  });
  it("calls a demonstration one, always", () => {
    expect(providerLabel({ name: "GPT", kind: "demonstration" })).toBe("GPT (demonstration provider)");
    expect(providerLabel({ name: "Demonstration provider", kind: "demonstration" })).toBe(
      "Demonstration provider",
    );
  });
});

describe("healthText", () => {
  it("counts what failed by its reason, the commonest first", () => {
    const one = health({ failures: 12, errors: { timeout: 2, rate_limit: 10 }, state: "failing" });
    expect(healthText(one, 15)).toBe(
      "12 of 340 calls failed in the last 15 minutes: 10 too busy, 2 too slow.",
    );
  });
  it("says when all went well, and when nothing was asked", () => {
    expect(healthText(health({}), 15)).toBe(
      "340 calls in the last 15 minutes, none failed, 820\u202fms on average.",
    );
    expect(healthText(health({ calls: 0, latencyMsMean: null }), 15)).toBe("No call in the last 15 minutes.");
  });
});

describe("providersAnswer", () => {
  const of = (id: string, enabled = true) => ({ id, name: id, enabled });
  it("names the one that fails, counts several", () => {
    const failing = new Map([["a", health({ state: "failing" })]]);
    expect(providersAnswer([of("a"), of("b")], failing, false)).toBe("2 providers, a is failing.");
    expect(providersAnswer([of("b", false)], failing, false)).toBe(
      "1 provider, 1 switched off, none failing.",
    );
    expect(providersAnswer([], failing, false)).toContain("No provider yet");
  });
});
