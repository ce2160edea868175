import { describe, expect, it } from "vitest";
import { buildScene, type SceneInput } from "./chart-scene.ts";
import type { ChartPoint } from "./chart-types.ts";
import { assignColors } from "./series-colors.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 12);
const points = (values: (number | null)[]): ChartPoint[] =>
  values.map((value, index) => [START + index * MINUTE, value]);

function scene(part: Partial<SceneInput>) {
  const series = part.series ?? [{ id: "a", label: "a", points: points([10, 20, 30]) }];
  return buildScene({
    series,
    bands: [],
    thresholds: [],
    colors: assignColors(series),
    unit: "none",
    range: undefined,
    stepMs: undefined,
    stacked: false,
    area: false,
    includeZero: true,
    limits: undefined,
    highlight: null,
    zone: "UTC",
    widthPx: 600,
    heightPx: 240,
    ...part,
  });
}

describe("buildScene", () => {
  it("has the zero line unless zero means nothing", () => {
    expect(scene({}).scene.y.min).toBe(0);
    expect(scene({ includeZero: false }).scene.y.min).toBe(10);
  });
  it("makes room for a near threshold and leaves the data its height beside a far one", () => {
    const near = [{ id: "t", label: "limit", value: 45 }];
    const far = [{ id: "t", label: "limit", value: 4000 }];
    expect(scene({ thresholds: near }).scene.y.max).toBeGreaterThanOrEqual(45);
    expect(scene({ thresholds: far }).scene.y.max).toBe(30);
  });
  it("spans the asked range, also where no data is", () => {
    const range = { fromMs: START - 10 * MINUTE, toMs: START + 10 * MINUTE };
    expect(scene({ range }).scene.x).toMatchObject({ min: range.fromMs, max: range.toMs });
  });
  it("draws extremes of buckets as an area behind the line", () => {
    const series = [
      { id: "a", label: "a", points: [[START, 5, 1, 9] as const, [START + MINUTE, 6, 2, 8] as const] },
    ];
    const built = scene({ series });
    expect(built.scene.areas).toMatchObject([{ id: "range-a", lower: [1, 2], upper: [9, 8] }]);
    expect(built.scene.y.max).toBeGreaterThanOrEqual(9);
  });
  it("keeps a lone point visible as a dot and a missing step as a gap", () => {
    const list: ChartPoint[] = [
      [START, 1],
      [START + MINUTE, 2],
      [START + 5 * MINUTE, 3],
      [START + 9 * MINUTE, 4],
    ];
    const built = scene({ series: [{ id: "a", label: "a", points: list }], stepMs: MINUTE });
    expect(built.scene.lines[0]?.values).toEqual([1, 2, null, 3, null, 4]);
    expect(built.dots.map((dot) => dot.value)).toEqual([3, 4]);
  });
  it("draws a comparison grey and dashed, whatever its name", () => {
    const series = [
      { id: "a", label: "a", points: points([1, 2]) },
      { id: "b", label: "before", points: points([1, 1]), comparison: true },
    ];
    expect(scene({ series }).scene.lines[1]).toMatchObject({ color: "var(--color-ink-3)", dash: [4, 3] });
  });
  it("stacks so that the top is the sum", () => {
    const series = [
      { id: "a", label: "a", points: points([1, 2]) },
      { id: "b", label: "b", points: points([10, 20]) },
    ];
    expect(scene({ series, stacked: true }).scene.lines[1]?.values).toEqual([11, 22]);
  });
  it("survives having nothing to draw", () => {
    const built = scene({ series: [] });
    expect(built.scene.lines).toEqual([]);
    expect(Number.isFinite(built.scene.y.max)).toBe(true);
  });
});
