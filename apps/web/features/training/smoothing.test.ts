import { describe, expect, it } from "vitest";
import { smooth } from "./smoothing.ts";

describe("smoothing", () => {
  it("weight 0 changes nothing", () => {
    expect(smooth([3, null, 1], 0)).toEqual([3, null, 1]);
  });

  it("the first value is itself, not pulled towards zero", () => {
    const [first, second] = smooth([10, 20], 0.6);
    expect(first).toBeCloseTo(10, 12);
    // (0.6·0.4·10 + 0.4·20) / (0.6·0.4 + 0.4)
    expect(second).toBeCloseTo(16.25, 12);
  });

  it("a constant stays exactly the same", () => {
    expect(smooth([0.1, 0.1, 0.1], 0.9)).toEqual([0.1, 0.1, 0.1]);
  });

  it("gaps, NaN and infinities stay and do not spread", () => {
    const result = smooth([1, null, Number.NaN, Number.POSITIVE_INFINITY, 3], 0.5);
    expect(result.slice(1, 4)).toEqual([null, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(result[4]).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
  });
});
