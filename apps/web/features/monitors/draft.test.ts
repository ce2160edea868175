import { describe, expect, it } from "vitest";
import { conditionOf, isChosen, newDraft, signalOf } from "./draft.ts";

const draft = newDraft({ metric: "cpu" });

describe("a monitor being written", () => {
  it("begins from what the explorer shows", () => {
    const from = newDraft({ metric: "requests", groupBy: ["route"], aggregate: "rate" });
    expect(from.signal).toMatchObject({ metric: "requests", groupBy: ["route"], aggregate: "rate" });
  });
  it("takes a query, with the limit that stood at its end", () => {
    const limit = { op: ">", value: 5 } as const;
    const from = newDraft({ query: { promql: "sum(errors)", limit } });
    expect(from).toMatchObject({ kind: "threshold", op: ">", value: "5", name: "sum(errors)" });
    expect(signalOf(from)).toMatchObject({ metric: "", promql: "sum(errors)" });
    expect(isChosen(from.signal)).toBe(true);
    expect(isChosen({ ...from.signal, promql: " " })).toBe(false);
    expect(signalOf(draft)).not.toHaveProperty("promql");
  });
  it("falls back to the mean for an aggregate that monitors do not have", () => {
    expect(newDraft({ metric: "cpu", aggregate: "p95" }).signal.aggregate).toBe("avg");
  });
  it.each([
    [{ kind: "threshold", value: "" }, null],
    [{ kind: "threshold", value: "1e3x" }, null],
    [
      { kind: "threshold", value: "0" },
      { kind: "threshold", op: ">", value: 0, forMinutes: 0 },
    ],
    [
      { kind: "threshold", value: "0.9", recoverValue: "0.8" },
      { kind: "threshold", op: ">", value: 0.9, recoverValue: 0.8, forMinutes: 0 },
    ],
    [{ kind: "threshold", value: "0.9", recoverValue: "x" }, null],
    [{ kind: "absence", afterMinutes: "0" }, null],
    [
      { kind: "absence", afterMinutes: "7" },
      { kind: "absence", afterMinutes: 7 },
    ],
    [{ kind: "anomaly", forMinutes: "1.5" }, null],
  ] as const)("%o is ready only when its numbers are", (change, condition) => {
    expect(conditionOf({ ...draft, ...change })).toEqual(condition);
  });
});
