import type { Monitor, Signal } from "@triops/domains/monitors/schemas";
import { describe, expect, it } from "vitest";
import { describeCondition, describeSignal, exploreHref, monitorAnswer } from "./describe.ts";

const signal: Signal = { metric: "cpu", filters: [], groupBy: [], aggregate: "avg", combine: false };

describe("a rule in words", () => {
  it("says what must hold and for how long", () => {
    expect(describeCondition({ kind: "threshold", op: ">", value: 0.9, forMinutes: 5 })).toBe(
      "> 0.9 for 5 min",
    );
    expect(describeCondition({ kind: "absence", afterMinutes: 3 })).toBe("silent for 3 min");
    expect(
      describeCondition({ kind: "anomaly", sensitivity: "high", direction: "above", forMinutes: 0 }),
    ).toBe("unusual (high sensitivity), above what is expected");
  });
  it("says what is watched", () => {
    expect(describeSignal(signal)).toBe("cpu, each series");
    expect(
      describeSignal({ ...signal, filters: [{ label: "mode", op: "!=", value: "idle" }], groupBy: ["host"] }),
    ).toBe('avg(cpu{mode!="idle"}) by host');
    expect(describeSignal({ ...signal, aggregate: "rate" })).toBe("rate(cpu), each series");
  });
  it("leads to what is watched", () => {
    expect(exploreHref({ ...signal, metric: "", promql: "a / b" })).toBe("/metrics?query=a+%2F+b");
    expect(exploreHref(signal)).toBe("/metrics?metric=cpu");
    expect(exploreHref({ ...signal, groupBy: ["host"] })).toBe(
      "/metrics?metric=cpu&groupBy=host&aggregate=avg",
    );
    expect(describeSignal({ ...signal, metric: "", promql: "a / b" })).toBe("a / b");
  });
  it("answers first: paused, broken, empty, firing or well", () => {
    const monitor = { enabled: true, evaluationError: null, seriesCount: 3 } as Monitor;
    expect(monitorAnswer(monitor, 0)).toBe("All well: 3 series watched.");
    expect(monitorAnswer(monitor, 2)).toBe("2 firing of 3 series watched.");
    expect(monitorAnswer({ ...monitor, enabled: false }, 2)).toMatch(/^Paused/);
    expect(monitorAnswer({ ...monitor, evaluationError: "too many series" }, 0)).toMatch(/too many series$/);
    expect(monitorAnswer({ ...monitor, seriesCount: 0 }, 0)).toMatch(/^No series matches yet/);
  });
});
