import { describe, expect, it } from "vitest";
import { boxHeightPx, boxWidthPx, placeBoxes } from "./place-boxes.ts";

describe("placeBoxes", () => {
  const ids = ["data", "run", "version", "shop", "lab"];
  const links = [
    { from: "data", to: "run" },
    { from: "run", to: "version" },
    { from: "version", to: "shop" },
    { from: "version", to: "lab" },
    { from: "version", to: "gone" },
  ];
  const places = placeBoxes(ids, links);
  const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };

  it("puts what something came from on its left", () => {
    expect(at("data").x + boxWidthPx).toBeLessThan(at("run").x);
    expect(at("run").x + boxWidthPx).toBeLessThan(at("version").x);
    expect(at("version").x + boxWidthPx).toBeLessThan(at("shop").x);
  });
  it("lets no two boxes touch, and leaves links to the unknown out", () => {
    expect(Math.abs(at("shop").y - at("lab").y)).toBeGreaterThanOrEqual(boxHeightPx);
    expect([...places.keys()]).toEqual(ids);
  });
});
