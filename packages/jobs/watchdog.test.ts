import { describe, expect, it } from "vitest";
import { judgeProgress, type QueueSample, waitingSinceMs } from "./watchdog.ts";

const sample = (part: Partial<QueueSample>): QueueSample => ({
  name: "a.b",
  waiting: 1,
  active: 0,
  delayed: 0,
  failed: 0,
  paused: false,
  oldestWaiting: { id: "1", sinceMs: 0 },
  ...part,
});

/** Watches one queue at 0, 30 and 61 s with the given samples. */
function watch(...parts: Partial<QueueSample>[]) {
  let line: ReturnType<typeof judgeProgress>["line"] = new Map();
  let stuck: { name: string }[] = [];
  [0, 30_000, 61_000].forEach((nowMs, i) => {
    const judged = judgeProgress(line, [sample(parts[i] ?? {})], nowMs);
    line = judged.line;
    stuck = judged.stuck;
  });
  return stuck;
}

describe("judgeProgress", () => {
  it("calls a queue stuck when one job stays first in line for a minute", () => {
    expect(watch({}, {}, {})).toEqual([{ name: "a.b", waitedMs: 61_000 }]);
  });

  it.each([
    ["another job is first now", [{}, {}, { oldestWaiting: { id: "2", sinceMs: 0 } }]],
    ["something runs", [{}, {}, { active: 1 }]],
    ["something ran in between", [{}, { active: 1 }, {}]],
    ["it is paused", [{ paused: true }, { paused: true }, { paused: true }]],
    ["nothing waits", [{}, {}, { oldestWaiting: null }]],
  ])("is content when %s", (_why, parts) => {
    expect(watch(...parts)).toEqual([]);
  });
});

describe("waitingSinceMs", () => {
  it("does not blame a delayed job for its delay", () => {
    expect(waitingSinceMs({ timestamp: 1_000, opts: { delay: 5_000 } })).toBe(6_000);
    expect(waitingSinceMs({ timestamp: 1_000, opts: {}, processedOn: 9_000 })).toBe(9_000);
  });
});
