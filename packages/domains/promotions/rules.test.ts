import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gateChecks, type Signature } from "../models/schemas.ts";
import { incompatibilities } from "./compare-signatures.ts";
import { asGoodAs, type Evidence, judge } from "./judge.ts";
import { blockedBecause, stateAfter } from "./rules.ts";

const columns = (...fields: [string, string, boolean?][]) =>
  fields.map(([name, type, required = true]) => ({ name, type, required }));
const signature = (inputs: Signature["inputs"], outputs: Signature["outputs"] = null): Signature => ({
  inputs,
  outputs,
  params: null,
});
const tensor = (dtype: string, shape: number[]) => [{ type: "tensor", "tensor-spec": { dtype, shape } }];

describe("signatures", () => {
  const champion = signature(columns(["a", "integer"], ["b", "string"]), columns(["y", "double"]));
  it.each([
    ["the same", champion, []],
    ["one input less", signature(columns(["a", "integer"])), []],
    ["a wider input", signature(columns(["a", "long"], ["b", "string"])), []],
    ["a new optional input", signature(columns(["a", "integer"], ["c", "string", false])), []],
    ["a new input", signature(columns(["c", "string"])), ["input c is new and callers do not send it"]],
    [
      "a narrower input",
      signature(columns(["a", "boolean"])),
      ["input a takes boolean, callers send integer"],
    ],
    ["an output less", signature(null, columns(["z", "double"])), ["output y is missing"]],
    ["a narrower output", signature(null, columns(["y", "float"])), []],
    [
      "another output",
      signature(null, columns(["y", "string"])),
      ["output y is string, callers read double"],
    ],
  ])("%s", (_name, candidate, faults) => {
    expect(incompatibilities(champion, candidate)).toEqual(faults);
  });
  it("of tensors compare element type and shape; -1 takes any length", () => {
    const ten = signature(tensor("float32", [-1, 10]));
    expect(incompatibilities(ten, signature(tensor("float32", [-1, 10])))).toEqual([]);
    expect(incompatibilities(ten, signature(tensor("float32", [-1, 12])))).toHaveLength(1);
    expect(incompatibilities(ten, signature(tensor("float64", [-1, 10])))).toHaveLength(1);
    expect(incompatibilities(ten, signature(columns(["a", "double"])))).toHaveLength(1);
  });
});

const comparison = { metric: "auc", direction: "higher", margin: 0.01, marginKind: "absolute" } as const;

describe("comparisons", () => {
  it.each([
    ["higher", "absolute", 0.01, 0.9, 0.9, true],
    ["higher", "absolute", 0.01, 0.89, 0.9, true],
    ["higher", "absolute", 0.01, 0.88, 0.9, false],
    ["lower", "absolute", 0, 0.5, 0.4, false],
    ["lower", "relative", 0.5, 0.6, 0.4, true],
    ["lower", "relative", 0.5, 0.61, 0.4, false],
    ["higher", "relative", 0.1, -11, -10, true],
    ["higher", "relative", 0.1, -11.5, -10, false],
  ] as const)(
    "%s is better, %s margin %d: %d against %d is %s",
    (direction, marginKind, margin, own, other, wanted) => {
      expect(asGoodAs({ metric: "m", direction, margin, marginKind }, own, other)).toBe(wanted);
    },
  );
  it("what is better is always as good, whatever the margin", () => {
    const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(number, number, fc.double({ noNaN: true, min: 0, max: 10 }), (a, b, margin) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const about = { metric: "m", margin, marginKind: "relative" } as const;
        return (
          asGoodAs({ ...about, direction: "higher" }, high, low) &&
          asGoodAs({ ...about, direction: "lower" }, low, high)
        );
      }),
    );
  });
});

describe("the judgement", () => {
  const notRun = { state: "not_run", detail: "No runner", evidence: {} } as const;
  const evidence = (version: number, metrics: Record<string, number>): Evidence => ({
    version,
    signature: signature(columns(["a", "double"])),
    missing: null,
    metrics,
  });
  const gate = gateChecks.parse({ requiredMetrics: ["auc"], comparison });
  const outcome = (candidate: Evidence, champion: Evidence | null, checks = gate, smoke = notRun) =>
    stateAfter(judge(checks, candidate, champion, smoke));

  it("waits for an approval when all that is required passed", () => {
    expect(outcome(evidence(2, { auc: 0.91 }), evidence(1, { auc: 0.9 }))).toBe("waiting");
    expect(outcome(evidence(1, { auc: 0.5 }), null)).toBe("waiting");
  });
  it("fails for a worse metric, a missing one, and one that is not a number", () => {
    expect(outcome(evidence(2, { auc: 0.8 }), evidence(1, { auc: 0.9 }))).toBe("failed");
    expect(outcome(evidence(2, {}), evidence(1, { auc: 0.9 }))).toBe("failed");
    expect(outcome(evidence(2, { auc: Number.NaN }), null)).toBe("failed");
    expect(outcome(evidence(2, { auc: 0.9 }), evidence(1, {}))).toBe("failed");
  });
  it("fails without a signature only where one is required", () => {
    const bare = { ...evidence(1, { auc: 1 }), signature: null };
    expect(outcome(bare, null)).toBe("failed");
    expect(outcome(bare, null, { ...gate, requireSignature: false })).toBe("waiting");
  });
  it("a signature that breaks callers fails, required or not", () => {
    const other = { ...evidence(2, { auc: 1 }), signature: signature(columns(["b", "double"])) };
    expect(outcome(other, evidence(1, { auc: 0.9 }), { ...gate, requireSignature: false })).toBe("failed");
  });
  it("waits for a trial that did not run only where it is required", () => {
    const strict = { ...gate, requireSmoke: true };
    expect(outcome(evidence(1, { auc: 1 }), null, strict)).toBe("failed");
    expect(outcome(evidence(1, { auc: 1 }), null, gate, { ...notRun, state: "running" } as never)).toBe(
      "checking",
    );
    expect(outcome(evidence(1, { auc: 1 }), null, gate, { ...notRun, state: "failed" } as never)).toBe(
      "failed",
    );
  });
});

describe("who may decide", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const promotion = { state: "waiting", requesterId: "ann", expiresAt: new Date("2026-01-02T00:00:00Z") };
  it.each([
    [promotion, { kind: "member", id: "bob" }, null],
    [promotion, { kind: "member", id: "ann" }, "Your own request: somebody else must approve it"],
    [promotion, { kind: "apiKey", id: "k" }, "An approval is a person's: sign in"],
    [{ ...promotion, state: "failed" }, { kind: "member", id: "bob" }, "A check did not pass"],
    [{ ...promotion, state: "checking" }, { kind: "member", id: "bob" }, "Its checks are still running"],
    [{ ...promotion, state: "approved" }, { kind: "member", id: "bob" }, "Already approved"],
    [{ ...promotion, expiresAt: now }, { kind: "member", id: "bob" }, "It expired"],
  ])("%j by %j", (stored, actor, wanted) => {
    expect(blockedBecause.approve(stored, actor, now)).toBe(wanted);
  });
});
