/**
 * Streaming anomaly detector for one series.
 *
 *   const state = createState();
 *   const verdict = update(state, timeMs, value);   // { score, onset, expected, lower, upper, … }
 *   const text = serialise(state);                  // base64 JSON, a few kilobytes; deserialise(text) continues exactly
 *
 * `updateScore` does the same without allocating and returns the score alone; `onsetScore`, `explain` read the
 * rest of the latest row. Times are epoch milliseconds of the points themselves; there is no clock in here.
 * A point that is not finite, or not later than the one before, changes nothing and scores 0.
 */
import { AT, COMBINED, type DetectorState, FEATURES, RING_ROWS, SHORT_ROWS, SLOTS } from "./state.ts";
import { surprise } from "./tail.ts";
import type { PartName, ScorePart, Verdict } from "./types.ts";

export { deserialise, serialise } from "./serialise.ts";
export { createState, type DetectorState } from "./state.ts";

const NAMES: readonly PartName[] = ["level", "change", "shift", "spread", "season", "step"];
/** Rows over which level and spread are remembered. */
const MEMORY_ROWS = 2000;
const TAIL_ROWS = 20_000;
/** Values beyond this are cut: squares stay finite. */
const VALUE_MAX = 1e30;
const DAY_MS = 86_400_000;

export function update(state: DetectorState, timeMs: number, value: number): Verdict {
  const score = updateScore(state, timeMs, value);
  return { ...explain(state), score };
}

/** Score 0..1 of the point; allocates nothing. */
export function updateScore(state: DetectorState, timeMs: number, value: number): number {
  const s = state.scalars;
  state.parts.fill(0);
  s[AT.error] = 0;
  if (!Number.isFinite(value) || !Number.isFinite(timeMs)) return 0;
  const rows = s[AT.rows]!;
  if (rows > 0 && timeMs <= s[AT.lastMs]!) return 0;
  if (rows === 0) {
    s[AT.origin] = Math.max(-VALUE_MAX, Math.min(VALUE_MAX, value));
    s[AT.firstMs] = timeMs;
  }
  const x = Math.max(-VALUE_MAX, Math.min(VALUE_MAX, value - s[AT.origin]!));
  const combined = judge(state, timeMs, x);
  learn(state, timeMs, x);
  const score = combined / (combined + 2);
  s[AT.error] = onset(s, score);
  return score;
}

/** `onset` of the latest row (see Verdict). */
export function onsetScore(state: DetectorState): number {
  return state.scalars[AT.error]!;
}

function slotOf(state: DetectorState, timeMs: number): number {
  const local = timeMs + state.options.utcOffsetMinutes * 60_000;
  const day = local / DAY_MS;
  return Math.min(SLOTS - 1, Math.floor((day - Math.floor(day)) * SLOTS));
}

function scaleOf(s: Float64Array): number {
  return Math.max(s[AT.spread]!, 1e-9 * Math.abs(s[AT.mean]! + s[AT.origin]!) + 1e-12);
}

/** Surprise of every part and of their combination. */
function judge(state: DetectorState, timeMs: number, x: number): number {
  const { scalars: s, ring, parts, bins, binsSeen } = state;
  const rows = s[AT.rows]!;
  if (rows === 0) return 0;
  const scale = scaleOf(s);
  const see = (part: number, magnitude: number) => {
    parts[part] = surprise(bins, binsSeen, part, magnitude, TAIL_ROWS);
  };
  see(0, Math.abs(x - s[AT.mean]!) / scale);
  see(1, Math.abs(x - s[AT.smooth]!) / scale);
  if (rows >= RING_ROWS) {
    let near = 0;
    let nearSquares = 0;
    let before = 0;
    for (let back = 1; back <= RING_ROWS; back++) {
      const v = ring[(rows - back) % RING_ROWS]!;
      if (back <= SHORT_ROWS) {
        near += v;
        nearSquares += v * v;
      } else before += v;
    }
    near /= SHORT_ROWS;
    before /= RING_ROWS - SHORT_ROWS;
    see(2, Math.abs(near - before) / scale);
    const spread = Math.sqrt(Math.max(0, nearSquares / SHORT_ROWS - near * near));
    see(3, Math.abs(Math.log((spread + 0.01 * scale) / (1.01 * scale))));
  }
  const slot = slotOf(state, timeMs);
  if (state.profileSeen[slot]! > 0) {
    s[AT.residual]! += (x - state.profile[slot]! - s[AT.residual]!) / 6;
    see(4, Math.abs(s[AT.residual]!) / scale);
  }
  see(5, Math.abs(x - s[AT.last]!) / scale);
  let first = 0;
  let second = 0;
  for (let part = 0; part < FEATURES; part++) {
    const v = parts[part]!;
    if (v > first) {
      second = first;
      first = v;
    } else if (v > second) second = v;
  }
  return surprise(bins, binsSeen, COMBINED, first + second, TAIL_ROWS);
}

function learn(state: DetectorState, timeMs: number, x: number): void {
  const { scalars: s, ring } = state;
  const rows = s[AT.rows]!;
  if (rows === 0) {
    s[AT.mean] = x;
    s[AT.smooth] = x;
  }
  const scale = scaleOf(s);
  const rate = Math.max(1 / (rows + 1), 1 / MEMORY_ROWS);
  let delta = x - s[AT.mean]!;
  if (rows >= 20) delta = Math.max(-5 * scale, Math.min(5 * scale, delta));
  s[AT.mean]! += rate * delta;
  s[AT.spread]! += rate * (Math.abs(delta) - s[AT.spread]!);
  s[AT.smooth]! += 0.3 * (x - s[AT.smooth]!);
  const slot = slotOf(state, timeMs);
  const seen = state.profileSeen[slot]!;
  state.profile[slot]! += Math.max(1 / (seen + 1), 1 / 40) * (x - state.profile[slot]!);
  state.profileSeen[slot] = seen + 1;
  ring[rows % RING_ROWS] = x;
  s[AT.last] = x;
  s[AT.lastMs] = timeMs;
  s[AT.rows] = rows + 1;
}

/** Lets a score through only where it tops everything since the last quiet spell (see README, "one per episode"). */
function onset(s: Float64Array, score: number): number {
  const row = s[AT.rows]! - 1;
  const quiet = Math.max(SHORT_ROWS * 2, 0.05 * row);
  if (row - s[AT.peakRow]! > quiet) s[AT.peak] = 0;
  if (score <= s[AT.peak]!) return 0;
  s[AT.peak] = score;
  s[AT.peakRow] = row;
  return score;
}

/** Everything but the score of the latest row, in words and numbers for people. */
export function explain(state: DetectorState): Omit<Verdict, "score"> {
  const { scalars: s, parts } = state;
  const total = parts.reduce((sum, part) => sum + part, 0);
  const list: ScorePart[] = NAMES.map((name, part) => ({
    name,
    surprise: parts[part]!,
    contribution: total > 0 ? parts[part]! / total : 0,
  }));
  const known = s[AT.rows]! >= 3;
  const centre = s[AT.origin]! + s[AT.mean]!;
  const half = 3 * 1.2533 * s[AT.spread]!;
  const days = (s[AT.lastMs]! - s[AT.firstMs]!) / DAY_MS;
  return {
    onset: s[AT.error]!,
    expected: known ? centre : Number.NaN,
    lower: known ? centre - half : Number.NaN,
    upper: known ? centre + half : Number.NaN,
    confidence: Math.min(1, s[AT.rows]! / 300) * (0.5 + 0.5 * Math.min(1, days / 7)),
    learning: days < 2,
    parts: list.sort((a, b) => b.contribution - a.contribution),
  };
}
