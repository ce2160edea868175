/**
 * How often has this value been here? A histogram of the values themselves, smoothed over neighbouring bins:
 * catches values between two modes and levels that are common in size but new in kind.
 */
import { type DetectorState, RARITY_BINS } from "./state.ts";
import { roughLog2 } from "./tail.ts";

const ROWS_MAX = 20_000;

/** −log10 of the share of earlier rows in the bin of `position` (bins, 0 in the middle); then learns it. */
export function rarity(state: DetectorState, index: number, position: number): number {
  const { values, valueRows } = state;
  const from = index * RARITY_BINS;
  const bin = Math.max(1, Math.min(RARITY_BINS - 2, Math.round(RARITY_BINS / 2 + position)));
  const at = from + bin;
  const near = values[at]! / 2 + (values[at - 1]! + values[at + 1]!) / 4;
  const rows = valueRows[index]!;
  values[at]!++;
  valueRows[index] = rows + 1;
  if (rows + 1 >= ROWS_MAX) {
    for (let i = from; i < from + RARITY_BINS; i++) values[i] = (values[i]! + 1) >> 1;
    valueRows[index] = ROWS_MAX / 2;
  }
  return -Math.LN2 * Math.LOG10E * roughLog2((near + 0.3) / (rows + 1));
}
