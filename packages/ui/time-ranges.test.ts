import { describe, expect, it } from "vitest";
import {
  durationText,
  parseDuration,
  parseRange,
  rangeAt,
  rangeParameters,
  shiftRange,
  zoomOutRange,
} from "./time-ranges.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;

describe("ranges in the URL", () => {
  it("survive the round trip", () => {
    for (const range of [
      { kind: "last", durationMs: 6 * HOUR },
      { kind: "absolute", fromMs: NOW - HOUR, toMs: NOW },
    ] as const) {
      expect(parseRange(rangeParameters(range))).toEqual(range);
    }
  });
  it("let an absolute range win over a moving one", () => {
    const both = { range: "6h", from: "2026-11-23T10:00:00Z", to: "2026-11-23T11:00:00Z" };
    expect(parseRange(both)?.kind).toBe("absolute");
  });
  it.each([
    [{ range: "soon" }],
    [{ from: "2026-11-23T11:00:00Z", to: "2026-11-23T10:00:00Z" }],
    [{ from: "x", to: "y" }],
    [{}],
  ])("refuse %j", (parameters) => {
    expect(parseRange(parameters)).toBeNull();
  });
});

describe("durations", () => {
  it.each([
    ["90m", 90 * 60_000, "90m"],
    ["120m", 2 * HOUR, "2h"],
    ["1w", 168 * HOUR, "7d"],
    ["1d", 24 * HOUR, "24h"],
    ["30d", 720 * HOUR, "30d"],
    ["45s", 45_000, "45s"],
  ])("%s is %d ms and written %s", (text, ms, written) => {
    expect(parseDuration(text)).toBe(ms);
    expect(durationText(ms)).toBe(written);
  });
});

describe("moving about", () => {
  const last = { kind: "last", durationMs: 2 * HOUR } as const;
  it("shifts by half and stands still from then on", () => {
    expect(shiftRange(last, -1, NOW)).toEqual({ kind: "absolute", fromMs: NOW - 3 * HOUR, toMs: NOW - HOUR });
  });
  it("zooms out to twice the length and never beyond now", () => {
    expect(zoomOutRange(last, NOW)).toEqual({ kind: "last", durationMs: 4 * HOUR });
    const past = { kind: "absolute", fromMs: NOW - 2 * HOUR, toMs: NOW } as const;
    expect(rangeAt(zoomOutRange(past, NOW), NOW)).toEqual({ fromMs: NOW - 4 * HOUR, toMs: NOW });
  });
});
