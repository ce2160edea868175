import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createState,
  deserialise,
  onsetScore,
  serialise,
  stateBytes,
  update,
  updateScore,
} from "./detector.ts";
import { pack } from "./serialise.ts";
import { normal, sampled } from "./series.testing.ts";

describe("serialise", () => {
  it("continues exactly where it left off, at every age", () => {
    const noise = normal(21);
    const points = sampled(10, 5, (_, part) => 10 * Math.sin(2 * Math.PI * part) + noise());
    for (const age of [0, 1, 5, 60, 100, 193, 1000, 2500]) {
      const whole = createState({ utcOffsetMinutes: 60 });
      for (const [timeMs, value] of points.slice(0, age)) updateScore(whole, timeMs, value);
      const resumed = deserialise(serialise(whole));
      expect(resumed).toEqual(whole);
      for (const [timeMs, value] of points.slice(age, age + 300)) {
        expect(update(resumed, timeMs, value)).toEqual(update(whole, timeMs, value));
      }
    }
  });

  it("takes at most 4 kB a series packed, 8 kB in memory", () => {
    const noise = normal(23);
    const state = createState();
    for (const [timeMs, value] of sampled(70, 5, (_, part) => 10 * Math.sin(2 * Math.PI * part) + noise())) {
      updateScore(state, timeMs, value);
    }
    expect(stateBytes(state)).toBeLessThan(8 * 1024);
    expect(pack(state).length).toBeLessThanOrEqual(4 * 1024);
    expect(serialise(state).length).toBeLessThan(6 * 1024);
  });

  it("refuses text of another version, size or kind", () => {
    const text = serialise(createState());
    expect(() => deserialise(text.replace(/^\d+/, "99"))).toThrow(/version/);
    expect(() => deserialise(`${text.slice(0, -200)}`)).toThrow(/size/);
    for (const other of ["", "nonsense", "4:", "4:{:AAAA", "4:{}:", `4:{"utcOffsetMinutes":0}:AAAA`]) {
      expect(() => deserialise(other)).toThrow(RangeError);
    }
  });
});

describe("whatever comes in", () => {
  const value = fc.oneof(
    fc.double(),
    fc.constantFrom(1e308, -1e308, 5e-324, 0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e30, 2 ** 53),
    fc.double({ min: -1, max: 1 }),
  );
  const stepMs = fc.oneof(
    fc.integer({ min: -1000, max: 1000 }),
    fc.constantFrom(0, 1, 60_000, 86_400_000, 1e15, -1e15, Number.NaN),
  );
  it("never throws and keeps score and onset within 0..1", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(stepMs, value, fc.integer({ min: 1, max: 60 })), { maxLength: 60 }),
        (runs) => {
          let state = createState();
          let timeMs = 1.7e12;
          for (const [step, v, times] of runs) {
            for (let i = 0; i < times; i++) {
              timeMs += Number.isNaN(step) ? 1 : step;
              const { score, onset, confidence, parts } = update(
                state,
                Number.isNaN(step) ? step : timeMs,
                v,
              );
              for (const number of [score, onset, confidence, ...parts.map((part) => part.contribution)]) {
                expect(number).toBeGreaterThanOrEqual(0);
                expect(number).toBeLessThanOrEqual(1);
              }
              expect(onset === 0 || onset === score).toBe(true);
            }
            state = deserialise(serialise(state));
          }
          expect(onsetScore(state)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it("recovers from a monstrous value: ordinary anomalies are seen again", () => {
    const noise = normal(22);
    const state = createState();
    let best = 0;
    for (const [row, [timeMs, v]] of sampled(20, 5, () => noise()).entries()) {
      const score = updateScore(state, timeMs, row === 1000 ? 1e308 : row === 5500 ? 40 : v);
      expect(Number.isFinite(score)).toBe(true);
      if (row === 5500) best = score;
    }
    expect(best).toBeGreaterThan(0.9);
  });
});
