import { logBeta } from "./special-functions.ts";

/** Of `trials` equal and independent ones. */
export type Share = { hits: number; trials: number };
export type Bounds = { low: number; high: number };

/**
 * Bounds of a share that hold at every look at once: with probability 1 - alpha the true share is never outside, however
 * often and whenever somebody looks. Robbins' method of mixtures: for the true p the ratio of the likelihood averaged
 * over a uniform prior to that of p is a martingale, which exceeds 1/alpha with probability at most alpha (Ville).
 * Exact for any number of trials, rare errors included. Robbins 1970; Howard, Ramdas et al., Annals of Statistics 2021.
 */
export function alwaysValidBounds({ hits, trials }: Share, alpha: number): Bounds {
  if (trials === 0) return { low: 0, high: 1 };
  const misses = trials - hits;
  const limit = Math.log(1 / alpha);
  const average = logBeta(hits + 1, misses + 1);
  const isOutside = (p: number) =>
    average - (hits === 0 ? 0 : hits * Math.log(p)) - (misses === 0 ? 0 : misses * Math.log1p(-p)) > limit;
  const middle = hits / trials;
  return {
    low: hits === 0 ? 0 : bisect(0, middle, isOutside),
    high: misses === 0 ? 1 : bisect(1, middle, isOutside),
  };
}

/** The place between what is outside and what is not, on the outer side of it by less than 1e-12. */
function bisect(outer: number, inner: number, isOutside: (p: number) => boolean): number {
  let outside = outer;
  let inside = inner;
  for (let i = 0; i < 60 && Math.abs(inside - outside) > 1e-13; i++) {
    const p = (inside + outside) / 2;
    if (isOutside(p)) outside = p;
    else inside = p;
  }
  return outside;
}

/** Counts of values up to growing limits: `counts[i]` values lie above `limits[i - 1]` and not above `limits[i]`. */
export type Grouped = { limits: readonly number[]; counts: readonly number[] };

/**
 * Bounds of a quantile that hold at every look at once, by inversion: x is one of its possible values as long as the
 * share of values up to x may be q. As wide as the groups where those are coarse.
 * @returns low 0 and high Infinity while too little is known
 */
export function alwaysValidQuantile({ limits, counts }: Grouped, q: number, alpha: number): Bounds {
  const trials = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let low = 0;
  for (let i = 0; i < limits.length; i++) {
    below += counts[i] ?? 0;
    const share = alwaysValidBounds({ hits: below, trials }, alpha);
    if (share.high <= q) low = limits[i] ?? low;
    if (share.low >= q) return { low, high: limits[i] ?? Number.POSITIVE_INFINITY };
  }
  return { low, high: Number.POSITIVE_INFINITY };
}

/**
 * What the k-th look (from 1) at a test of fixed size may spend of alpha, so that all looks ever together spend no more:
 * alpha / (k (k + 1)), whatever the looks have to do with each other.
 */
export const spentAt = (alpha: number, look: number): number => alpha / (look * (look + 1));
