import { describe, expect, it } from "vitest";
import { createState, explain, onsetScore, update, updateScore } from "./detector.ts";
import { DEFAULT_POLICY } from "./episodes.ts";
import { normal, type Point, START_MS, sampled, uniform } from "./series.testing.ts";

/** Rows whose onset reaches `threshold`. */
function alerts(points: readonly Point[], threshold: number): number[] {
  const state = createState();
  const rows: number[] = [];
  for (const [row, [timeMs, value]] of points.entries()) {
    updateScore(state, timeMs, value);
    if (onsetScore(state) >= threshold) rows.push(row);
  }
  return rows;
}

const within = (rows: number[], from: number, to: number) => rows.filter((row) => row >= from && row <= to);

describe("detector", () => {
  it("flags a lone spike in noise at once, says so in its parts, and only once", () => {
    const noise = normal(1);
    const points = sampled(7, 5, (row) => 50 + noise() + (row === 1500 ? 20 : 0));
    expect(within(alerts(points, 0.99), 1500, 1600)).toEqual([1500]);
    const state = createState();
    for (const [timeMs, value] of points.slice(0, 1500)) update(state, timeMs, value);
    const verdict = update(state, ...points[1500]!);
    expect(verdict.score).toBeGreaterThan(0.99);
    expect(verdict.upper).toBeLessThan(70);
    expect(verdict.expected).toBeCloseTo(50, -0.5);
    expect(verdict.parts[0]!.surprise).toBeGreaterThan(3);
    expect(["level", "change", "season", "week"]).toContain(verdict.parts[0]!.name);
    expect(verdict.parts.reduce((sum, part) => sum + part.contribution, 0)).toBeCloseTo(1, 6);
  });

  it("reports a level shift as one episode and gets used to the new level", () => {
    const noise = normal(2);
    const points = sampled(14, 5, (row) => (row < 2000 ? 10 : 16) + noise());
    const found = alerts(points, 0.985);
    expect(within(found, 2000, 2012).length).toBeGreaterThanOrEqual(1);
    expect(within(found, 2000, 2300).length).toBeLessThanOrEqual(3);
    expect(within(found, 2400, points.length)).toEqual([]);
  });

  it("notices that the midday peak of a daily series is missing, though every value is ordinary", () => {
    const noise = normal(3);
    const bump = (part: number) => 20 * Math.exp(-(((part - 0.5) / 0.08) ** 2));
    const points = sampled(
      14,
      5,
      (row, part) => 20 + (Math.floor(row / 288) === 11 ? 0 : bump(part)) + noise(),
    );
    const noon = 11 * 288 + 144;
    expect(within(alerts(points, 0.99), noon - 40, noon + 40).length).toBeGreaterThanOrEqual(1);
  });

  it("notices a change of spread without a change of level", () => {
    const noise = normal(4);
    const points = sampled(7, 5, (row) => 5 + noise() * (row >= 1400 && row < 1500 ? 4 : 1));
    expect(within(alerts(points, 0.985), 1400, 1440).length).toBeGreaterThanOrEqual(1);
  });

  it("notices a constant series that moves, by however little", () => {
    const points = sampled(3, 5, (row) => (row === 700 ? 1.001 : 1));
    expect(alerts(points, 0.985)).toEqual([700]);
  });

  it("ranks a value between two levels, itself nothing extreme, in the top tenth of periods and names rarity", () => {
    const next = uniform(5);
    const between = (row: number) => row >= 2000 && row < 2036;
    const points = sampled(10, 5, (row) => (between(row) ? 50 : next() < 0.5 ? 10 : 90) + next());
    const state = createState();
    let best = explain(state);
    for (const [row, [timeMs, value]] of points.entries()) {
      const verdict = update(state, timeMs, value);
      if (between(row) && verdict.score > best.score) best = verdict;
    }
    expect(best.score).toBeGreaterThan(0.9);
    expect(best.parts.slice(0, 2).map((part) => part.name)).toContain("rarity");
  });

  it.each<[string, (noise: () => number, next: () => number) => () => number]>([
    ["normal noise", (noise) => noise],
    ["skewed noise", (_, next) => () => -Math.log(1 - next())],
    ["heavy-tailed noise", (noise, next) => () => noise() / Math.sqrt(next() + 0.01)],
    [
      "a wandering level",
      (noise) =>
        (
          (x) => () =>
            (x.at = 0.95 * x.at + noise())
        )({ at: 0 }),
    ],
  ])("raises under one alarm in two weeks of 5-minute points at the default threshold: %s", (_, make) => {
    const series = 25;
    let alarms = 0;
    for (let seed = 0; seed < series; seed++) {
      const next = make(normal(100 + seed), uniform(900 + seed));
      alarms += alerts(sampled(14, 5, next), DEFAULT_POLICY.open).length;
    }
    expect(alarms / series).toBeLessThan(1);
  });

  it("is honest about a cold start: learning, low confidence, no score for the first rows", () => {
    const noise = normal(6);
    const state = createState();
    const points = sampled(4, 5, () => noise());
    let verdict = explain(state);
    expect(verdict).toMatchObject({ score: 0, learning: true, confidence: 0 });
    expect(verdict.expected).toBeNaN();
    const seen = points.map(([timeMs, value], row) => {
      verdict = update(state, timeMs, value);
      if (row < 90) expect(verdict.score).toBe(0);
      return verdict;
    });
    expect(seen[288]!.learning).toBe(true);
    expect(seen[600]!.learning).toBe(false);
    expect(seen[50]!.confidence).toBeLessThan(0.1);
    expect(verdict.confidence).toBeGreaterThan(seen[288]!.confidence);
  });

  it("holds about 99 of 100 points of a noisy daily series inside its band", () => {
    const noise = normal(7);
    const state = createState();
    let outside = 0;
    let rows = 0;
    for (const [timeMs, value] of sampled(
      21,
      5,
      (_, part) => 100 + 30 * Math.sin(2 * Math.PI * part) + 3 * noise(),
    )) {
      const { lower, upper, expected } = update(state, timeMs, value);
      if (++rows < 2016) continue;
      if (value < lower || value > upper) outside++;
      expect(lower).toBeLessThanOrEqual(expected);
      expect(upper).toBeGreaterThanOrEqual(expected);
    }
    expect(outside / (rows - 2016)).toBeGreaterThan(0.002);
    expect(outside / (rows - 2016)).toBeLessThan(0.02);
  });

  it("survives gaps, irregular times and missing values without an alarm of its own making", () => {
    const noise = normal(8);
    const next = uniform(9);
    const points = sampled(14, 5, (_, part) => 50 + 10 * Math.sin(2 * Math.PI * part) + noise())
      .filter((_, row) => row < 1500 || row >= 2100)
      .map(([timeMs, value], row): Point => [timeMs + next() * 120_000, row % 17 === 0 ? Number.NaN : value]);
    // Rows 1500 … are the first after two days of silence.
    expect(within(alerts(points, 0.985), 1500, 1512)).toEqual([]);
  });

  it("ignores points that are not finite or not later, and leaves its state as it was", () => {
    const noise = normal(10);
    const points = sampled(2, 5, noise);
    const clean = createState();
    const dirty = createState();
    for (const [timeMs, value] of points) {
      updateScore(clean, timeMs, value);
      updateScore(dirty, timeMs, value);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        expect(updateScore(dirty, timeMs + 1, bad)).toBe(0);
      }
      expect(updateScore(dirty, timeMs, 1e6)).toBe(0);
      expect(updateScore(dirty, START_MS - 1, 1e6)).toBe(0);
      expect(updateScore(dirty, Number.NaN, 1)).toBe(0);
    }
    const last = START_MS + 3 * 86_400_000;
    expect(update(dirty, last, 5)).toEqual(update(clean, last, 5));
  });

  it("keeps the hour of day in the given time zone", () => {
    const east = createState({ utcOffsetMinutes: 330 });
    const utc = createState();
    const noise = normal(11);
    for (const [timeMs, value] of sampled(9, 5, (_, part) => (part < 0.5 ? 10 : 20) + 0.1 * noise())) {
      expect(updateScore(east, timeMs, value)).toBeGreaterThanOrEqual(0);
      updateScore(utc, timeMs - 330 * -60_000, value);
    }
    expect([...east.dayMean]).toEqual([...utc.dayMean]);
  });
});
