import { describe, expect, it } from "vitest";
import { nearestPoint, scatterScene } from "./scatter-scene.ts";

const points = [
  { id: "b", label: "b", x: 10, y: 1, color: 5 },
  { id: "a", label: "a", x: 0, y: 3, color: null },
  { id: "gone", label: "gone", x: Number.NaN, y: 3 },
];

describe("scatter", () => {
  const scene = scatterScene(points, { widthPx: 400, heightPx: 300 });

  it("places what has a place, in the order of x", () => {
    expect(scene.points.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(scene.points[0]?.xPx).toBe(0);
    expect(scene.points[1]?.xPx).toBe(scene.frame.widthPx);
    expect(scene.points[0]?.yPx).toBeLessThan(scene.points[1]?.yPx ?? 0);
  });

  it("a single shade is the middle one, none is none", () => {
    expect(scene.points.map(({ share }) => share)).toEqual([null, 0.5]);
  });

  it("finds the nearest within reach only", () => {
    expect(nearestPoint(scene.points, 3, scene.points[0]?.yPx ?? 0, 12)?.id).toBe("a");
    expect(nearestPoint(scene.points, 60, scene.points[0]?.yPx ?? 0, 12)).toBeNull();
  });

  it("no point at all is an empty plot", () => {
    expect(scatterScene([], { widthPx: 400, heightPx: 300 }).points).toEqual([]);
  });
});
