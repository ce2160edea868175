import { describe, expect, it } from "vitest";
import { planSchedule } from "./schedules.ts";

const nowMs = 1_000_000;
const next = nowMs + 5_000;

describe("planSchedule", () => {
  it.each([
    ["writes a missing one", { seconds: 10 }, undefined, false, "write"],
    ["keeps an equal one", { seconds: 10 }, { every: 10_000, next }, true, "keep"],
    [
      "keeps an equal pattern",
      { pattern: "0 * * * *" },
      { pattern: "0 * * * *", tz: "UTC", next },
      true,
      "keep",
    ],
    ["rewrites a changed interval", { seconds: 20 }, { every: 10_000, next }, true, "write"],
    [
      "rewrites a pattern in another time zone",
      { pattern: "0 * * * *" },
      { pattern: "0 * * * *", next },
      true,
      "write",
    ],
    [
      "rewrites an interval that became a pattern",
      { pattern: "0 * * * *" },
      { every: 10_000, next },
      true,
      "write",
    ],
    [
      "revives one whose next job was lost",
      { seconds: 10 },
      { every: 10_000, next: nowMs - 61_000 },
      false,
      "write",
    ],
    [
      "keeps a late one whose job still waits",
      { seconds: 10 },
      { every: 10_000, next: nowMs - 61_000 },
      true,
      "keep",
    ],
    ["removes one that is no longer declared", undefined, { every: 10_000, next }, true, "remove"],
    ["leaves a job without a schedule alone", undefined, undefined, false, "keep"],
  ] as const)("%s", (_title, every, found, slotExists, plan) => {
    expect(planSchedule(every, found, slotExists, nowMs)).toBe(plan);
  });
});
