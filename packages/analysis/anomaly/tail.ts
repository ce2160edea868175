/**
 * How rare is a magnitude for this series? Each ranked feature keeps a histogram per sign with log-spaced bins
 * (a third of an octave, 2^-6 … 2^10) and answers with the share of earlier rows at least as far out on the
 * same side. Beyond the largest seen the share falls on by 10^-0.2 a bin: a power-law tail with exponent 2.
 */
import { type DetectorState, RANKED, TAIL_BINS } from "./state.ts";

const BINS_PER_OCTAVE = 3;
const BIN_OF_ONE = 18;
const BEYOND = 0.2 * Math.LN10;
/** Rows before a histogram is believed. */
const ROWS_MIN = 20;
/** Half of the history is forgotten each time this many rows are in. */
const ROWS_MAX = 20_000;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** log2 of a positive number, piecewise linear between powers of two: monotone and fast; off by at most 0.09. */
export function roughLog2(value: number): number {
  float[0] = value;
  return bits[0]! / 0x80_0000 - 127;
}

/**
 * Writes to `state.shares` the share (0..1) of earlier rows as far out as `views[i]` on its side of zero, for
 * every feature, and learns them. NaN means that the feature has nothing to say yet: share 1, nothing learnt.
 */
export function rankAll(state: DetectorState, views: Float64Array): void {
  const { tails, tops, tailRows, shares } = state;
  // One loop with plain numbers: calls per feature would box every argument.
  for (let index = 0; index < RANKED; index++) {
    const value = views[index]!;
    shares[index] = 1;
    if (Number.isNaN(value)) continue;
    const rows = tailRows[index]!;
    tailRows[index] = rows + 1;
    if (rows + 1 >= ROWS_MAX) halve(state, index);
    float[0] = Math.abs(value);
    let position = BINS_PER_OCTAVE * (bits[0]! / 0x80_0000 - 127) + BIN_OF_ONE;
    if (position < 1) continue;
    if (position > TAIL_BINS - 1.001) position = TAIL_BINS - 1.001;
    const side = index * 2 + (value < 0 ? 1 : 0);
    const from = side * TAIL_BINS;
    const bin = Math.floor(position);
    const top = tops[side]!;
    let above = 0;
    for (let i = from + bin + 1; i <= from + top; i++) above += tails[i]!;
    const inside = tails[from + bin]! * (bin + 1 - position);
    let share = (above + inside + 0.5) / (rows + 1);
    if (bin > top) {
      share *= Math.exp(-BEYOND * (position - top - 1));
      tops[side] = bin;
    }
    tails[from + bin]!++;
    if (rows >= ROWS_MIN && share < 1) shares[index] = share;
  }
}

function halve(state: DetectorState, index: number): void {
  const { tails, tailRows } = state;
  // Rounded up, so that a record seen once is not forgotten.
  for (let i = index * 2 * TAIL_BINS; i < (index + 1) * 2 * TAIL_BINS; i++) tails[i] = (tails[i]! + 1) >> 1;
  tailRows[index] = ROWS_MAX / 2;
}
