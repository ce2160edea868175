import { describe, expect, it } from "vitest";
import { isTick, noteFailure, type Streak } from "./ticks.ts";

/** Which of the failures at these seconds tells somebody. */
function told(...seconds: number[]): boolean[] {
  let streak: Streak = null;
  return seconds.map((second) => {
    const noted = noteFailure(streak, second * 1_000);
    streak = noted.streak;
    return noted.tell;
  });
}

describe("noteFailure", () => {
  it("says nothing of an outage of minutes", () => {
    expect(told(0, 5, 10, 300, 599)).toEqual([false, false, false, false, false]);
  });

  it("tells once when a schedule has failed for ten minutes, however often it ticks", () => {
    expect(told(0, 300, 600, 605, 1_300)).toEqual([false, false, true, false, false]);
    expect(told(0, 3_600, 7_200)).toEqual([false, true, false]);
  });
});

describe("isTick", () => {
  const scheduled = { every: { seconds: 5 } };
  it.each([
    ["a schedule's own run", scheduled, {}, true],
    ["a run of a scheduled job for something in particular", scheduled, { workspaceId: "w" }, false],
    ["a run of a job without schedule", {}, {}, false],
    ["a payload that is none", scheduled, null, false],
  ])("%s: %j %j → %s", (_what, job, data, expected) => {
    expect(isTick(job, { data })).toBe(expected);
  });
});
