import { describe, expect, it } from "vitest";
import { alwaysValidBounds, alwaysValidQuantile, spentAt } from "./always-valid.ts";
import { kolmogorovTail, logGamma, normalTail, upperGamma } from "./special-functions.ts";
import { chiSquare, compareLabels, kolmogorovSmirnov, mannWhitney, twoProportions } from "./tests.ts";

// Reference numbers: scipy 1.17.
const near = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

/** mulberry32: the same numbers on every machine. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const grouped = (values: readonly number[]) => {
  const limits = [...new Set(values)].sort((a, b) => a - b);
  return { limits, counts: limits.map((limit) => values.filter((value) => value === limit).length) };
};

describe("functions agree with scipy", () => {
  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [10, 12.801827480081469],
    [123.4, 469.3360974421906],
    [1e6, 12815504.569147611],
  ])("logGamma(%d)", (x, expected) => near(logGamma(x), expected));

  it.each([
    [0.5, 0.1, 0.6547208460185768],
    [0.5, 8, 6.334248366623988e-5],
    [3, 2.5, 0.5438131158833297],
    [10, 30, 7.121750862815593e-6],
    [50, 40, 0.9296649333406051],
  ])("upperGamma(%d, %d)", (a, x, expected) => near(upperGamma(a, x), expected));

  it.each([
    [-2, 0.9772498680518208],
    [0, 0.5],
    [1.96, 0.024997895148220435],
    [5, 2.866515718791933e-7],
  ])("normalTail(%d)", (z, expected) => near(normalTail(z), expected));

  it.each([
    [0.3, 0.9999906941986655],
    [0.7, 0.7112351950296893],
    [1, 0.26999967167735456],
    [1.18, 0.1234538094297657],
    [1.36, 0.049485876755377876],
    [2.5, 7.453306344157342e-6],
  ])("kolmogorovTail(%d)", (x, expected) => near(kolmogorovTail(x), expected));
});

describe("tests agree with scipy", () => {
  it("two proportions", () => {
    const { statistic, pValue } = twoProportions({ hits: 25, trials: 500 }, { hits: 10, trials: 2_000 });
    near(statistic, 7.660198683542199);
    expect(pValue / 1.856456570289708e-14).toBeCloseTo(1, 2);
    expect(twoProportions({ hits: 0, trials: 9 }, { hits: 0, trials: 4 })).toEqual({
      statistic: 0,
      pValue: 1,
    });
  });

  it("chi-square", () => {
    const columns = [16, 18, 16, 14, 12, 12].map((count, i) => [count, [16, 16, 16, 16, 16, 8][i] as number]);
    const { statistic, pValue, degrees } = chiSquare(columns);
    near(statistic, 1.6224089635854342);
    near(pValue, 0.8985262394026607);
    expect(degrees).toBe(5);
  });

  it("Mann-Whitney with ties", () => {
    const a = grouped([1, 2, 2, 3, 5, 8, 8, 9, 4, 4]);
    const b = grouped([1, 1, 2, 3, 3, 4, 5, 5, 2, 1, 2, 3]);
    const { statistic, pValue } = mannWhitney(a, b);
    near(statistic, 84);
    near(pValue, 0.054261138538658396);
  });

  it("Kolmogorov-Smirnov", () => {
    const to = (from: number, end: number) => Array.from({ length: end - from + 1 }, (_, i) => from + i);
    const small = kolmogorovSmirnov(to(1, 10), to(3, 12));
    near(small.statistic, 0.2);
    near(small.pValue, 0.9882610776435244);
    const g = Array.from({ length: 300 }, (_, i) => Math.sin(i * 1.7) * 3);
    const h = Array.from({ length: 500 }, (_, i) => Math.sin(i * 0.9) * 3 + 0.4);
    const large = kolmogorovSmirnov(g, h);
    near(large.statistic, 0.178);
    near(large.pValue, 1.3834393006638455e-5);
    expect(kolmogorovSmirnov([], [1])).toEqual({ statistic: 0, pValue: 1 });
  });

  it("takes rare labels together, and measures how far labels lie apart", () => {
    const a = new Map([
      ["yes", 80],
      ["no", 20],
    ]);
    const b = new Map([
      ["yes", 150],
      ["no", 49],
      ["odd", 1],
    ]);
    const compared = compareLabels(a, b);
    expect(compared.degrees).toBe(2);
    near(compared.distance, (Math.abs(0.8 - 0.75) + Math.abs(0.2 - 0.245) + 0.005) / 2);
    expect(compareLabels(new Map(), b).pValue).toBe(1);
  });
});

describe("bounds at every look", () => {
  it.each([
    [0, 100, 0.01, 0, 0.08807990422530478],
    [5, 100, 0.01, 0.00458931027721384, 0.1792074034434786],
    [15, 15, 0.005, 0.5838796443007462, 1],
    [250, 5_000, 0.001, 0.03643871238694086, 0.06637977711783627],
  ])("%d of %d at %d lie where a root finder puts them", (hits, trials, alpha, low, high) => {
    const bounds = alwaysValidBounds({ hits, trials }, alpha);
    near(bounds.low, low);
    near(bounds.high, high);
  });

  it("know nothing of nothing", () => {
    expect(alwaysValidBounds({ hits: 0, trials: 0 }, 0.01)).toEqual({ low: 0, high: 1 });
    expect(alwaysValidQuantile({ limits: [], counts: [] }, 0.95, 0.01)).toEqual({
      low: 0,
      high: Number.POSITIVE_INFINITY,
    });
  });

  it("leave out the true share in at most alpha of runs, although somebody looks after every ten", () => {
    const random = chance(7);
    const alpha = 0.05;
    let wrong = 0;
    for (let run = 0; run < 300; run++) {
      let hits = 0;
      for (let trials = 1; trials <= 500; trials++) {
        if (random() < 0.1) hits++;
        if (trials % 10 !== 0) continue;
        const { low, high } = alwaysValidBounds({ hits, trials }, alpha);
        if (low <= 0.1 && 0.1 <= high) continue;
        wrong++;
        break;
      }
    }
    expect(wrong / 300).toBeLessThanOrEqual(alpha);
  });

  it("hold the true percentile, and close in on it", () => {
    const random = chance(3);
    const limits = Array.from({ length: 60 }, (_, i) => 2 ** (i / 8));
    const counts = limits.map(() => 0);
    const widths: number[] = [];
    for (let n = 1; n <= 20_000; n++) {
      // Exponential with mean 10: the 95th percentile is 10 · ln 20.
      const value = -10 * Math.log(1 - random());
      const at = limits.findIndex((limit) => value <= limit);
      counts[at < 0 ? limits.length - 1 : at] = (counts[at < 0 ? limits.length - 1 : at] ?? 0) + 1;
      if (n !== 1_000 && n !== 20_000) continue;
      const { low, high } = alwaysValidQuantile({ limits, counts }, 0.95, 0.01);
      expect(low).toBeLessThanOrEqual(10 * Math.log(20));
      expect(high).toBeGreaterThanOrEqual(10 * Math.log(20));
      widths.push(high / low);
    }
    expect(widths[1]).toBeLessThan(widths[0] as number);
    expect(widths[1]).toBeLessThan(1.3);
  });

  it("spend no more than alpha over all looks together", () => {
    let spent = 0;
    for (let look = 1; look <= 10_000; look++) spent += spentAt(0.05, look);
    expect(spent).toBeLessThanOrEqual(0.05);
  });
});
