import { describe, expect, it } from "vitest";
import {
  chooseEngine,
  column,
  isolated,
  nearestIndex,
  seriesStats,
  stack,
  unionTimes,
  withGaps,
} from "./chart-data.ts";
import { niceStep, valueScale } from "./chart-scale.ts";
import { summarise } from "./chart-summary.ts";
import type { ChartPoint, ChartSeries } from "./chart-types.ts";
import { toCsv } from "./csv.ts";

const line = (id: string, points: ChartPoint[]): ChartSeries => ({ id, label: id, points });

describe("alignment", () => {
  it("keeps a gap apart from a time at which a series has no sample", () => {
    const a: ChartPoint[] = [
      [0, 1],
      [60, null],
      [120, 3],
    ];
    const b: ChartPoint[] = [[30, 5]];
    const times = unionTimes([a, b]);
    expect(times).toEqual([0, 30, 60, 120]);
    expect(column(a, times, ([, value]) => value)).toEqual([1, undefined, null, 3]);
  });
  it("shows missing rows as a gap once the step is known", () => {
    const points: ChartPoint[] = [
      [0, 1],
      [60, 2],
      [240, 3],
    ];
    expect(withGaps(points, 60)).toEqual([
      [0, 1],
      [60, 2],
      [120, null],
      [240, 3],
    ]);
    expect(withGaps(points, undefined)).toBe(points);
  });
  it("finds points that would vanish because no line reaches them", () => {
    expect(isolated([1, null, 2, undefined, null, 3, 4])).toEqual([0, 2]);
    expect(isolated([null, 7])).toEqual([1]);
  });
  it.each([
    [-5, 0],
    [14, 1],
    [15, 1],
    [16, 2],
    [99, 2],
  ])("time %d is nearest to index %d", (timeMs, index) => {
    expect(nearestIndex([0, 10, 20], timeMs)).toBe(index);
  });
});

describe("engine", () => {
  const many = Array.from({ length: 1001 }, (_, index): ChartPoint => [index, index]);
  it("moves to canvas above a thousand points, twenty series, for live data or times that differ", () => {
    expect(chooseEngine([line("a", many.slice(0, 1000))], unionTimes([many.slice(0, 1000)]), false)).toBe(
      "svg",
    );
    expect(chooseEngine([line("a", many)], unionTimes([many]), false)).toBe("canvas");
    expect(chooseEngine([line("a", [[0, 1]])], [0], true)).toBe("canvas");
    expect(chooseEngine([line("a", [[0, 1]]), line("b", [[1, 1]])], [0, 1], false)).toBe("canvas");
  });
});

describe("seriesStats", () => {
  it("takes extremes from the buckets, not from their averages", () => {
    const stats = seriesStats([
      [0, 10, 2, 90],
      [1, 20, 5, 30],
      [2, null],
    ]);
    expect(stats).toMatchObject({ min: 2, max: 90, maxAtMs: 0, avg: 15, last: 20, lastAtMs: 1, count: 2 });
  });
});

describe("stack", () => {
  it("lets a missing value add nothing", () => {
    expect(
      stack([
        [1, 2],
        [null, 3],
      ]),
    ).toEqual([
      { lower: [0, 0], upper: [1, 2] },
      { lower: [1, 2], upper: [1, 5] },
    ]);
  });
});

describe("valueScale", () => {
  it.each([
    [3, 87, "percent", 0, 100],
    [0, 0, "count", 0, 1],
    [0, 3 * 1024 ** 3, "bytes", 0, 3 * 1024 ** 3],
    [-4, 12, "celsius", -5, 15],
  ] as const)("%d … %d %s runs from %d to %d", (low, high, unit, min, max) => {
    expect(valueScale(low, high, { count: 4, unit, includeZero: true })).toMatchObject({ min, max });
  });
  it("steps in powers of two for bytes and in minutes for long times", () => {
    expect(niceStep(900 * 1024 ** 2, "bytes")).toBe(1024 ** 3);
    expect(niceStep(40, "seconds")).toBe(60);
    expect(niceStep(0.3, "none")).toBe(0.5);
  });
  it("has exact ticks", () => {
    expect(valueScale(0, 0.3, { count: 3, unit: "none", includeZero: true }).ticks).toEqual([
      0, 0.1, 0.2, 0.3,
    ]);
  });
});

describe("summarise", () => {
  const reading = { unit: "milliseconds", zone: "UTC", nowMs: Date.UTC(2026, 10, 23, 15) } as const;
  const at = Date.UTC(2026, 10, 23, 14, 5);
  const plain = (text: string) => text.replaceAll("\u202f", " ");
  it("says how one series moved and when it was highest", () => {
    const text = summarise(
      [
        line("p95", [
          [at - 60_000, 210],
          [at, 1200],
          [at + 60_000, 940],
        ]),
      ],
      reading,
    );
    expect(plain(text)).toBe("p95 rose from 210 ms to 940 ms; its highest value is 1.2 s at 14:05 UTC.");
  });
  it("names the leader of several", () => {
    const text = summarise([line("a", [[at, 5]]), line("b", [[at, 9]])], reading);
    expect(plain(text)).toBe("Of 2 series b is highest with 9 ms at 14:05 UTC, now 9 ms.");
  });
  it("admits that there is nothing", () => {
    expect(summarise([line("a", [[at, null]])], reading)).toBe("No data in this range.");
  });
});

describe("toCsv", () => {
  it("quotes and disarms", () => {
    expect(toCsv([["a,b", 'say "x"', "=1+1", -3, null]])).toBe(`"a,b","say ""x""",'=1+1,-3,\r\n`);
  });
});
