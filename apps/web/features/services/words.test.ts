import type { Health, ServiceWithHealth } from "@triops/domains/services/schemas";
import { describe, expect, it } from "vitest";
import { serviceAnswer } from "./answer.ts";
import { rateText, summaryAnswer } from "./words.ts";

const quiet: Health = {
  state: "quiet",
  requests: 0,
  errors: 0,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  requestsPerSecond: 0,
  errorRatio: null,
  trend: [],
  errorTrend: [],
  openAlerts: 0,
  worstSeverity: null,
};
const named = (health: Partial<Health>) =>
  ({ name: "checkout", archivedAt: null, health: { ...quiet, ...health } }) as ServiceWithHealth;

describe("the answer of a service", () => {
  it.each([
    [{}, "Nothing was asked of it in this range."],
    [{ openAlerts: 1 }, "Nothing was asked of it in this range, and 1 alert is open."],
    [
      { state: "healthy", requests: 720, requestsPerSecond: 0.2, errorRatio: 0, p95Ms: 84 },
      "Healthy: it takes 0.2/s, none failing, 95 % within 84 ms.",
    ],
    [
      {
        state: "failing",
        requests: 3_600,
        requestsPerSecond: 1,
        errorRatio: 0.25,
        p95Ms: 1_200,
        openAlerts: 2,
      },
      "Failing: it takes 1/s, 25 % failing, 95 % within 1.2 s; 2 alerts are open.",
    ],
  ] as const)("%j", (health, text) => {
    expect(serviceAnswer(named(health)).replaceAll("\u202f", " ")).toBe(text);
  });
});

describe("the answer of the catalog", () => {
  const counts = { total: 9, failing: 0, degraded: 0, healthy: 7, quiet: 2, unwell: [] as string[] };
  it.each([
    [{ total: 0, healthy: 0, quiet: 0 }, "No service has been heard of yet."],
    [{}, "9 services: 7 healthy, 2 quiet."],
    [{ failing: 1, unwell: ["checkout"] }, "checkout is unwell; 7 of 9 healthy."],
    [{ failing: 2, degraded: 1, unwell: ["a", "b", "c"] }, "a, b and 1 more are unwell; 7 of 9 healthy."],
  ])("%j", (more, text) => {
    expect(summaryAnswer({ ...counts, ...more })).toBe(text);
  });
});

it("slow rates are said per minute", () => {
  expect([rateText(0), rateText(12.34), rateText(0.02)]).toEqual(["0", "12/s", "1.2/min"]);
});
