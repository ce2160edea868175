import type { Price } from "@triops/domains/prices/schemas";
import { describe, expect, it } from "vitest";
import { bodyOfPrice, draftOfPrice, emptyPrice, missingInPrice, reachesBack } from "./draft.ts";
import { ratesText, unpricedText } from "./words.ts";

const price: Price = {
  id: "p",
  provider: "openai",
  model: "gpt-x*",
  serviceTier: null,
  from: "2026-11-01T09:30:00Z",
  until: null,
  inherits: false,
  rates: { input: "2.50", output: { base: "10", tiers: [{ above: 200_000, price: "15" }] } },
  note: "Contract",
  revision: 2,
  createdById: "m",
  createdByName: "M",
  createdAt: "2026-11-01T09:30:00Z",
  updatedAt: "2026-11-01T09:30:00Z",
};

describe("a price in the form", () => {
  it("comes back as it was: the hour of its day, the steps by length", () => {
    expect(bodyOfPrice(draftOfPrice(price), price)).toEqual({
      provider: "openai",
      model: "gpt-x*",
      serviceTier: null,
      from: "2026-11-01T09:30:00Z",
      until: null,
      inherits: false,
      rates: price.rates,
      note: "Contract",
      revision: 2,
    });
  });
  it("takes effect at midnight UTC of another day, and now when none is given", () => {
    const moved = { ...draftOfPrice(price), from: "2026-10-01", until: "2026-12-01" };
    expect(bodyOfPrice(moved, price)).toMatchObject({
      from: "2026-10-01T00:00:00Z",
      until: "2026-12-01T00:00:00Z",
    });
    const fresh = { ...emptyPrice({ model: "m" }), rates: { input: "1" } };
    expect(bodyOfPrice(fresh)).not.toHaveProperty("from");
  });
  it("says what is missing", () => {
    const draft = emptyPrice();
    expect(missingInPrice(draft)).toBe("Which model?");
    expect(missingInPrice({ ...draft, model: "m" })).toBe("State at least one price");
    expect(missingInPrice({ ...draft, model: "m", rates: { input: "1,5" } })).toContain("decimals");
    const ends = { ...draft, model: "m", rates: { input: "1.5" }, from: "2026-02-01", until: "2026-01-01" };
    expect(missingInPrice(ends)).toBe("It must end after it begins");
    expect(missingInPrice({ ...ends, until: "" })).toBeNull();
  });
  it("reaches back when it begins in the past", () => {
    const now = Date.parse("2026-11-23T12:00:00Z");
    expect(reachesBack("2026-11-23T00:00:00Z", now)).toBe(true);
    expect(reachesBack("2026-11-23T12:00:00Z", now)).toBe(false);
  });
});

describe("words of prices", () => {
  it("give input and output first, and count the rest", () => {
    const rates = [
      { bucket: "reasoning" as const, usd: "10" },
      { bucket: "output" as const, usd: "10" },
      { bucket: "cache_read" as const, usd: "0.25" },
      { bucket: "input" as const, usd: "2.5" },
    ];
    expect(ratesText(rates)).toBe("$2.50 in, $10.00 out, $0.25 cached, 1 more");
  });
  it("tell what is not counted, then what could be", () => {
    const seen = (fixed: boolean) => ({
      provider: "p",
      model: "m",
      reason: "unknown_model",
      calls: 1_204,
      inputTokens: 1,
      outputTokens: 1,
      firstAt: price.from,
      lastAt: price.from,
      fixed,
    });
    const of = (...data: ReturnType<typeof seen>[]) => ({ from: "", to: "", data, calls: 1_204 });
    expect(unpricedText(of(seen(false)))).toBe("1 model without a price: 1,204 calls not counted.");
    expect(unpricedText(of(seen(true)))).toContain("reprice to count 1,204 calls");
    expect(unpricedText({ ...of(), calls: 0 })).toContain("Every call");
  });
});
