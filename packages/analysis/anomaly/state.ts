/** The memory of one series: numbers in typed arrays, nothing else, so that it stays small and serialises exactly. */
import type { DetectorOptions } from "./types.ts";

/** Daily profile: half-hour slots. Weekly profile: one-hour slots. */
export const DAY_SLOTS = 48;
export const WEEK_SLOTS = 168;
/** Rows of raw history kept for the rolling windows. */
export const RING_ROWS = 192;
/** Signed features that are ranked against their own past (see features.ts). */
export const RANKED = 15;
/** Log-spaced bins per sign of a ranked feature. */
export const TAIL_BINS = 48;
/** Value histograms: one linear, one warped. */
export const RARITIES = 2;
export const RARITY_BINS = 128;
/** Block maxima kept before neighbours are merged. */
export const BLOCKS = 64;

/** Positions in `scalars`. */
export const AT = {
  rows: 0,
  lastMs: 1,
  firstMs: 2,
  /** First value: everything below is relative to it, so that 32 bits suffice. */
  origin: 3,
  last: 4,
  /** Typical distance between points, milliseconds. */
  intervalMs: 5,
  /** Long-run level and mean absolute deviation. */
  mean: 6,
  spread: 7,
  /** Mean absolute step, and mean absolute residual against the weekly profile. */
  stepMean: 8,
  weekMean: 9,
  weekSpread: 10,
  /** Short exponential averages: value, daily residual, slot-scaled residual, weekly residual, rarities. */
  smooth: 11,
  daySlow: 12,
  slotFast: 13,
  weekFast: 14,
  rareLinear: 15,
  rareWarped: 16,
  /** Rolling sums over the ring: values of 6, 12, 24, 48, 192 rows, squares of 12, 48, steps of 48. */
  sum6: 17,
  sum12: 18,
  sum24: 19,
  sum48: 20,
  sum192: 21,
  squares12: 22,
  squares48: 23,
  steps48: 24,
  /** Frozen reference of the linear value histogram. */
  frozenMean: 25,
  frozenSpread: 26,
  /** Profile slots of the latest row and whether they were empty when it entered them. */
  daySlot: 27,
  dayFresh: 28,
  weekSlot: 29,
  weekFresh: 30,
  /** Block maxima: how many, length and fill of the open one, its maximum so far. */
  blocks: 31,
  blockRows: 32,
  openRows: 33,
  openMax: 34,
  /** Latest alert: its surprise and row. */
  alert: 35,
  alertRow: 36,
  /** Results of the latest row. */
  score: 37,
  onset: 38,
  expected: 39,
  lower: 40,
  upper: 41,
  /** Forecast errors: of the short average, of the profile, and the band's edges. */
  errorShort: 42,
  errorSeason: 43,
  bandLow: 44,
  bandHigh: 45,
  seasonFast: 46,
  count: 47,
} as const;

export type DetectorState = {
  options: DetectorOptions;
  scalars: Float64Array;
  ring: Float32Array;
  dayMean: Float32Array;
  daySpread: Float32Array;
  daySeen: Uint16Array;
  weekMean: Float32Array;
  weekSeen: Uint16Array;
  /** For each ranked feature the bins of the positive, then of the negative side. */
  tails: Uint16Array;
  /** Highest used bin of each side. */
  tops: Uint8Array;
  /** Rows counted by each ranked feature's histograms. */
  tailRows: Uint16Array;
  values: Uint16Array;
  valueRows: Uint16Array;
  blockMaxima: Float32Array;
  /** Tail probability per feature of the latest row: the basis of its explanation. */
  shares: Float32Array;
};

export function createState(options: Partial<DetectorOptions> = {}): DetectorState {
  // One buffer for all: near each other in memory, and one allocation instead of fourteen.
  const buffer = new ArrayBuffer(STATE_BYTES);
  let at = 0;
  const take = (bytes: number) => {
    at += bytes;
    return at - bytes;
  };
  const floats = (length: number) => new Float32Array(buffer, take(4 * length), length);
  const counts = (length: number) => new Uint16Array(buffer, take(2 * length), length);
  // Widest first, so that every view is aligned.
  const scalars = new Float64Array(buffer, take(8 * AT.count), AT.count);
  scalars[AT.blockRows] = FIRST_BLOCK_ROWS;
  scalars[AT.daySlot] = -1;
  scalars[AT.weekSlot] = -1;
  return {
    options: { utcOffsetMinutes: options.utcOffsetMinutes ?? 0 },
    scalars,
    ring: floats(RING_ROWS),
    dayMean: floats(DAY_SLOTS),
    daySpread: floats(DAY_SLOTS),
    weekMean: floats(WEEK_SLOTS),
    blockMaxima: floats(BLOCKS),
    shares: floats(RANKED).fill(1),
    daySeen: counts(DAY_SLOTS),
    weekSeen: counts(WEEK_SLOTS),
    tails: counts(RANKED * 2 * TAIL_BINS),
    tailRows: counts(RANKED),
    values: counts(RARITIES * RARITY_BINS),
    valueRows: counts(RARITIES),
    tops: new Uint8Array(buffer, take(RANKED * 2), RANKED * 2),
  };
}

const STATE_BYTES =
  8 * AT.count +
  4 * (RING_ROWS + 2 * DAY_SLOTS + WEEK_SLOTS + BLOCKS + RANKED) +
  2 * (DAY_SLOTS + WEEK_SLOTS + RANKED * 2 * TAIL_BINS + RANKED + RARITIES * RARITY_BINS + RARITIES) +
  RANKED * 2;

/** Length of a block before the first merge. */
const FIRST_BLOCK_ROWS = 12;

/** Every array of the state, in the order in which they are written out. */
export function arraysOf(state: DetectorState): (Float64Array | Float32Array | Uint16Array | Uint8Array)[] {
  const { options: _, ...arrays } = state;
  return Object.values(arrays);
}
