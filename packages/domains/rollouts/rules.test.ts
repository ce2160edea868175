import { describe, expect, it } from "vitest";
import { decide, withCanaryAsChampion, withCanaryAt } from "./rules.ts";
import { defaultGuards, type Finding, type Policy } from "./schemas.ts";

const policy: Policy = {
  steps: [
    { weight: 5, minutes: 10 },
    { weight: 100, minutes: 5 },
  ],
  guards: defaultGuards,
  falseAlarmMax: 0.01,
  waitMinutesMax: 30,
};
const startedAt = new Date("2026-06-01T00:00:00Z");
const after = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000);
const found = (kind: Finding["kind"], state: Finding["state"]) => ({ kind, state, text: kind }) as Finding;
const well = [found("error-rate", "passing"), found("latency", "passing"), found("output", "passing")];

describe("what becomes of a rollout", () => {
  it.each([
    ["stays until the step's time is over", 0, well, 9.9, "stay"],
    ["advances when every guard passed", 0, well, 10, "advance"],
    ["completes after the last step", 1, well, 5, "complete"],
    ["waits for samples", 0, [found("error-rate", "waiting")], 39, "stay"],
    ["is paused when they do not come", 0, [found("error-rate", "waiting")], 41, "pause"],
    ["is rolled back at once", 0, [found("latency", "breached")], 0.1, "rollback"],
  ])("%s", (_, stepIndex, findings, minutes, wanted) => {
    const decision = decide({ policy, stepIndex, stepStartedAt: startedAt, findings }, after(minutes));
    expect(decision.do).toBe(wanted);
  });

  it("is paused instead where the guard says so, but a guard that takes back wins", () => {
    const guards = policy.guards.map((guard) =>
      guard.kind === "output" ? { ...guard, onBreach: "pause" as const } : guard,
    );
    const seen = { policy: { ...policy, guards }, stepIndex: 0, stepStartedAt: startedAt };
    const odd = found("output", "breached");
    expect(decide({ ...seen, findings: [odd] }, after(1))).toEqual({ do: "pause", why: "output" });
    const both = [odd, found("error-rate", "breached")];
    expect(decide({ ...seen, findings: both }, after(1))).toEqual({ do: "rollback", why: "error-rate" });
  });
});

describe("weights", () => {
  const variants = [
    { id: "a", role: "champion", weight: 95 },
    { id: "b", role: "canary", weight: 5 },
    { id: "s", role: "shadow", weight: 50 },
  ];
  it("of a step come from the champion", () => {
    expect(withCanaryAt(variants, "b", 25).map(({ weight }) => weight)).toEqual([75, 25, 50]);
    expect(withCanaryAt(variants, "b", 100).map(({ weight }) => weight)).toEqual([0, 100, 50]);
  });
  it("of a canary that took over are the champion's, and the one before is gone", () => {
    expect(withCanaryAsChampion(variants, "b")).toEqual([
      { id: "b", role: "champion", weight: 100 },
      { id: "s", role: "shadow", weight: 50 },
    ]);
  });
});
