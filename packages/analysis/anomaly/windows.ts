/** Sums over the latest 6 … 192 rows, kept current by adding the newest row and taking the oldest out. */
import { AT, type DetectorState, RING_ROWS } from "./state.ts";

/** Call before `rows` is advanced; `x` becomes the latest row. */
export function push(state: DetectorState, x: number): void {
  const { scalars: s, ring } = state;
  // Integers: remainders of doubles are slow.
  const rows = s[AT.rows]! | 0;
  const at = rows % RING_ROWS;
  const value = Math.fround(x);
  const previous = rows > 0 ? ring[back(at, 1)]! : value;
  s[AT.sum6]! += value - (rows >= 6 ? ring[back(at, 6)]! : 0);
  s[AT.sum24]! += value - (rows >= 24 ? ring[back(at, 24)]! : 0);
  const old12 = rows >= 12 ? ring[back(at, 12)]! : 0;
  s[AT.sum12]! += value - old12;
  s[AT.squares12]! += value * value - old12 * old12;
  const old48 = rows >= 48 ? ring[back(at, 48)]! : 0;
  s[AT.sum48]! += value - old48;
  s[AT.squares48]! += value * value - old48 * old48;
  const oldStep = rows >= 49 ? Math.abs(old48 - ring[back(at, 49)]!) : 0;
  s[AT.steps48]! += Math.abs(value - previous) - oldStep;
  s[AT.sum192]! += value - (rows >= RING_ROWS ? ring[at]! : 0);
  ring[at] = value;
  // Once a turn of the ring everything is summed afresh: rounding left by a huge value does not stay.
  if (at === RING_ROWS - 1) resum(s, ring);
}

/** Index of the row `rows` before the one at index `at`. */
function back(at: number, rows: number): number {
  return at >= rows ? at - rows : at - rows + RING_ROWS;
}

function resum(s: Float64Array, ring: Float32Array): void {
  for (let i = AT.sum6; i <= AT.steps48; i++) s[i] = 0;
  for (let age = 1; age <= RING_ROWS; age++) {
    const v = ring[RING_ROWS - age]!;
    if (age <= 6) s[AT.sum6]! += v;
    if (age <= 12) {
      s[AT.sum12]! += v;
      s[AT.squares12]! += v * v;
    }
    if (age <= 24) s[AT.sum24]! += v;
    if (age <= 48) {
      s[AT.sum48]! += v;
      s[AT.squares48]! += v * v;
      s[AT.steps48]! += Math.abs(v - ring[RING_ROWS - age - 1]!);
    }
    s[AT.sum192]! += v;
  }
}
