import { describe, expect, it } from "vitest";
import { foldSeries } from "./fold.ts";

const of = (points: readonly (readonly [number, number])[]) => ({
  times: Float64Array.from(points, ([at]) => at),
  values: Float64Array.from(points, ([, value]) => value),
});

describe("folding", () => {
  it("keeps the value at the bucket's end and the extremes between two ends", () => {
    const points = [0, 1, 2, 3, 4].map((at) => [at * 10, [5, 9, 1, 7, 4][at] ?? 0] as const);
    expect(foldSeries(of(points), 0, 40)).toEqual([
      { timeMs: 0, value: 5, min: 5, max: 5 },
      { timeMs: 40, value: 4, min: 1, max: 9 },
    ]);
  });
  it("leaves buckets without a value out", () => {
    const points = [
      [10, 1],
      [90, 2],
    ] as const;
    expect(foldSeries(of(points), 0, 20).map(({ timeMs }) => timeMs)).toEqual([20, 100]);
  });
  it("takes no NaN for an extreme", () => {
    const points = [
      [10, Number.NaN],
      [20, 3],
      [30, Number.NaN],
    ] as const;
    expect(foldSeries(of(points), 0, 40)).toEqual([{ timeMs: 40, value: Number.NaN, min: 3, max: 3 }]);
  });
});
