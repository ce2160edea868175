import { describe, expect, it } from "vitest";
import { bucketSeconds, innerSeconds, onBuckets } from "./promql-steps.ts";

const hourMs = 3_600_000;

describe("steps of a chart", () => {
  it.each([
    [hourMs, 800, 10],
    [hourMs / 60, 800, 1],
    [24 * hourMs, 800, 120],
    [30 * 24 * hourMs, 800, 3_600],
    [10 * 365 * 24 * hourMs, 800, 432_000],
  ])("%d ms over %d points come each %d s", (lengthMs, points, seconds) => {
    expect(bucketSeconds(0, lengthMs, points)).toBe(seconds);
  });
  it.each([
    [5, 5],
    [30, 15],
    [60, 15],
    [120, 24],
    [3600, 720],
  ])("a bucket of %d s is evaluated each %d s", (bucket, inner) => {
    expect(innerSeconds(bucket)).toBe(inner);
  });
  it("lie on whole buckets around the range", () => {
    expect(onBuckets(61_000, 179_000, 60)).toEqual({ fromMs: 60_000, toMs: 180_000 });
  });
});
