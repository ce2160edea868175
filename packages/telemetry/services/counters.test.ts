import { describe, expect, it } from "vitest";
import { runningTotals } from "./counters.ts";

describe("runningTotals", () => {
  it.each([
    [
      "goes on from what was there",
      5,
      { 60000: 2 },
      [
        [60_000, 5],
        [120_000, 7],
        [180_000, 7],
      ],
    ],
    [
      "begins with a zero when nothing was there",
      undefined,
      { 0: 3 },
      [
        [0, 0],
        [60_000, 3],
        [120_000, 3],
        [180_000, 3],
      ],
    ],
    [
      "stays level without requests",
      5,
      {},
      [
        [60_000, 5],
        [120_000, 5],
        [180_000, 5],
      ],
    ],
  ] as const)("%s", (_, base, added, expected) => {
    const byMinute = new Map(Object.entries(added).map(([at, value]) => [Number(at), value]));
    expect(runningTotals(base, 0, 180_000, byMinute)).toEqual(expected);
  });
});
