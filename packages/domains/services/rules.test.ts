import { describe, expect, it } from "vitest";
import { neighbourhood, stateOf, targetOf, withoutReadQueues, worst } from "./rules.ts";

describe("stateOf", () => {
  it.each([
    [{ requests: 0, errors: 0, worstSeverity: null }, "quiet"],
    [{ requests: 3, errors: 3, worstSeverity: null }, "healthy"],
    [{ requests: 100, errors: 0, worstSeverity: null }, "healthy"],
    [{ requests: 100, errors: 1, worstSeverity: null }, "degraded"],
    [{ requests: 100, errors: 10, worstSeverity: null }, "failing"],
    [{ requests: 100, errors: 0, worstSeverity: "sev3" }, "degraded"],
    [{ requests: 0, errors: 0, worstSeverity: "sev1" }, "failing"],
  ] as const)("%j is %s", (facts, state) => {
    expect(stateOf(facts)).toBe(state);
  });
});

it("the worst severity is the first of the scale", () => {
  expect(worst(["sev4", "sev2", "sev3"])).toBe("sev2");
  expect(worst([])).toBeNull();
});

describe("the map", () => {
  const edge = (source: string, target: string, kind: string, via = "") => ({ source, target, kind, via });
  it("takes a peer for the service of that name", () => {
    const known = new Set(["bank"]);
    expect(targetOf(edge("shop", "bank", "external"), known)).toEqual({ kind: "service", name: "bank" });
    expect(targetOf(edge("shop", "api.example", "external"), known).kind).toBe("external");
    expect(targetOf(edge("shop", "bank", "database"), known).kind).toBe("database");
  });
  it("draws a message once: the queue only where nobody reads it", () => {
    const edges = [
      edge("shop", "mail", "message", "receipts"),
      edge("shop", "receipts", "queue"),
      edge("shop", "audit", "queue"),
      edge("till", "receipts", "queue"),
    ];
    expect(withoutReadQueues(edges).map(({ source, target }) => `${source} ${target}`)).toEqual([
      "shop mail",
      "shop audit",
      "till receipts",
    ]);
  });
  it("shows a neighbourhood in both directions", () => {
    const edges = [
      edge("a", "b", "call"),
      edge("b", "c", "call"),
      edge("c", "d", "call"),
      edge("x", "b", "call"),
    ];
    expect([...neighbourhood(edges, "b", 1)].sort()).toEqual(["a", "b", "c", "x"]);
    expect([...neighbourhood(edges, "b", 2)].sort()).toEqual(["a", "b", "c", "d", "x"]);
  });
});
