import { describe, expect, it } from "vitest";
import { comparedMetrics, directionOf } from "./compared-metrics.ts";

describe("metrics against the champion", () => {
  it("knows which way usual metrics are better, and does not guess at others", () => {
    expect(["val_rmse", "log_loss", "mae"].map(directionOf)).toEqual(["lower", "lower", "lower"]);
    expect(["accuracy", "test_roc_auc", "f1"].map(directionOf)).toEqual(["higher", "higher", "higher"]);
    expect(["leaves", "terror", "maple"].map(directionOf)).toEqual([null, null, null]);
  });
  it("says better or worse by that, with the relative change", () => {
    const rows = comparedMetrics(
      { rmse: 0.5, accuracy: 0.9, leaves: 30 },
      { rmse: 0.4, accuracy: 0.8, leaves: 20 },
    );
    expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["accuracy", "better"],
      ["leaves", "unknown"],
      ["rmse", "worse"],
    ]);
    expect(rows[2]?.change).toBeCloseTo(0.25);
  });
  it("puts what only one side has last, and needs no champion", () => {
    expect(comparedMetrics({ a: 1, b: 2 }, { b: 2, c: 3 }).map(({ name }) => name)).toEqual(["b", "a", "c"]);
    expect(comparedMetrics({ a: 0 }, null)).toEqual([
      { name: "a", value: 0, champion: null, change: null, verdict: "unknown" },
    ]);
  });
  it("has no relative change from zero", () => {
    expect(comparedMetrics({ rmse: 1 }, { rmse: 0 })[0]).toMatchObject({ change: null, verdict: "worse" });
  });
});
