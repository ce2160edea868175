import type { Traffic } from "@triops/domains/predictions/schemas";
import { describe, expect, it } from "vitest";
import { errorSeries, latencySeries, requestSeries } from "./traffic-series.ts";

const total = { requests: 0, errors: 0, predictions: 0, p50Ms: null, p95Ms: null, p99Ms: null };
const variant = (role: "champion" | "canary" | "shadow", version: string): Traffic["variants"][number] => ({
  role,
  variant: version,
  model: "fraud",
  version,
  requests: [60, 0],
  errors: [6, 0],
  predictions: [60, 0],
  p50Ms: [1, null],
  p95Ms: [2, null],
  p99Ms: [3, null],
  total,
});
const traffic: Traffic = {
  stepSeconds: 60,
  times: [0, 60_000],
  variants: [variant("champion", "3"), variant("shadow", "4")],
};

describe("traffic by variant", () => {
  it("is a rate, without the step that still runs, of those who answer", () => {
    const series = requestSeries(traffic, 90_000);
    expect(series.map(({ label }) => label)).toEqual(["Champion fraud v3"]);
    expect(series[0]?.points).toEqual([[0, 1]]);
    expect(requestSeries(traffic, 120_000)[0]?.points).toHaveLength(2);
  });
  it("has no share of errors where nothing was asked", () => {
    expect(errorSeries(traffic)[0]?.points).toEqual([
      [0, 0.1],
      [60_000, null],
    ]);
  });
  it("shows the latency of shadows too", () => {
    expect(latencySeries(traffic).map(({ label }) => label)).toEqual([
      "Champion fraud v3",
      "Shadow fraud v4",
    ]);
  });
});
