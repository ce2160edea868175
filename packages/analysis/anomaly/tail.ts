/**
 * How rare is a magnitude for this series? A log-spaced histogram per feature (third-octave bins, 64 of them,
 * 2^-8 … 2^13) answers with −log10 of the share of earlier rows at least as large. Beyond the largest value
 * seen the surprise grows with the number of bins between, a power-law tail.
 */

export const TAIL_BINS = 64;
const BINS_PER_OCTAVE = 3;
const BIN_OF_ONE = 24;
/** log10 units per bin beyond the record: a Pareto tail with exponent 1 (0.3 per octave). */
const BEYOND = 0.1;
/** Rows before a histogram is believed. */
const ROWS_MIN = 20;

/**
 * Surprise of `magnitude` (≥ 0) against histogram `index` of `bins`, then learns it. `bins` holds whole
 * histograms one after the other; `seen` their totals. When a total passes `memoryRows` it is halved.
 */
export function surprise(
  bins: Float32Array,
  seen: Float32Array,
  index: number,
  magnitude: number,
  memoryRows: number,
): number {
  const from = index * TAIL_BINS;
  let position = magnitude > 0 ? BINS_PER_OCTAVE * Math.log2(magnitude) + BIN_OF_ONE : 0;
  if (!(position > 0)) position = 0;
  if (position > TAIL_BINS - 1.001) position = TAIL_BINS - 1.001;
  const bin = Math.floor(position);
  let top = TAIL_BINS - 1;
  while (top > bin && bins[from + top] === 0) top--;
  let above = 0;
  for (let i = bin + 1; i <= top; i++) above += bins[from + i]!;
  const inside = bins[from + bin]!;
  const total = seen[index]!;
  let result = -Math.log10((above + inside * (1 - (position - bin)) + 0.5) / (total + 1));
  if (above === 0 && inside === 0) {
    let record = bin;
    while (record > 0 && bins[from + record] === 0) record--;
    result += BEYOND * (position - record - 1);
  }
  bins[from + bin] = inside + 1;
  seen[index] = total + 1;
  if (total + 1 > memoryRows) {
    for (let i = from; i < from + TAIL_BINS; i++) bins[i]! *= 0.5;
    seen[index]! *= 0.5;
  }
  return total < ROWS_MIN || result < 0 ? 0 : result;
}
