import { describe, expect, it } from "vitest";
import {
  countedWindows,
  leaveOneGroupOut,
  PROFILES,
  positionValue,
  probationRows,
  type ScoredSeries,
  scoreCorpus,
  scoreSeries,
  sweep,
} from "./scorer.ts";

const standard = PROFILES[0]!;
const lowFn = PROFILES[2]!;

/** 100 rows, silent but for the given ones. */
function series(
  name: string,
  alarms: Record<number, number>,
  windows = [{ left: 50, right: 59 }],
): ScoredSeries {
  const scores = new Float64Array(100);
  for (const [row, score] of Object.entries(alarms)) scores[Number(row)] = score;
  return { name, scores, windows };
}

describe("NAB scorer", () => {
  it("gives 100 to a detector that fires once at the first row of each window, in every profile", () => {
    const corpus = [series("a/x.csv", { 50: 1 }), series("b/y.csv", { 50: 1 })];
    for (const profile of PROFILES) expect(sweep(corpus, profile).normalised).toBeCloseTo(100, 10);
  });

  it("gives 0 to a silent detector and prefers silence to noise", () => {
    expect(sweep([series("a/x.csv", {})], standard).normalised).toBe(0);
    expect(sweep([series("a/x.csv", { 20: 1, 30: 1 })], standard).normalised).toBe(0);
  });

  it("ignores min(15 %, 750) rows of probation and windows wholly inside", () => {
    expect([100, 4032, 5000, 20_000].map(probationRows)).toEqual([15, 604, 750, 750]);
    const early = series("a/x.csv", { 3: 1 }, [
      { left: 2, right: 14 },
      { left: 50, right: 59 },
    ]);
    expect(countedWindows(early)).toEqual([{ left: 50, right: 59 }]);
    expect(scoreSeries(early, standard, 0.5)).toMatchObject({ raw: -1, windows: 1, found: 0, falseRows: 0 });
    const straddling = series("a/x.csv", { 15: 1 }, [{ left: 10, right: 19 }]);
    expect(scoreSeries(straddling, standard, 0.5)).toMatchObject({ windows: 1, found: 1 });
  });

  it("takes only the earliest detection of a window", () => {
    // Row 55 of 50..59: y = −(59 − 55 + 1)/10 = −0.5.
    const expected = positionValue(-0.5) / positionValue(-1);
    expect(scoreSeries(series("a/x.csv", { 55: 1, 57: 1 }), standard, 0.5).raw).toBeCloseTo(expected, 12);
  });

  it("charges a false row in full before any window, less just after one, in full again far away", () => {
    const raw = (row: number) => scoreSeries(series("a/x.csv", { [row]: 1 }), standard, 0.5).raw;
    expect(raw(30)).toBeCloseTo(-1 - 0.11, 12);
    // Row 60: y = 1/9.
    expect(raw(60)).toBeCloseTo(-1 + 0.11 * (2 / (1 + Math.exp(5 / 9)) - 1), 12);
    expect(raw(90)).toBeCloseTo(-1 - 0.11, 12);
  });

  it("weighs a miss twice in the low-FN profile", () => {
    const corpus = [series("a/x.csv", { 50: 1 }), series("a/y.csv", {})];
    expect(sweep(corpus, standard).normalised).toBeCloseTo(50, 10);
    // raw = 1 − 2, null = −4, perfect = 2.
    expect(sweep(corpus, lowFn).normalised).toBeCloseTo(50, 10);
    expect(sweep(corpus, lowFn).raw).toBeCloseTo(-1, 10);
  });

  it("finds the threshold that scores best and agrees with scoring at it", () => {
    const noise: Record<number, number> = { 50: 0.8 };
    for (let row = 20; row < 45; row++) noise[row] = 0.3;
    const corpus = [series("a/x.csv", noise), series("b/y.csv", { 52: 0.6, 90: 0.6 })];
    for (const profile of PROFILES) {
      const best = sweep(corpus, profile);
      expect(best.threshold).toBe(0.6);
      expect(scoreCorpus(corpus, profile, best.threshold)).toBeCloseTo(best.normalised, 10);
    }
  });

  it("holds each group out when asked for the honest figure", () => {
    // Group b would like 0.4; judged by group a's threshold (0.9) it finds nothing, and the reverse is fine.
    const corpus = [series("a/x.csv", { 50: 0.9, 20: 0.5 }), series("b/y.csv", { 50: 0.4 })];
    expect(sweep(corpus, standard).normalised).toBeGreaterThan(90);
    expect(leaveOneGroupOut(corpus, standard)).toBeCloseTo((100 * (1 - 0.11 - 1 + 2)) / 4, 10);
    expect(leaveOneGroupOut([series("a/x.csv", { 50: 1 })], standard)).toBeNaN();
  });
});
