import type { ChargesOverTime } from "@triops/domains/charges/schemas";
import { describe, expect, it } from "vitest";
import { callSeries, costSeries, failedSeries } from "./series.ts";

const start = Date.parse("2026-11-23T10:00:00Z");
const point = (step: number, calls: number, errors: number, costUsd: string) => ({
  at: new Date(start + step * 60_000).toISOString(),
  calls,
  errors,
  cacheHits: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd,
  unpricedCalls: 0,
  estimatedCalls: 0,
});
const charges: ChargesOverTime = {
  from: new Date(start).toISOString(),
  to: new Date(start + 180_000).toISOString(),
  stepSeconds: 60,
  series: [
    {
      value: "gpt-4o",
      name: "gpt-4o",
      points: [point(0, 60, 6, "0.5"), point(1, 0, 0, "0"), point(2, 30, 0, "0.1")],
    },
    { value: null, name: "", points: [] },
  ],
};

describe("charges on a chart", () => {
  it("are calls a second, without the step that still runs", () => {
    const [series, rest] = callSeries(charges, start + 150_000);
    expect(series?.points).toEqual([
      [start, 1],
      [start + 60_000, 0],
    ]);
    expect(rest?.label).toBe("none");
  });
  it("have a gap where nothing was asked, not a share of zero", () => {
    expect(failedSeries(charges)[0]?.points.map(([, value]) => value)).toEqual([0.1, null, 0]);
  });
  it("are dollars an hour, whatever the step", () => {
    expect(costSeries(charges, start + 600_000)[0]?.points.map(([, value]) => value)).toEqual([30, 0, 6]);
  });
});
