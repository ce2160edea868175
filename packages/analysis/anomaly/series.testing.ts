/** Deterministic series for the tests. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A Monday, 00:00 UTC. */
export const START_MS = Date.UTC(2026, 0, 5);

/** Uniform 0..1 from a seed (mulberry32). */
export function uniform(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers from a seed (Box–Muller). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export type Point = [timeMs: number, value: number];

/** Points every `minutes` for `days`; `valueAt` gets the row and the fraction of the day. */
export function sampled(
  days: number,
  minutes: number,
  valueAt: (row: number, dayPart: number) => number,
): Point[] {
  const rows = Math.round((days * DAY_MS) / (minutes * MINUTE_MS));
  return Array.from({ length: rows }, (_, row): Point => {
    const timeMs = START_MS + row * minutes * MINUTE_MS;
    return [timeMs, valueAt(row, (timeMs % DAY_MS) / DAY_MS)];
  });
}
