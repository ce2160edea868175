import { describe, expect, it } from "vitest";
import { defaultPolicy, policyBody, policyFault } from "./policy-draft.ts";

describe("the form of a rollout", () => {
  it("sends its steps, and a guard for each that is on", () => {
    expect(policyFault(defaultPolicy)).toBeUndefined();
    expect(policyBody({ ...defaultPolicy, latencyRatio: null, outputDistance: null })).toEqual({
      steps: [5, 25, 100].map((weight) => ({ weight, minutes: 10 })),
      guards: [{ kind: "error-rate", increaseMax: 0.01, samplesMin: 100, onBreach: "rollback" }],
    });
    expect(policyBody({ ...defaultPolicy, steps: "5 % → 50 %" })).toMatchObject({
      steps: [{ weight: 5 }, { weight: 50 }],
    });
  });
  it("says what is wrong before it is sent", () => {
    const fault = (more: Partial<typeof defaultPolicy>) => policyFault({ ...defaultPolicy, ...more });
    expect(fault({ steps: "" })).toMatch(/at least one/);
    expect(fault({ steps: "5, x" })).toMatch(/more than 0/);
    expect(fault({ steps: "25, 5" })).toMatch(/more than the one before/);
    expect(fault({ minutes: "" })).toMatch(/Minutes/);
    expect(fault({ samplesMin: "1" })).toMatch(/Samples/);
    expect(fault({ latencyRatio: "0.5" })).toMatch(/Latency/);
  });
});
