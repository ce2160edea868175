import { describe, expect, it } from "vitest";
import { addCounts, type NativeCounts, noCounts, quantileOfNative } from "./native-quantile.ts";

const counts = (schema: number, positive: [number, number][], more: Partial<NativeCounts> = {}) => ({
  ...noCounts(),
  schema,
  positive: new Map(positive),
  ...more,
});

describe("the quantile of a native histogram", () => {
  it("interpolates exponentially within its bucket", () => {
    // Schema 0: bucket 1 is (1, 2], bucket 3 is (4, 8].
    const histogram = counts(0, [
      [1, 50],
      [3, 50],
    ]);
    expect(quantileOfNative(histogram, 0.25)).toBeCloseTo(Math.SQRT2, 12);
    expect(quantileOfNative(histogram, 0.75)).toBeCloseTo(4 * Math.SQRT2, 12);
    expect(quantileOfNative(histogram, 1)).toBeCloseTo(8, 12);
  });

  it("goes from the negative ones over zero to the positive ones", () => {
    const histogram = counts(0, [[1, 10]], { zero: 80, zeroThreshold: 0.5, negative: new Map([[1, 10]]) });
    expect(quantileOfNative(histogram, 0.05)).toBeCloseTo(-Math.SQRT2, 12);
    expect(quantileOfNative(histogram, 0.5)).toBeCloseTo(0, 12);
    expect(quantileOfNative(histogram, 0.95)).toBeCloseTo(Math.SQRT2, 12);
  });

  it("is nothing of nothing", () => {
    expect(quantileOfNative(noCounts(), 0.5)).toBeNull();
  });

  it("adds histograms of different resolution at the coarser one", () => {
    const total = noCounts();
    addCounts(
      total,
      counts(1, [
        [1, 1],
        [2, 1],
        [3, 1],
      ]),
    );
    addCounts(total, counts(0, [[1, 5]]));
    expect(total.schema).toBe(0);
    expect([...total.positive]).toEqual([
      [1, 7],
      [2, 1],
    ]);
  });
});
