import type { HistoryPoint } from "@triops/domains/training/schemas";
import { describe, expect, it } from "vitest";
import { curveOf, unseenOf } from "./curve-points.ts";

const history: HistoryPoint[] = [
  [2, 3_000, 0.3],
  [0, 1_000, 0.9],
  [1, 2_000, "NaN"],
  [2, 4_000, 0.2],
];

describe("a metric's curve", () => {
  it("over steps: in order, the later of two at one step, NaN a gap", () => {
    expect(curveOf(history, "step", 0)).toEqual([
      [0, 0.9],
      [1, null],
      [2, 0.2],
    ]);
  });

  it("over time and over time since its start", () => {
    expect(curveOf(history, "time", 0).map(([at]) => at)).toEqual([1_000, 2_000, 3_000, 4_000]);
    expect(curveOf(history, "relative", 0).map(([at]) => at)).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it("smoothed, the first point stays", () => {
    expect(curveOf(history, "step", 0.5)[0]).toEqual([0, 0.9]);
    expect(curveOf(history, "step", 0.5)[2]?.[1]).toBeGreaterThan(0.2);
  });

  it("counts what cannot be drawn; nothing is no curve", () => {
    expect(unseenOf(history)).toBe(1);
    expect(curveOf([], "relative", 0.5)).toEqual([]);
  });
});
