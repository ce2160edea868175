import { describe, expect, it } from "vitest";
import { routeAnswer, routingText, trafficText } from "./words.ts";

const target = (model: string, tier: number, weight = 100, enabled = true) => ({
  model,
  tier,
  weight,
  provider: { enabled },
});

describe("routingText", () => {
  it("gives shares when several divide the traffic, then fallbacks in their order", () => {
    const targets = [target("c", 2), target("a", 0, 80), target("b", 0, 20), target("d", 1)];
    expect(routingText(targets)).toBe("a 80\u202f%, b 20\u202f%, then d, then c");
    expect(routingText([target("a", 0)])).toBe("a");
  });
});

describe("trafficText", () => {
  it("says calls, failures and cost; unknown parts are left out", () => {
    expect(trafficText({ calls: 1_200, errors: 12, costUsd: "2.31", p95Ms: null }, "in the last hour")).toBe(
      "1,200 calls in the last hour, 1\u202f% failed, $2.31.",
    );
    expect(trafficText({ calls: 1, errors: 0, costUsd: null, p95Ms: 900 }, "today")).toBe(
      "1 call today, none failed, p95 900\u202fms.",
    );
    expect(trafficText(undefined, "today")).toBe("No call today.");
  });
});

describe("routeAnswer", () => {
  it("says first that it cannot answer", () => {
    expect(routeAnswer({ enabled: false, targets: [target("a", 0)] }, undefined)).toContain("switched off");
    expect(routeAnswer({ enabled: true, targets: [target("a", 0, 100, false)] }, undefined)).toBe(
      "Nobody can be asked: every provider of it is switched off.",
    );
  });
  it("says who answers and how that goes", () => {
    expect(
      routeAnswer({ enabled: true, targets: [target("a", 0)] }, { calls: 2, errors: 1, costUsd: "0" }),
    ).toMatch(/^a answers\. 2 calls in this range, 50\u202f% failed/);
  });
});
