import type { Figure, Run } from "@triops/domains/training/schemas";
import { describe, expect, it } from "vitest";
import { axisKeys, placeableKeys, placeOf } from "./compared-values.ts";

const run = (metrics: Record<string, Figure>, params: Record<string, string>): Run =>
  ({
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([key, value]) => [key, { value, step: 0, at: "" }]),
    ),
    params,
    tags: {},
  }) as unknown as Run;

const runs = [
  run({ rmse: 0.5, r2: 0.8 }, { depth: "3", kind: "ridge", seed: "1" }),
  run({ rmse: "NaN", r2: 0.7 }, { depth: "5", kind: "lasso", seed: "1" }),
];

describe("what compared runs have", () => {
  it("figures, params that read as numbers, texts, and nothing for NaN", () => {
    expect(runs.map((one) => placeOf(one, "metrics.rmse"))).toEqual([0.5, null]);
    expect(placeOf(runs[0]!, "params.depth")).toBe(3);
    expect(placeOf(runs[0]!, "params.kind")).toBe("ridge");
    expect(placeOf(runs[0]!, "params.none")).toBeNull();
  });

  it("axes are what differs, params before metrics", () => {
    expect(axisKeys(runs, 6)).toEqual(["params.depth", "params.kind", "metrics.r2"]);
    expect(axisKeys(runs, 2)).toEqual(["params.depth", "metrics.r2"]);
  });

  it("when nothing differs, whatever there is", () => {
    expect(axisKeys([run({ a: 1 }, { p: "x" })], 4)).toEqual(["params.p", "metrics.a"]);
    expect(axisKeys([], 4)).toEqual([]);
  });

  it("only what places a run is offered for drawing", () => {
    expect(placeableKeys(runs)).toEqual(["metrics.r2", "metrics.rmse", "params.depth", "params.seed"]);
  });
});
