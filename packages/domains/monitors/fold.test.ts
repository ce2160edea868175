import { describe, expect, it } from "vitest";
import { foldMinutes, minuteMs, samplePoints } from "./fold.ts";

const samples = (values: number[], stepMs = 20_000, from = 0) => ({
  times: values.map((_, i) => from + i * stepMs),
  values,
});

describe("samples", () => {
  it("stay as they are unless a rate is wanted", () => {
    const given = samples([1, 2]);
    expect(samplePoints(given, "avg", false, null)).toBe(given);
  });
  it("of a counter become rates per second, a restart counting from zero", () => {
    expect(samplePoints(samples([100, 120, 5, 25]), "rate", false, null)).toEqual({
      times: [20_000, 40_000, 60_000],
      values: [1, 0.25, 1],
    });
  });
  it("of a delta are the amounts themselves", () => {
    expect(samplePoints(samples([40, 20]), "increase", true, { at: -20_000, value: 7 }).values).toEqual([
      40, 20,
    ]);
  });
  it("go on from the sample before, but not across a long silence", () => {
    const from = { at: -20_000, value: 60 };
    expect(samplePoints(samples([100]), "rate", false, from).values).toEqual([2]);
    expect(samplePoints(samples([100]), "rate", false, { ...from, at: -400_000 }).values).toEqual([]);
  });
});

describe("minutes", () => {
  const points = samples([1, 2, 6, 10, 20]);
  it.each([
    ["avg", [3, 15]],
    ["min", [1, 10]],
    ["max", [6, 20]],
    ["count", [3, 2]],
    ["increase", [9, 30]],
    ["sum", [3, 15]],
  ] as const)("fold by %s", (aggregate, values) => {
    expect(foldMinutes(points, aggregate, 2 * minuteMs)).toEqual({ times: [0, minuteMs], values });
  });
  it("that are not over yet are left out", () => {
    expect(foldMinutes(points, "avg", 2 * minuteMs - 1).times).toEqual([0]);
  });
  it("without a point are left out", () => {
    expect(foldMinutes(samples([1, 2], 3 * minuteMs), "avg", 10 * minuteMs).times).toEqual([0, 3 * minuteMs]);
  });
});
