import { describe, expect, it } from "vitest";
import {
  closedMinute,
  conditionHash,
  dueAt,
  groupKey,
  isPerMinute,
  judgeAbsence,
  judgeAnomaly,
  judgeThreshold,
  recoverValueFault,
  settleMs,
  signalHash,
  timingOf,
} from "./rules.ts";
import { condition, signal } from "./schemas.ts";

const minute = 60_000;
const cpu = signal.parse({ metric: "cpu" });
const threshold = (op: ">" | ">=" | "<" | "<=", recoverValue?: number) =>
  condition.parse({ kind: "threshold", op, value: 90, recoverValue }) as never;

describe("a threshold", () => {
  it.each([
    [">", undefined, 90, false, true],
    [">", undefined, 90.1, true, false],
    [">=", undefined, 90, true, false],
    ["<", undefined, 89.9, true, false],
    ["<=", undefined, 90, true, false],
    ["<=", undefined, 90.1, false, true],
  ] as const)("%s 90, over at %s: %f breaches %s, is calm %s", (op, recover, value, breaching, calm) => {
    expect(judgeThreshold(threshold(op, recover), value)).toEqual({ breaching, calm });
  });
  it("is neither breached nor over between the threshold and the recovery value", () => {
    expect(judgeThreshold(threshold(">=", 80), 85)).toEqual({ breaching: false, calm: false });
    expect(judgeThreshold(threshold(">=", 80), 79.9)).toEqual({ breaching: false, calm: true });
  });
  it("refuses a recovery value on the wrong side", () => {
    expect(recoverValueFault(threshold(">=", 95))).toContain("above");
    expect(recoverValueFault(threshold("<", 85))).toContain("below");
    expect(recoverValueFault(threshold(">=", 90))).toBeNull();
  });
});

describe("an anomaly", () => {
  const point = (value: number, score: number, more = {}) => ({
    value,
    score,
    onset: score,
    expected: 10,
    lower: 8,
    upper: 12,
    confidence: 0.5,
    learning: false,
    ...more,
  });
  const rule = (more = {}) => condition.parse({ kind: "anomaly", ...more }) as never;
  it.each([
    ["a record far outside the band", point(15, 0.99), {}, true],
    ["a record just outside the band", point(12.5, 0.99), {}, false],
    ["a record just outside, when sensitive", point(12.5, 0.99), { sensitivity: "high" }, true],
    ["far outside, but as it often is", point(15, 0.9), {}, false],
    ["not twice as far as the band, when insensitive", point(13.5, 0.99), { sensitivity: "low" }, false],
    ["above, when only below counts", point(15, 0.99), { direction: "below" }, false],
    ["below, when only below counts", point(5, 0.99), { direction: "below" }, true],
    ["in the first two days, twice as far is needed", point(15, 0.99, { learning: true }), {}, false],
    ["in the first two days, far enough", point(20, 0.99, { learning: true }), {}, true],
    ["with hardly any history", point(50, 0.99, { confidence: 0.05 }), {}, false],
  ] as const)("%s", (_case, at, more, breaching) => {
    expect(judgeAnomaly(rule(more), at, null, "other").breaching).toBe(breaching);
  });
  it("needs a hundredth of the value even where the band has no width", () => {
    const flat = { lower: 10, upper: 10 };
    expect(judgeAnomaly(rule(), point(10.1, 0.99, flat), null, "other").breaching).toBe(false);
    expect(judgeAnomaly(rule(), point(10.3, 0.99, flat), null, "other").breaching).toBe(true);
  });
  it("is over when the series is where it was before, whatever the score says", () => {
    const late = point(10, 0.99, { expected: 20, lower: 18, upper: 22 });
    expect(judgeAnomaly(rule(), late, { lower: 8, upper: 12 }, "other").calm).toBe(true);
    expect(judgeAnomaly(rule(), late, { lower: 2, upper: 4 }, "other").calm).toBe(false);
  });
  it("is over when the new level has become usual", () => {
    const settled = point(20, 0.5, { expected: 20, lower: 18, upper: 22 });
    expect(judgeAnomaly(rule(), settled, { lower: 8, upper: 12 }, "other").calm).toBe(true);
  });
  it("that has begun goes on although the band follows", () => {
    const followed = point(20, 0.99, { expected: 19.5, lower: 18, upper: 21 });
    expect(judgeAnomaly(rule(), followed, { lower: 8, upper: 12 }, "pending").breaching).toBe(true);
    expect(judgeAnomaly(rule(), followed, { lower: 8, upper: 12 }, "other").breaching).toBe(false);
  });
  it("soon after another is news only when it is worse", () => {
    const same = point(20, 0.99, { onset: 0 });
    expect(judgeAnomaly(rule(), same, null, "refractory").breaching).toBe(false);
    expect(judgeAnomaly(rule(), { ...same, onset: 0.99 }, null, "refractory").breaching).toBe(true);
  });
});

describe("absence", () => {
  const now = 100 * minute;
  const judge = (lastPointAgo: number, ableAgo = 90) =>
    judgeAbsence({
      lastPointMs: now - lastPointAgo * minute,
      nowMs: now,
      ableSinceMs: now - ableAgo * minute,
      afterMs: 5 * minute,
    });
  it.each([
    [1, 90, "present"],
    [4.99, 90, "present"],
    [5, 90, "absent"],
    [80, 90, "absent"],
    [6, 6.5, "absent"],
    [60, 3, "unknown"],
    [60, 6.9, "unknown"],
    [60, 7, "absent"],
  ] as const)("last point %f min ago, able to hear for %f min: %s", (last, able, presence) => {
    expect(judge(last, able)).toBe(presence);
  });
  it("is forgotten after a day of being heard of no more", () => {
    expect(judge(25 * 60, 26 * 60)).toBe("forgotten");
  });
  it("gives everybody time to settle after Triops itself was down", () => {
    expect(judge(600, 5 + settleMs / minute - 0.1)).toBe("unknown");
  });
});

describe("timing", () => {
  it("asks for calm as long as the breach had to last, between one and ten minutes", () => {
    const calm = (forMinutes: number) =>
      timingOf(condition.parse({ kind: "threshold", op: ">", value: 1, forMinutes })).calmMs / minute;
    expect([0, 1, 5, 60].map(calm)).toEqual([1, 1, 5, 10]);
  });
  it("judges samples as they come, and minutes when they are over", () => {
    const above = condition.parse({ kind: "threshold", op: ">", value: 1 });
    const unusual = condition.parse({ kind: "anomaly" });
    expect(isPerMinute(cpu, above)).toBe(false);
    expect(isPerMinute(cpu, unusual)).toBe(true);
    expect(isPerMinute({ ...cpu, groupBy: ["host"] }, above)).toBe(true);
    expect(isPerMinute({ ...cpu, aggregate: "increase" }, above)).toBe(true);
    expect(dueAt(cpu, above, 0)).toBeLessThan(minute);
    expect(dueAt(cpu, unusual, 0)).toBeGreaterThan(minute);
  });
  it("gives late samples of a minute some seconds", () => {
    expect(closedMinute(10 * minute + 5_000)).toBe(9 * minute);
    expect(closedMinute(10 * minute + 10_000)).toBe(10 * minute);
  });
});

describe("identity", () => {
  it("of a group does not depend on the order of labels", () => {
    expect(groupKey({ a: "1", b: "2" })).toBe(groupKey({ b: "2", a: "1" }));
    expect(groupKey({ a: "1" })).not.toBe(groupKey({ a: "2" }));
  });
  it("of a baseline changes with the signal, not with the sensitivity", () => {
    const unusual = condition.parse({ kind: "anomaly" });
    const sensitive = condition.parse({ kind: "anomaly", sensitivity: "high" });
    expect(signalHash(cpu, unusual)).toBe(signalHash(cpu, sensitive));
    expect(conditionHash(unusual)).not.toBe(conditionHash(sensitive));
    expect(signalHash(cpu, unusual)).not.toBe(signalHash({ ...cpu, metric: "load" }, unusual));
  });
});
