import { describe, expect, it } from "vitest";
import { filterName, keysOf, orderOf, partsOf, readKeys, usualKeys, writeKeys } from "./run-keys.ts";

describe("columns of runs", () => {
  it("go to the address and back, whatever is in a name", () => {
    const keys = ["metrics.val/loss", "params.a,b", "tags.50%", "metrics.f1 score"] as const;
    expect(readKeys(writeKeys(keys))).toEqual(keys);
    expect(readKeys("metrics.a,nonsense,%E0%A4%A,params.")).toEqual(["metrics.a"]);
  });

  it("stand in the filter and the order as its grammar wants them", () => {
    expect(filterName("metrics.rmse")).toBe("metrics.rmse");
    expect(filterName("metrics.f1 score")).toBe("metrics.`f1 score`");
    expect(orderOf("metrics.val/loss", "ascending")).toBe("metrics.`val/loss` ASC");
    expect(orderOf("started", "descending")).toBe("attributes.start_time DESC");
  });

  it("a name may have dots", () => {
    expect(partsOf("tags.mlflow.source.name")).toEqual({ kind: "tags", name: "mlflow.source.name" });
    expect(partsOf("started")).toBeNull();
  });

  it("most used first; tags are not shown unasked", () => {
    const run = (metrics: string[], params: string[]) => ({
      metrics: Object.fromEntries(metrics.map((key) => [key, { value: 1, step: 0, at: "" }])),
      params: Object.fromEntries(params.map((key) => [key, "1"])),
      tags: { "mlflow.user": "ann" },
    });
    const seen = keysOf([run(["b"], ["p"]), run(["a", "b"], [])]);
    expect(seen.metrics).toEqual(["b", "a"]);
    expect(usualKeys(seen)).toEqual(["metrics.b", "metrics.a", "params.p"]);
  });
});
