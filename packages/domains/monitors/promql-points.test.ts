import { prepare } from "@triops/telemetry/promql/check";
import { describe, expect, it } from "vitest";
import { leavesOut, requireQuery } from "./promql-points.ts";
import { conditionHash, isGrouped, isPerMinute, signalHash, signalName } from "./rules.ts";
import { condition, signal } from "./schemas.ts";

const query = (promql: string) => signal.parse({ promql });

describe("a query as signal", () => {
  it.each([
    ["up > 5", true],
    ["(a unless b)", true],
    ["a and b", true],
    ["absent(up)", true],
    ["up > bool 5", false],
    ["sum(up > 5)", false],
    ["rate(a[5m])", false],
    ["a or b", false],
  ])("%s leaves out what is well: %s", (text, leaves) => {
    expect(leavesOut(prepare(text).expr)).toBe(leaves);
  });
  it.each(["rate(up[5m]", "up[5m]", '"text"', "nonsense(up)", "rate(up)"])("is refused: %s", (text) => {
    expect(() => requireQuery(query(text))).toThrow(/missing or wrong/);
  });
  it.each(["sum(rate(a[5m])) / sum(rate(b[5m]))", "1 + 1", "up"])("is accepted: %s", (text) => {
    expect(() => requireQuery(query(text))).not.toThrow();
  });
  it("stands in place of a metric, not beside it", () => {
    expect(signal.safeParse({ metric: "up", promql: "up" }).success).toBe(false);
    expect(signal.safeParse({}).success).toBe(false);
  });
  it("is judged minute by minute, and is a signal of its own", () => {
    const rule = condition.parse({ kind: "threshold", op: ">", value: 1 });
    expect(isGrouped(query("up"))).toBe(true);
    expect(isPerMinute(query("up"), rule)).toBe(true);
    expect(signalName(query("up"))).toBe("up");
    expect(signalHash(query("up"), rule)).not.toBe(signalHash(query("down"), rule));
    expect(conditionHash(rule)).toBeTruthy();
  });
});
