import { describe, expect, it } from "vitest";
import { judge, type Side } from "./guards.ts";
import { defaultGuards, defaultSteps, type Guard, type Policy } from "./schemas.ts";

const policyWith = (...guards: Guard[]): Policy => ({
  steps: defaultSteps,
  guards,
  falseAlarmMax: 0.01,
  waitMinutesMax: 60,
});
const [errorRate, latency, output] = defaultGuards as [Guard, Guard, Guard];
const noLooks = { looks: { step: 0, looks: 0, size: 0 }, findings: [] };

/** Latencies of 10 ms, `slow` of them of 80. */
function side(requests: number, errors: number, slow = 0): Side {
  return {
    requests,
    errors,
    latency: { limits: [10, 70, 80], counts: [requests - slow, 0, slow] },
    p95Ms: slow / Math.max(1, requests) > 0.05 ? 80 : 10,
    answers: null,
  };
}
const answers = (numbers: number[]) => ({ numbers, labels: new Map<string, number>() });
const labelled = (counts: Record<string, number>) => ({
  numbers: [],
  labels: new Map(Object.entries(counts)),
});
const stateOf = (policy: Policy, canary: Side, champion: Side) =>
  judge(policy, canary, champion, noLooks).findings[0]?.state;
const evenly = (count: number, shift = 0) =>
  Array.from({ length: count }, (_, i) => (i + 0.5) / count + shift);

describe("errors", () => {
  it.each([
    ["waiting before there are enough requests", side(20, 0), side(400, 0), "waiting"],
    ["passing when both fail alike", side(400, 4), side(8_000, 80), "passing"],
    ["passing when worse by less than allowed", side(1_000, 15), side(20_000, 100), "passing"],
    [
      "breached by a canary that always fails, long before the minimum",
      side(15, 15),
      side(300, 1),
      "breached",
    ],
    ["breached when surely worse", side(1_000, 80), side(20_000, 100), "breached"],
  ])("%s", (_, canary, champion, state) => {
    expect(stateOf(policyWith(errorRate), canary, champion)).toBe(state);
  });

  it("breached above the absolute share, however bad the champion is", () => {
    const guard = { ...errorRate, shareMax: 0.2 } as Guard;
    expect(stateOf(policyWith(guard), side(500, 250), side(500, 250))).toBe("breached");
  });

  it("trip in at most the allowed share of rollouts of equals, looked at after every 20 requests", () => {
    let state = 42;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      return (state >>> 0) / 4_294_967_296;
    };
    const policy = { ...policyWith({ ...errorRate, increaseMax: 0 } as Guard), falseAlarmMax: 0.15 };
    let alarms = 0;
    for (let run = 0; run < 200; run++) {
      let errors = [0, 0];
      for (let n = 20; n <= 400; n += 20) {
        errors = errors.map((sum) => sum + Array.from({ length: 20 }, random).filter((r) => r < 0.05).length);
        if (stateOf(policy, side(n, errors[0] ?? 0), side(n, errors[1] ?? 0)) !== "breached") continue;
        alarms++;
        break;
      }
    }
    expect(alarms / 200).toBeLessThanOrEqual(0.05);
  });
});

describe("latency", () => {
  it.each([
    ["passing when alike", side(400, 0, 10), side(4_000, 0, 100), "passing"],
    ["breached when surely slower", side(2_000, 0, 600), side(20_000, 0, 200), "breached"],
    ["waiting before there are enough requests", side(50, 0, 25), side(60, 0, 1), "waiting"],
  ])("%s", (_, canary, champion, state) => {
    expect(stateOf(policyWith(latency), canary, champion)).toBe(state);
  });

  it("breached above the absolute limit without a ratio", () => {
    const guard = { ...latency, ratioMax: null, p95MsMax: 9 } as Guard;
    expect(stateOf(policyWith(guard), side(2_000, 0, 600), side(0, 0))).toBe("breached");
  });
});

describe("answers", () => {
  const with_ = (of: Side, given: Side["answers"]): Side => ({ ...of, answers: given });
  const plenty = side(1_000, 0);
  it.each([
    ["passing when distributed alike", answers(evenly(1_000)), answers(evenly(900)), "passing"],
    ["breached when shifted", answers(evenly(1_000, 0.4)), answers(evenly(900)), "breached"],
    ["passing for a sure but small shift", answers(evenly(5_000, 0.08)), answers(evenly(5_000)), "passing"],
    ["waiting for too few", answers(evenly(50, 0.5)), answers(evenly(900)), "waiting"],
    [
      "breached for other labels",
      labelled({ ok: 500, fraud: 500 }),
      labelled({ ok: 950, fraud: 50 }),
      "breached",
    ],
    [
      "passing for the same labels",
      labelled({ ok: 940, fraud: 60 }),
      labelled({ ok: 950, fraud: 50 }),
      "passing",
    ],
  ])("%s", (_, canary, champion, state) => {
    expect(stateOf(policyWith(output), with_(plenty, canary), with_(plenty, champion))).toBe(state);
  });

  it("spend less of the chance of a false alarm with every look", () => {
    const given = [with_(plenty, answers(evenly(300))), with_(plenty, answers(evenly(300)))] as const;
    const first = judge(policyWith(output), ...given, noLooks);
    expect(first.looks).toEqual({ step: 0, looks: 1, size: 300 });
    const kept = judge(policyWith(output), plenty, plenty, first);
    expect(kept).toEqual(first);
  });
});
