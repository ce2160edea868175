import { describe, expect, it } from "vitest";
import { acrossPhrase, acrossTicks, formatAcross } from "./chart-across.ts";

describe("what runs across a chart", () => {
  it("steps get whole, round places and no place outside", () => {
    const ticks = acrossTicks("steps", 0, 99, 5, "UTC");
    expect(ticks.map(({ at }) => at)).toEqual([0, 20, 40, 60, 80]);
    expect(acrossTicks("steps", 0, 2, 8, "UTC").map(({ at }) => at)).toEqual([0, 1, 2]);
    expect(acrossTicks("steps", 7, 7, 8, "UTC").every(({ at }) => Number.isInteger(at))).toBe(true);
  });

  it("elapsed time reads as a length", () => {
    expect(acrossTicks("elapsed", 0, 3_600_000, 4, "UTC").map(({ label }) => label)).toContain("30\u202fmin");
    expect(formatAcross("elapsed", 61_000, "UTC")).toBe("after 1\u202fmin 1\u202fs");
  });

  it("instants stay instants", () => {
    expect(acrossTicks("time", 0, 3_600_000, 4, "UTC")[1]?.label).toBe("00:15");
    expect(acrossPhrase("steps", 1200, "UTC", 0)).toBe(" at step 1,200");
  });
});
