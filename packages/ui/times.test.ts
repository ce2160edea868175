import { describe, expect, it } from "vitest";
import {
  formatAbsolute,
  formatInstant,
  formatRange,
  formatRelative,
  fromInputValue,
  fromWallClock,
  timeTicks,
  toInputValue,
  zoneName,
} from "./times.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 5, 9);
const BERLIN = "Europe/Berlin";

describe("formatRelative", () => {
  it.each([
    [0, "just now"],
    [42_000, "42 s ago"],
    [5 * 60_000, "5 min ago"],
    [3 * 3_600_000, "3 h ago"],
    [-2 * 3_600_000, "in 2 h"],
    [25 * 3_600_000, "22 Nov, 13:05 UTC"],
  ])("%d ms before now is %s", (beforeMs, text) => {
    expect(formatRelative(NOW - beforeMs, "UTC", NOW)).toBe(text);
  });
});

describe("absolute times", () => {
  it("carry their zone and their day unless it is today", () => {
    expect(formatAbsolute(NOW, "UTC", NOW)).toBe("14:05 UTC");
    expect(formatAbsolute(NOW, BERLIN, NOW)).toBe("15:05 CET");
    expect(formatAbsolute(Date.UTC(2025, 0, 2, 3, 4), "UTC", NOW)).toBe("2 Jan 2025, 03:04 UTC");
    expect(formatInstant(NOW, "UTC")).toBe("23 Nov 2026, 14:05:09 UTC");
  });
  it("name summer and winter time as they are at that instant", () => {
    expect(zoneName(Date.UTC(2026, 6, 1), BERLIN)).toBe("CEST");
    expect(zoneName(Date.UTC(2026, 0, 1), BERLIN)).toBe("CET");
  });
  it("ranges repeat the day only where it differs", () => {
    expect(formatRange(NOW - 3_600_000, NOW, "UTC", NOW)).toBe("13:05 – 14:05 UTC");
    expect(formatRange(NOW - 86_400_000, NOW, "UTC", NOW)).toBe("22 Nov, 14:05 – 23 Nov, 14:05 UTC");
  });
});

describe("wall clock and back", () => {
  it("survives the round trip in every zone", () => {
    for (const zone of ["UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]) {
      const minute = Math.floor(NOW / 60_000) * 60_000;
      expect(fromInputValue(toInputValue(minute, zone), zone)).toBe(minute);
    }
  });
  it("takes the first of two equal hours in autumn and runs on through the missing one in spring", () => {
    const autumn = { year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0 };
    expect(fromWallClock(autumn, BERLIN)).toBe(Date.UTC(2026, 9, 25, 0, 30));
    const spring = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 };
    expect(fromWallClock(spring, BERLIN)).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });
  it("refuses what is not a time", () => {
    expect(fromInputValue("yesterday", "UTC")).toBeNull();
  });
});

describe("timeTicks", () => {
  it("are round on the zone's own clock", () => {
    const from = Date.UTC(2026, 10, 23, 0, 10);
    const ticks = timeTicks(from, from + 6 * 3_600_000, 6, "Asia/Kolkata");
    expect(ticks.map((tick) => tick.label)).toEqual(["06:00", "07:00", "08:00", "09:00", "10:00", "11:00"]);
  });
  it("name the day where it changes", () => {
    const from = Date.UTC(2026, 10, 22, 21);
    const labels = timeTicks(from, from + 6 * 3_600_000, 6, "UTC").map((tick) => tick.label);
    expect(labels).toContain("23 Nov");
  });
  it("stay round across the change of summer time", () => {
    const from = Date.UTC(2026, 9, 24, 12);
    const labels = timeTicks(from, from + 36 * 3_600_000, 6, BERLIN).map((tick) => tick.label);
    expect(labels).toEqual(["18:00", "25 Oct", "06:00", "12:00", "18:00", "26 Oct"]);
  });
});
