import { describe, expect, it } from "vitest";
import { worse } from "../severity.ts";
import { afterAlertResolved, blockedBecause, flapWindowMs, groupKeyOf, reopensWithin } from "./rules.ts";

const at = new Date("2026-01-01T00:00:00Z");
const later = (ms: number) => new Date(at.getTime() + ms);

describe("grouping", () => {
  it.each([
    [{ service_name: "checkout", host_name: "a" }, "service_name=checkout"],
    [{ job: "node", instance: "a:9100" }, "job=node"],
    [{ instance: "a:9100" }, "instance=a:9100"],
    [{ colour: "red" }, "alert=f1"],
    [{ service_name: "", host_name: "b" }, "host_name=b"],
  ])("%o belongs to %s", (labels, key) => {
    expect(groupKeyOf(labels as unknown as Record<string, string>, "f1")).toBe(key);
  });
});

describe("flapping", () => {
  it("reopens an incident that ended within the window, the last millisecond included", () => {
    expect(reopensWithin({ state: "resolved", resolvedAt: at }, later(flapWindowMs))).toBe(true);
  });
  it("opens a new incident after the window", () => {
    expect(reopensWithin({ state: "resolved", resolvedAt: at }, later(flapWindowMs + 1))).toBe(false);
  });
  it("never reopens what is still open", () => {
    expect(reopensWithin({ state: "acknowledged", resolvedAt: null }, at)).toBe(false);
  });
});

describe("the last alert resolves", () => {
  it.each([
    ["open", 1, "nothing"],
    ["open", 0, "resolve"],
    ["acknowledged", 0, "tell"],
    ["resolved", 0, "nothing"],
  ] as const)("%s with %i alerts left: %s", (state, left, then) => {
    expect(afterAlertResolved(state, left)).toBe(then);
  });
});

describe("severity", () => {
  it("rises with the worse of two", () => {
    expect(worse("sev3", "sev1")).toBe("sev1");
    expect(worse("sev2", "sev4")).toBe("sev2");
  });
});

describe("buttons", () => {
  it("say why they are disabled", () => {
    expect(blockedBecause.acknowledge("open")).toBeNull();
    expect(blockedBecause.acknowledge("acknowledged")).toBe("Already acknowledged");
    expect(blockedBecause.resolve("resolved")).toBe("Already resolved");
    expect(blockedBecause.reopen("open")).toBe("Still open");
  });
});
