import type { QueryResult } from "@triops/domains/metrics/schemas";
import { describe, expect, it } from "vitest";
import { seriesLabel, toChartSeries, toComparison } from "./chart-series.ts";

const result: QueryResult = {
  times: [1000, 2000],
  stepMs: 1000,
  source: "raw",
  kind: "gauge",
  unit: "1",
  seriesTotal: 1,
  groupsTotal: 1,
  groups: [{ labels: { cpu: "0" }, seriesCount: 1, values: [1, null], min: [0, null], max: [2, null] }],
};

describe("chart series", () => {
  it("keep gaps as gaps and extremes beside the mean", () => {
    expect(toChartSeries(result, "load")[0]?.points).toEqual([
      [1000, 1, 0, 2],
      [2000, null, null, null],
    ]);
  });
  it("of the period before lie under the present", () => {
    const [series] = toComparison(result, "load", 5000);
    expect(series?.comparison).toBe(true);
    expect(series?.points[0]?.[0]).toBe(6000);
  });
  it.each([
    [{}, "load"],
    [{ host: "a" }, "a"],
    [{ host: "a", cpu: "1" }, "host=a, cpu=1"],
    [{ host: "", cpu: "1" }, "1"],
  ])("%o reads %s", (labels, text) => {
    expect(seriesLabel(labels as unknown as Record<string, string>, "load")).toBe(text);
  });
});
