import { describe, expect, it } from "vitest";
import { isKept, type ParallelLine, parallelScene, pathOf, rampColor, yOfShare } from "./parallel-scene.ts";

const axes = [
  { id: "lr", label: "lr" },
  { id: "kind", label: "kind" },
  { id: "loss", label: "loss" },
];
const lines: ParallelLine[] = [
  { id: "a", label: "a", values: { lr: 0, kind: "ridge", loss: 4 } },
  { id: "b", label: "b", values: { lr: 1, kind: "lasso", loss: null } },
  { id: "c", label: "c", values: { lr: 0.5, kind: "ridge", loss: 2 } },
];
const scene = parallelScene(axes, lines, { widthPx: 500, heightPx: 300, gutterPx: 50 });

describe("parallel coordinates", () => {
  it("axes stand evenly, figures on a scale and words in order", () => {
    expect(scene.axes.map(({ xPx, kind }) => [xPx, kind])).toEqual([
      [50, "number"],
      [250, "word"],
      [450, "number"],
    ]);
    expect(scene.axes[1]?.ticks.map(({ label }) => label)).toEqual(["lasso", "ridge"]);
    expect(scene.axes[0]?.shareOf(0.5)).toBe(0.5);
  });

  it("a missing value dips below the axes instead of being zero", () => {
    expect(yOfShare(scene, scene.axes[2]?.shareOf(null) ?? null)).toBe(scene.missingPx);
    expect(pathOf(scene, lines[1] as ParallelLine).endsWith(`450.0,${scene.missingPx.toFixed(1)}`)).toBe(
      true,
    );
  });

  it("keeps the lines that pass through every kept part", () => {
    const kept = (part: Record<string, readonly [number, number]>) =>
      lines.filter((line) => isKept(scene, line, part)).map(({ id }) => id);
    expect(kept({})).toEqual(["a", "b", "c"]);
    expect(kept({ lr: [0.4, 1] })).toEqual(["b", "c"]);
    expect(kept({ lr: [0.4, 1], loss: [0, 1] })).toEqual(["c"]);
  });

  it("one value, no value and NaN still make an axis", () => {
    const one = parallelScene([{ id: "x", label: "x" }], [{ id: "a", label: "a", values: { x: 3 } }], {
      widthPx: 100,
      heightPx: 200,
      gutterPx: 10,
    });
    expect(one.axes[0]?.shareOf(3)).toBe(0.5);
    expect(one.axes[0]?.shareOf(Number.NaN)).toBeNull();
    const none = parallelScene([{ id: "x", label: "x" }], [], { widthPx: 100, heightPx: 200, gutterPx: 10 });
    expect(none.axes[0]?.ticks.length).toBeGreaterThan(0);
  });

  it("colours from weak to strong, grey without a value", () => {
    expect([0, 0.3, 1, null].map(rampColor)).toEqual([
      "var(--color-ramp-2)",
      "var(--color-ramp-3)",
      "var(--color-ramp-5)",
      "var(--color-ink-3)",
    ]);
  });
});
