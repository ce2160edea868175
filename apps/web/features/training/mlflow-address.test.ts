import { describe, expect, it } from "vitest";
import { placeOfMlflowAddress } from "./mlflow-address.ts";

describe("addresses that MLflow's client prints", () => {
  it("lead to the page of ours that shows the same", () => {
    expect(placeOfMlflowAddress("#/experiments/3/runs/01a2")).toBe("/training/runs/01a2");
    expect(placeOfMlflowAddress("#/experiments/3")).toBe("/training/experiments/3");
    expect(placeOfMlflowAddress("#/experiments/3/models/m-1?x=1")).toBe("/training/models/m-1");
    expect(placeOfMlflowAddress("#/models/my%20model/versions/2")).toBe("/models/my%20model/versions/2");
  });

  it("anything else stays where it is", () => {
    expect(placeOfMlflowAddress("")).toBeNull();
    expect(placeOfMlflowAddress("#section")).toBeNull();
    expect(placeOfMlflowAddress("#/elsewhere")).toBeNull();
  });
});
