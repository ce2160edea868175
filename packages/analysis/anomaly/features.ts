/**
 * Fifteen views of the latest row, each ranked against its own past in this series. They differ in what they
 * take as usual (long-run level, recent rows, time of day, time of week, the values seen) and in their pace.
 */
import { rarity } from "./rarity.ts";
import { usualOfDay, usualOfWeek, usualSpread } from "./season.ts";
import { AT, type DetectorState, RANKED } from "./state.ts";
import { rankAll, roughLog2 } from "./tail.ts";
import type { PartName } from "./types.ts";

/** Part to which each ranked feature belongs. */
export const PART_OF: readonly PartName[] = [
  ...(["level", "change", "shift", "shift", "level", "spread", "spread", "activity"] as const),
  ...(["season", "season", "season", "week", "week", "rarity", "rarity"] as const),
];

/** Row at which the linear value histogram takes its scale. */
const FREEZE_ROW = 100;
const BINS_PER_SPREAD = 4;
const WARPED_BINS = 6;

/** Smallest scale that counts: below it differences are rounding. */
function scaleOf(s: Float64Array): number {
  return Math.max(s[AT.spread]!, 1e-9 * Math.abs(s[AT.mean]! + s[AT.origin]!) + 1e-12);
}

/** The latest row as every feature sees it; NaN while a feature lacks rows. Scratch, rewritten for each row. */
const views = new Float64Array(RANKED);

/**
 * Ranks the row `x` (relative to the origin, already in the windows, not yet in level and profiles) and returns
 * the pooled surprise of all features (−log10 of a share).
 */
export function surpriseOf(state: DetectorState, x: number): number {
  const { scalars: s, shares } = state;
  const rows = s[AT.rows]!;
  shares.fill(1);
  if (rows === 0) return 0;
  views.fill(Number.NaN);
  const scale = scaleOf(s);
  viewWindows(s, x, rows, scale);
  viewSeason(state, x, scale);
  viewRarity(state, x, scale);
  rankAll(state, views);
  return pooled(shares);
}

function viewWindows(s: Float64Array, x: number, rows: number, scale: number): void {
  const mean = s[AT.mean]!;
  views[0] = (x - mean) / scale;
  views[1] = (x - s[AT.smooth]!) / scale;
  if (rows < 12) return;
  views[5] = spreadRatio(s[AT.sum12]!, s[AT.squares12]!, 12, scale);
  if (rows < 24) return;
  views[2] = (s[AT.sum6]! / 6 - s[AT.sum24]! / 24) / scale;
  if (rows < 48) return;
  views[4] = (s[AT.sum48]! / 48 - mean) / scale;
  views[6] = spreadRatio(s[AT.sum48]!, s[AT.squares48]!, 48, scale);
  const step = s[AT.stepMean]! + 1e-12;
  views[7] = Math.LN2 * roughLog2((s[AT.steps48]! / 48 + 0.01 * step) / (1.01 * step));
  if (rows < 192) return;
  views[3] = (s[AT.sum48]! / 48 - s[AT.sum192]! / 192) / scale;
}

function viewSeason(state: DetectorState, x: number, scale: number): void {
  const s = state.scalars;
  // The first visit to a slot has nothing to compare with.
  if (s[AT.dayFresh] === 1) return;
  const day = x - usualOfDay(state);
  s[AT.daySlow]! += (day - s[AT.daySlow]!) / 24;
  const slotScale = 0.3 * scale + 0.7 * usualSpread(state);
  s[AT.slotFast]! += (day / slotScale - s[AT.slotFast]!) / 6;
  views[8] = day / scale;
  views[9] = s[AT.daySlow]! / scale;
  views[10] = s[AT.slotFast]!;
  const week = (x - usualOfWeek(state)) / Math.max(s[AT.weekSpread]!, 1e-6 * scale);
  s[AT.weekFast]! += (week - s[AT.weekFast]!) / 6;
  views[11] = week;
  views[12] = s[AT.weekFast]!;
}

function viewRarity(state: DetectorState, x: number, scale: number): void {
  const s = state.scalars;
  const rows = s[AT.rows]!;
  const z = (x - s[AT.mean]!) / scale;
  // asinh spaces the bins evenly near the level and ever wider outside.
  const y = 2 * Math.abs(z);
  const warped = WARPED_BINS * Math.LN2 * roughLog2(y + Math.sqrt(y * y + 1));
  s[AT.rareWarped]! += (rarity(state, 1, z < 0 ? -warped : warped) - s[AT.rareWarped]!) / 6;
  if (rows < FREEZE_ROW) return;
  if (rows === FREEZE_ROW) freeze(state);
  s[AT.rareLinear]! += (rarity(state, 0, linearPosition(s, x)) - s[AT.rareLinear]!) / 6;
  views[13] = s[AT.rareLinear]!;
  views[14] = s[AT.rareWarped]!;
}

/** Power mean (exponent 1.5) of the surprises: between the plain mean, deaf to one loud view, and the maximum. */
function pooled(shares: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < RANKED; i++) {
    const surprise = Math.max(0, -Math.LOG10E * Math.LN2 * roughLog2(shares[i]!));
    sum += surprise * Math.sqrt(surprise);
  }
  return Math.cbrt(sum / RANKED) ** 2;
}

/** log of the spread over the latest `rows` rows against the long-run one. */
function spreadRatio(sum: number, squares: number, rows: number, scale: number): number {
  const mean = sum / rows;
  const spread = Math.sqrt(Math.max(0, squares / rows - mean * mean));
  return Math.LN2 * roughLog2((spread + 0.01 * scale) / (1.01 * scale));
}

function linearPosition(s: Float64Array, x: number): number {
  return (BINS_PER_SPREAD * (x - s[AT.frozenMean]!)) / s[AT.frozenSpread]!;
}

/** Takes the scale of the linear histogram from the first rows and counts them in. */
function freeze(state: DetectorState): void {
  const { scalars: s, ring } = state;
  s[AT.frozenMean] = s[AT.mean]!;
  s[AT.frozenSpread] = scaleOf(s);
  for (let row = 0; row < FREEZE_ROW; row++) rarity(state, 0, linearPosition(s, ring[row]!));
}

const MEMORY_ROWS = 2000;
/** Deviations are cut at this many spreads before they move the long-run level. */
const CUT = 5;
const CUT_FROM_ROW = 20;

/** Takes `x` into the long-run averages. */
export function learnLevels(state: DetectorState, x: number): void {
  const { scalars: s } = state;
  const rows = s[AT.rows]!;
  if (rows === 0) {
    s[AT.mean] = x;
    s[AT.smooth] = x;
    s[AT.last] = x;
  }
  const rate = Math.max(1 / (rows + 1), 1 / MEMORY_ROWS);
  const residual = x - usualOfWeek(state);
  s[AT.weekSpread]! += rate * (cut(Math.abs(residual), s[AT.weekSpread]!, rows) - s[AT.weekSpread]!);
  const delta = cut(x - s[AT.mean]!, scaleOf(s), rows);
  s[AT.mean]! += rate * delta;
  s[AT.spread]! += rate * (Math.abs(delta) - s[AT.spread]!);
  const step = Math.abs(x - s[AT.last]!);
  s[AT.stepMean]! += rate * (cut(step, s[AT.stepMean]! + 1e-12, rows) - s[AT.stepMean]!);
  s[AT.smooth]! += 0.3 * (x - s[AT.smooth]!);
  s[AT.last] = x;
}

function cut(value: number, spread: number, rows: number): number {
  return rows < CUT_FROM_ROW ? value : Math.max(-CUT * spread, Math.min(CUT * spread, value));
}
