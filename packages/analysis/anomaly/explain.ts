/** The verdict on the latest row, in words and numbers for people. */

import { PART_OF } from "./features.ts";
import { updateScore } from "./score.ts";
import { AT, type DetectorState } from "./state.ts";
import type { PartName, ScorePart, Verdict } from "./types.ts";

const DAY_MS = 86_400_000;
const ROWS_FULL = 500;
const DAYS_FULL = 14;
const DAYS_LEARNING = 2;

export function update(state: DetectorState, timeMs: number, value: number): Verdict {
  updateScore(state, timeMs, value);
  return explain(state);
}

/** `onset` of the latest row (see Verdict). */
export function onsetScore(state: DetectorState): number {
  return state.scalars[AT.onset]!;
}

/** The whole verdict on the latest row. */
export function explain(state: DetectorState): Verdict {
  const s = state.scalars;
  const rows = s[AT.rows]!;
  const days = rows > 0 ? (s[AT.lastMs]! - s[AT.firstMs]!) / DAY_MS : 0;
  const known = rows >= 3;
  return {
    score: s[AT.score]!,
    onset: s[AT.onset]!,
    expected: known ? s[AT.origin]! + s[AT.expected]! : Number.NaN,
    lower: known ? s[AT.origin]! + s[AT.lower]! : Number.NaN,
    upper: known ? s[AT.origin]! + s[AT.upper]! : Number.NaN,
    confidence: Math.min(1, rows / ROWS_FULL) * (0.5 + 0.5 * Math.min(1, days / DAYS_FULL)),
    learning: days < DAYS_LEARNING,
    parts: partsOf(state.shares),
  };
}

function partsOf(shares: Float32Array): ScorePart[] {
  const parts = new Map<PartName, ScorePart>();
  let total = 0;
  for (const [i, name] of PART_OF.entries()) {
    const surprise = -Math.log10(shares[i]!) + 0;
    total += surprise;
    const part = parts.get(name) ?? { name, surprise: 0, contribution: 0 };
    part.surprise = Math.max(part.surprise, surprise);
    part.contribution += surprise;
    parts.set(name, part);
  }
  const list = [...parts.values()];
  for (const part of list) part.contribution = total > 0 ? part.contribution / total : 0;
  return list.sort((a, b) => b.contribution - a.contribution);
}
