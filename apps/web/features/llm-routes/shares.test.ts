import { describe, expect, it } from "vitest";
import { equalShares, faultInShares, widthsOf } from "./shares.ts";

const of = (...weights: string[]) => weights.map((weight, index) => ({ key: String(index), weight }));

describe("faultInShares", () => {
  it("takes shares that make 100, and a lone target whatever it says", () => {
    expect(faultInShares(of("60", "40"))).toBeNull();
    expect(faultInShares(of("33.3", "33.3", "33.4"))).toBeNull();
    expect(faultInShares(of(""))).toBeNull();
  });
  it("says what they make when it is not 100", () => {
    expect(faultInShares(of("60", "50"))).toBe("Shares must add up to 100 %; these make 110 %");
  });
  it("says so when one is no number, or out of bounds", () => {
    for (const bad of ["", "many", "-1", "101"])
      expect(faultInShares(of(bad, "100"))).toBe("Each share must be a number from 0 to 100");
  });
});

describe("widthsOf", () => {
  it("leaves room for what is missing, and shrinks what is too much", () => {
    expect(widthsOf(of("60", "20"))).toEqual([60, 20]);
    expect(widthsOf(of("100", "100"))).toEqual([50, 50]);
    expect(widthsOf(of("", "50"))).toEqual([0, 50]);
    expect(widthsOf(of("7"))).toEqual([100]);
  });
});

describe("equalShares", () => {
  it("makes 100 in whole per cent", () => {
    expect(equalShares(1)).toEqual([100]);
    expect(equalShares(3)).toEqual([34, 33, 33]);
  });
});
