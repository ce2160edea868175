/** The memory of one series: numbers in typed arrays, nothing else, so that it stays small and serialises exactly. */
import { TAIL_BINS } from "./tail.ts";
import type { DetectorOptions } from "./types.ts";

/** Slots of the daily profile: half an hour each. */
export const SLOTS = 48;
/** Rows in the short window, and in the window before it. */
export const SHORT_ROWS = 12;
export const RING_ROWS = 4 * SHORT_ROWS;
/** One histogram per part, one for the combination, one for the forecast error (the band). */
export const FEATURES = 6;
export const COMBINED = FEATURES;

/** Positions in `scalars`. */
export const AT = {
  rows: 0,
  lastMs: 1,
  firstMs: 2,
  origin: 3,
  mean: 4,
  spread: 5,
  smooth: 6,
  residual: 7,
  last: 8,
  error: 9,
  peak: 10,
  peakRow: 11,
  count: 12,
} as const;

export type DetectorState = {
  options: DetectorOptions;
  scalars: Float64Array;
  ring: Float32Array;
  profile: Float32Array;
  profileSeen: Float32Array;
  bins: Float32Array;
  binsSeen: Float32Array;
  /** Surprise per part of the latest row: the basis of its explanation. */
  parts: Float32Array;
};

export function createState(options: Partial<DetectorOptions> = {}): DetectorState {
  return {
    options: { utcOffsetMinutes: options.utcOffsetMinutes ?? 0 },
    scalars: new Float64Array(AT.count),
    ring: new Float32Array(RING_ROWS),
    profile: new Float32Array(SLOTS),
    profileSeen: new Float32Array(SLOTS),
    bins: new Float32Array((FEATURES + 1) * TAIL_BINS),
    binsSeen: new Float32Array(FEATURES + 1),
    parts: new Float32Array(FEATURES),
  };
}
