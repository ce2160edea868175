/** Sums over the latest 6 … 192 rows, kept current by adding the newest row and taking the oldest out. */
import { AT, type DetectorState, RING_ROWS } from "./state.ts";

/** The value `back` rows before the next one (1 = latest). */
export function recent(state: DetectorState, back: number): number {
  return state.ring[(state.scalars[AT.rows]! - back + RING_ROWS) % RING_ROWS]!;
}

/** Call before `rows` is advanced; `x` becomes the latest row. */
export function push(state: DetectorState, x: number): void {
  const { scalars: s, ring } = state;
  const rows = s[AT.rows]!;
  const at = rows % RING_ROWS;
  const previous = rows > 0 ? recent(state, 1) : x;
  const value = Math.fround(x);
  s[AT.sum6]! += value - (rows >= 6 ? recent(state, 6) : 0);
  s[AT.sum24]! += value - (rows >= 24 ? recent(state, 24) : 0);
  const old12 = rows >= 12 ? recent(state, 12) : 0;
  s[AT.sum12]! += value - old12;
  s[AT.squares12]! += value * value - old12 * old12;
  const old48 = rows >= 48 ? recent(state, 48) : 0;
  s[AT.sum48]! += value - old48;
  s[AT.squares48]! += value * value - old48 * old48;
  const oldStep = rows >= 49 ? Math.abs(old48 - recent(state, 49)) : 0;
  s[AT.steps48]! += Math.abs(value - previous) - oldStep;
  s[AT.sum192]! += value - (rows >= RING_ROWS ? ring[at]! : 0);
  ring[at] = value;
  // Once a turn of the ring everything is summed afresh: rounding left by a huge value does not stay.
  if (at === RING_ROWS - 1) resum(s, ring);
}

function resum(s: Float64Array, ring: Float32Array): void {
  for (let i = AT.sum6; i <= AT.steps48; i++) s[i] = 0;
  for (let back = 1; back <= RING_ROWS; back++) {
    const v = ring[RING_ROWS - back]!;
    if (back <= 6) s[AT.sum6]! += v;
    if (back <= 12) {
      s[AT.sum12]! += v;
      s[AT.squares12]! += v * v;
    }
    if (back <= 24) s[AT.sum24]! += v;
    if (back <= 48) {
      s[AT.sum48]! += v;
      s[AT.squares48]! += v * v;
      s[AT.steps48]! += Math.abs(v - ring[RING_ROWS - back - 1]!);
    }
    s[AT.sum192]! += v;
  }
}
