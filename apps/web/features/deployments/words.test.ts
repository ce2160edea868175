import type { Deployment, Variant } from "@triops/domains/deployments/schemas";
import type { Rollout } from "@triops/domains/rollouts/schemas";
import { describe, expect, it } from "vitest";
import {
  deploymentAnswer,
  guardText,
  listAnswer,
  rolloutAnswer,
  routingText,
  stepsText,
  variantName,
} from "./words.ts";

const plain = (text: string): string => text.replaceAll(/\s/g, " ");
const variant = (role: Variant["role"], version: string, weight: number) =>
  ({ role, version, weight, model: "fraud" }) as unknown as Variant;
const canaried = [variant("champion", "3", 95), variant("canary", "4", 5), variant("shadow", "5", 10)];
const deployment = (more: Partial<Deployment>) =>
  ({ enabled: true, rolloutId: null, variants: canaried, ...more }) as unknown as Deployment;

describe("a deployment in words", () => {
  it("says who answers, shadows apart", () => {
    expect(plain(routingText(canaried))).toBe("fraud v3 95 %, fraud v4 5 %; fraud v5 in the shadow");
    expect(variantName({ model: "llm", version: "2026-01" })).toBe("llm 2026-01");
    expect(variantName({ model: "llm", version: "" })).toBe("llm");
  });
  it("says how it goes, or that it is off or unasked", () => {
    expect(deploymentAnswer(deployment({ enabled: false }), undefined)).toMatch(/switched off/);
    expect(deploymentAnswer(deployment({}), undefined)).toMatch(/No request in the last 15 minutes/);
    const live = { requestsPerMinute: 120, errorShare: 0.02, p95Ms: 12 };
    expect(plain(deploymentAnswer(deployment({}), live))).toMatch(
      /120 requests a minute, 2 % failing, p95 12 ms/,
    );
  });
  it("counts what is off and what is rolling out", () => {
    expect(listAnswer([], false)).toBe("Nothing is deployed yet.");
    expect(listAnswer([deployment({}), deployment({ enabled: false, rolloutId: "r" })], false)).toBe(
      "2 deployments, 1 switched off, 1 rollout under way.",
    );
  });
});

describe("a rollout in words", () => {
  const steps = [5, 25, 100].map((weight) => ({ weight, minutes: 10 }));
  const rollout = (more: Partial<Rollout>) =>
    ({
      policy: { steps },
      stepIndex: 1,
      reason: "",
      canary: { model: "fraud", version: "4" },
      champion: { model: "fraud", version: "3" },
      ...more,
    }) as unknown as Rollout;

  it("says where it stands, and why it ended", () => {
    expect(plain(stepsText({ steps }))).toBe("5 % → 25 % → 100 %, 10 min each");
    expect(plain(rolloutAnswer(rollout({ state: "running" })))).toBe(
      "fraud v4 answers 25 % of requests, step 2 of 3.",
    );
    expect(rolloutAnswer(rollout({ state: "rolled_back", reason: "too many errors" }))).toBe(
      "fraud v3 answers everything again: too many errors",
    );
  });
  it("says what each guard allows", () => {
    const common = { samplesMin: 100, onBreach: "rollback" } as const;
    expect(plain(guardText({ kind: "error-rate", increaseMax: 0.01, shareMax: 0.05, ...common }))).toBe(
      "Errors at most 1 % above the champion's share, never above 5 %",
    );
    expect(guardText({ kind: "latency", ratioMax: 1.5, p95MsMax: null, ...common })).toMatch(/1\.5 times/);
  });
});
