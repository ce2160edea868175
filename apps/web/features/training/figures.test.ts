import { describe, expect, it } from "vitest";
import { figureText, numberOf } from "./figures.ts";

describe("figures of a run", () => {
  it("show five digits, and say NaN and infinity", () => {
    expect(
      [0.912345678, 12.5, 0, -3, "NaN", "Infinity", "-Infinity", null].map((one) => figureText(one as never)),
    ).toEqual(["0.91235", "12.5", "0", "−3", "NaN", "∞", "−∞", "–"]);
  });

  it("very small and very large ones keep their digits", () => {
    expect(figureText(0.0000123)).toBe("12.3\u202fµ");
    expect(figureText(12_300_000)).toBe("12.3M");
  });

  it("come back as numbers", () => {
    expect([numberOf("NaN"), numberOf("-Infinity"), numberOf(2)]).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      2,
    ]);
  });
});
