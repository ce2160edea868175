import { describe, expect, it } from "vitest";
import { parse } from "./parse.ts";
import { plan } from "./plan.ts";
import { type GridFunction, gridFunctions } from "./storage.ts";

const grid = { startMs: 600_000, stepMs: 60_000, steps: 3 };

function planned(query: string, grids: readonly GridFunction[] = gridFunctions) {
  const options = { startMs: 600_000, endMs: 720_000, lookbackMs: 300_000, subqueryStepMs: 60_000 };
  return [...plan(parse(query), grid, { ...options, grids: new Set(grids) })].map(([node, selection]) => {
    const { matchers: _, ...rest } = selection;
    return { name: node.name, ...rest };
  });
}

describe("plan", () => {
  it("asks for newest samples and rates over the grid where the storage computes them", () => {
    expect(planned("x + rate(y_total[2m])")).toEqual([
      { name: "x", ...grid, windowMs: 300_000, want: "last" },
      { name: "y_total", ...grid, windowMs: 120_000, want: "rate" },
    ]);
  });

  it("asks for samples where it does not, and where times or whole windows matter", () => {
    expect(planned("rate(y_total[2m])", [])).toEqual([
      { name: "y_total", ...grid, windowMs: 120_000, want: "samples" },
    ]);
    expect(planned("timestamp(x)")).toEqual([{ name: "x", ...grid, windowMs: 300_000, want: "samples" }]);
    expect(planned("max_over_time(x[2m])")).toEqual([
      { name: "x", ...grid, windowMs: 120_000, want: "samples" },
    ]);
  });

  it("moves the times by offset and fixes them by @", () => {
    expect(planned("x offset 1m")).toMatchObject([{ startMs: 540_000, steps: 3 }]);
    expect(planned("x @ 300 offset 1m")).toMatchObject([{ startMs: 240_000, steps: 1 }]);
    expect(planned("x @ start()")).toMatchObject([{ startMs: 600_000, steps: 1 }]);
    expect(planned("x @ end()")).toMatchObject([{ startMs: 720_000, steps: 1 }]);
  });

  it("evaluates subqueries at multiples of their step after the window's open beginning", () => {
    expect(planned("max_over_time(x[2m:50s])")).toMatchObject([
      { name: "x", startMs: 500_000, stepMs: 50_000, steps: 5, want: "last" },
    ]);
    expect(planned("max_over_time(rate(x[1m])[1m:] @ end())")).toMatchObject([
      { startMs: 720_000, stepMs: 60_000, steps: 1, want: "rate" },
    ]);
    expect(planned("max_over_time(x[1s:1h])")).toEqual([]);
  });
});
