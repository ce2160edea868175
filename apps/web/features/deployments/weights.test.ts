import { describe, expect, it } from "vitest";
import { readWeights, withShare } from "./weights.ts";

describe("shares of traffic", () => {
  it("are taken when they add up to 100", () => {
    expect(readWeights({ a: "95", b: "5" })).toEqual({ weights: { a: 95, b: 5 } });
    expect(readWeights({ a: "33.3", b: "33.3", c: "33.4" })).toHaveProperty("weights");
  });
  it("are refused with the reason otherwise", () => {
    expect(readWeights({ a: "90", b: "5" })).toEqual({
      fault: "Shares must add up to 100 %; these make 95 %",
    });
    for (const odd of ["", "x", "-1", "101"]) expect(readWeights({ a: odd })).toHaveProperty("fault");
  });
  it("leave the rest to the champion", () => {
    expect(withShare({ champion: "95", canary: "5" }, "canary", "25", "champion")).toEqual({
      champion: "75",
      canary: "25",
    });
    expect(withShare({ champion: "95", canary: "5" }, "canary", "300", "champion").champion).toBe("95");
    expect(withShare({ champion: "95", canary: "5" }, "champion", "50", "champion").canary).toBe("5");
  });
});
