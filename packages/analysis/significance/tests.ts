import type { Grouped, Share } from "./always-valid.ts";
import { chiSquareTail, kolmogorovTail, normalTail } from "./special-functions.ts";

export type Outcome = { statistic: number; pValue: number };

/**
 * Two-sided z test of two shares with their pooled variance; as `chi2_contingency(…, correction=False)`, whose statistic
 * is the square of this one. For a single look.
 */
export function twoProportions(a: Share, b: Share): Outcome {
  const pooled = (a.hits + b.hits) / (a.trials + b.trials);
  const variance = pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials);
  if (!(variance > 0)) return { statistic: 0, pValue: 1 };
  const statistic = (a.hits / a.trials - b.hits / b.trials) / Math.sqrt(variance);
  return { statistic, pValue: Math.min(1, 2 * normalTail(Math.abs(statistic))) };
}

/**
 * Whether values of `a` tend to be larger than those of `b`: Mann-Whitney's U from grouped values (all of one group are
 * ties), normal approximation with the tie correction and without a continuity correction, one-sided. Both must be
 * grouped by the same limits. As `mannwhitneyu(a, b, alternative="greater", use_continuity=False, method="asymptotic")`.
 */
export function mannWhitney(a: Grouped, b: Grouped): Outcome {
  const limits = [...new Set([...a.limits, ...b.limits])].sort((x, y) => x - y);
  const countsOf = ({ limits: own, counts }: Grouped) => {
    const byLimit = new Map(own.map((limit, i) => [limit, counts[i] ?? 0]));
    return limits.map((limit) => byLimit.get(limit) ?? 0);
  };
  const ofA = countsOf(a);
  const ofB = countsOf(b);
  let u = 0;
  let before = 0;
  let ties = 0;
  let n = 0;
  let m = 0;
  for (let i = 0; i < limits.length; i++) {
    const x = ofA[i] ?? 0;
    const y = ofB[i] ?? 0;
    u += x * (before + y / 2);
    before += y;
    n += x;
    m += y;
    ties += (x + y) ** 3 - (x + y);
  }
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (!(variance > 0)) return { statistic: u, pValue: 1 };
  return { statistic: u, pValue: normalTail((u - (n * m) / 2) / Math.sqrt(variance)) };
}

/**
 * Kolmogorov-Smirnov for two samples: the largest distance of their distributions, and its chance by Kolmogorov's limit
 * (`kstwobign.sf(√(nm/(n+m))·D)`), which errs to the cautious side in small samples.
 */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): Outcome {
  const x = Float64Array.from(a).sort();
  const y = Float64Array.from(b).sort();
  let i = 0;
  let j = 0;
  let statistic = 0;
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i] as number, y[j] as number);
    while (i < x.length && (x[i] as number) <= at) i++;
    while (j < y.length && (y[j] as number) <= at) j++;
    statistic = Math.max(statistic, Math.abs(i / x.length - j / y.length));
  }
  if (x.length === 0 || y.length === 0) return { statistic: 0, pValue: 1 };
  const size = (x.length * y.length) / (x.length + y.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
}

/** Below this expected count a label is counted with others: the usual rule for χ². */
const expectedMin = 5;

/**
 * Whether labels are distributed alike, by χ² over a table of two rows. Labels too rare for it are taken together.
 * @returns with it the total variation distance: half of the sum of differences of shares, 0 to 1
 */
export function compareLabels(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): Outcome & { degrees: number; distance: number } {
  const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0);
  const n = total(a);
  const m = total(b);
  if (n === 0 || m === 0) return { statistic: 0, pValue: 1, degrees: 0, distance: 0 };
  const pairs = [...new Set([...a.keys(), ...b.keys()])].map((label) => [
    a.get(label) ?? 0,
    b.get(label) ?? 0,
  ]);
  const distance = pairs.reduce((sum, [x = 0, y = 0]) => sum + Math.abs(x / n - y / m), 0) / 2;
  const smaller = Math.min(n, m) / (n + m);
  const isRare = ([x = 0, y = 0]: readonly number[]) => (x + y) * smaller < expectedMin;
  const rare = pairs.filter(isRare).reduce(([x = 0, y = 0], [u = 0, v = 0]) => [x + u, y + v], [0, 0]);
  const cells = [
    ...pairs.filter((pair) => !isRare(pair)),
    ...((rare[0] ?? 0) + (rare[1] ?? 0) > 0 ? [rare] : []),
  ];
  return { ...chiSquare(cells), distance };
}

/** χ² of independence over columns of two counts, without a continuity correction. */
export function chiSquare(columns: readonly (readonly number[])[]): Outcome & { degrees: number } {
  const n = columns.reduce((sum, [x = 0]) => sum + x, 0);
  const m = columns.reduce((sum, [, y = 0]) => sum + y, 0);
  let statistic = 0;
  for (const [x = 0, y = 0] of columns) {
    const forX = ((x + y) * n) / (n + m);
    const forY = ((x + y) * m) / (n + m);
    statistic += (x - forX) ** 2 / forX + (y - forY) ** 2 / forY;
  }
  const degrees = columns.length - 1;
  return { statistic, degrees, pValue: degrees < 1 ? 1 : chiSquareTail(statistic, degrees) };
}
