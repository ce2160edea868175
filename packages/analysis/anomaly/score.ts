/** One step of the detector: judge a point by what came before, then learn it. */
import { learnBand, predict } from "./band.ts";
import { learnBlock, periodSurprise } from "./blocks.ts";
import { learnLevels, surpriseOf } from "./features.ts";
import { enterSlots, learnSeason } from "./season.ts";
import { AT, type DetectorState } from "./state.ts";
import { push } from "./windows.ts";

/** Values beyond this are cut: their squares stay finite. */
const VALUE_MAX = 1e30;
/** Spreads from the level beyond which the windows compress, and the row from which they do. */
const COMPRESS_FROM = 2;
const COMPRESS_ROW = 50;
/** Weight of the surprise itself beside its rank: it orders rows of equal rank. */
const SURPRISE_WEIGHT = 0.2;
/** Cold start: taken off at first, and fading out over a week, by which every weekday has been seen. */
const DOUBT = 0.6;
const DOUBT_MS = 7 * 86_400_000;
/**
 * Within an episode only a rarer surprise is news again: twice as rare (10^0.3), or ten times in the first rows
 * after an alert, which belong to the same burst.
 */
const MARGIN = 0.3;
const BURST_MARGIN = 1;
const BURST_ROWS = 6;
/** Rows after an alert before an equal one is news: at least 50 (past the 48-row windows, whose echo is not news), and 3 % of the history. */
const QUIET_ROWS = 50;
const QUIET_SHARE = 0.03;

/** Score 0..1 of the point (see Verdict); learns the point; allocates nothing. */
export function updateScore(state: DetectorState, timeMs: number, value: number): number {
  const { scalars: s, shares } = state;
  s[AT.score] = 0;
  s[AT.onset] = 0;
  shares.fill(1);
  if (!Number.isFinite(value) || !Number.isFinite(timeMs)) return 0;
  const rows = s[AT.rows]!;
  if (rows > 0 && timeMs <= s[AT.lastMs]!) return 0;
  if (rows === 0) {
    s[AT.origin] = clamp(value);
    s[AT.firstMs] = timeMs;
  } else {
    const elapsed = timeMs - s[AT.lastMs]!;
    // Follows the median: moves by a share of itself, so that gaps do not count.
    const interval = s[AT.intervalMs]!;
    if (rows === 1) s[AT.intervalMs] = elapsed;
    else s[AT.intervalMs] = interval * (elapsed > interval ? 1.02 : elapsed < interval ? 0.98 : 1);
  }
  const x = clamp(value - s[AT.origin]!);
  s[AT.lastMs] = timeMs;
  enterSlots(state, timeMs);
  predict(state);
  push(state, compressed(s, x));
  const surprise = surpriseOf(state, x);
  const rarity = periodSurprise(state, surprise);
  learnBlock(state, surprise);
  learnBand(state, x);
  learnLevels(state, x);
  learnSeason(state, x);
  s[AT.rows] = rows + 1;
  const doubt = DOUBT * Math.max(0, 1 - (timeMs - s[AT.firstMs]!) / DOUBT_MS);
  const combined = rarity > 0 ? Math.max(0, rarity + SURPRISE_WEIGHT * surprise - doubt) : 0;
  if (combined === 0) return 0;
  const score = 1 - 10 ** -combined;
  s[AT.score] = score;
  if (isNews(s, rows, combined)) s[AT.onset] = score;
  return score;
}

/** The value as the rolling windows see it: beyond two spreads ever more compressed, so that one spike does not fill them. */
function compressed(s: Float64Array, x: number): number {
  const unit = COMPRESS_FROM * s[AT.spread]!;
  if (s[AT.rows]! < COMPRESS_ROW || unit < 1e-12) return x;
  return s[AT.mean]! + unit * Math.asinh((x - s[AT.mean]!) / unit);
}

function isNews(s: Float64Array, row: number, combined: number): boolean {
  const quiet = Math.max(QUIET_ROWS, QUIET_SHARE * row);
  const age = row - s[AT.alertRow]!;
  const bar = age > quiet ? 0 : s[AT.alert]! + (age > BURST_ROWS ? MARGIN : BURST_MARGIN);
  if (combined <= bar) return false;
  s[AT.alert] = combined;
  s[AT.alertRow] = row;
  return true;
}

function clamp(value: number): number {
  return Math.max(-VALUE_MAX, Math.min(VALUE_MAX, value));
}
