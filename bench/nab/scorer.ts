/**
 * The scoring rules of the Numenta Anomaly Benchmark v1.1 (numenta/NAB: nab/sweeper.py, nab/runner.py),
 * written from the rules. One threshold for the whole corpus; rows at or above it are detections.
 */

export type Profile = { name: "standard" | "low FP" | "low FN"; tp: number; fp: number; fn: number };

/** Weights from NAB's config/profiles.json. */
export const PROFILES: readonly Profile[] = [
  { name: "standard", tp: 1, fp: 0.11, fn: 1 },
  { name: "low FP", tp: 1, fp: 0.22, fn: 1 },
  { name: "low FN", tp: 1, fp: 0.11, fn: 2 },
];

/** Row indices, both inclusive. */
export type Window = { left: number; right: number };

/** Scores of one file, one per row, in 0..1; windows sorted and apart. */
export type ScoredSeries = { name: string; scores: ArrayLike<number>; windows: readonly Window[] };

export type SeriesScore = { name: string; raw: number; windows: number; found: number; falseRows: number };

export type Sweep = { threshold: number; raw: number; normalised: number };

/** Rows ignored at the start of a file of `rows` rows. */
export function probationRows(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750);
}

/** Value of a detection at relative position `y` (−1 window start, 0 its end, > 0 after it): 0.99 … −1. */
export function positionValue(y: number): number {
  return y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
}

const POSITION_MAX = positionValue(-1);

/** Windows with at least one row past probation: the only ones that count. */
export function countedWindows(series: ScoredSeries): Window[] {
  const first = probationRows(series.scores.length);
  return series.windows.filter((window) => window.right >= first);
}

/** Value (before weights) of a detection at `row` inside `window`: 0 … 1. */
function hitValue(row: number, window: Window): number {
  const width = window.right - window.left + 1;
  return positionValue(-(window.right - row + 1) / width) / POSITION_MAX;
}

/** Value (before weights) of a detection outside every window, after `previous` if there was one: −1 … 0. */
function missValue(row: number, previous: Window | undefined): number {
  if (!previous) return -1;
  const width = previous.right - previous.left + 1;
  // A window of one row has no scale to be "just after" of: full cost.
  return width < 2 ? -1 : positionValue((row - previous.right) / (width - 1));
}

type Row = { score: number; window: number; value: number };

/** Every row past probation with what detecting it is worth; `window` indexes `best`, −1 means outside. */
function worth(series: ScoredSeries, firstWindow: number): Row[] {
  const rows: Row[] = [];
  let next = 0;
  const windows = series.windows;
  const first = probationRows(series.scores.length);
  let counted = firstWindow - 1;
  for (let row = 0; row < series.scores.length; row++) {
    while (next < windows.length && row > windows[next]!.right) next++;
    const window = windows[next];
    const inside = window !== undefined && row >= window.left;
    if (row < first) continue;
    if (inside && (row === window.left || row === first)) counted++;
    const score = series.scores[row] ?? 0;
    if (inside) rows.push({ score, window: counted, value: hitValue(row, window) });
    else rows.push({ score, window: -1, value: missValue(row, windows[next - 1]) });
  }
  return rows;
}

function normalise(raw: number, windows: number, profile: Profile): number {
  if (windows === 0) return raw < 0 ? Number.NEGATIVE_INFINITY : 0;
  const nothing = -windows * profile.fn;
  return (100 * (raw - nothing)) / (windows * profile.tp - nothing);
}

/** The best corpus-wide threshold and its score (0 = silent detector, 100 = perfect). In-sample, as in NAB. */
export function sweep(corpus: readonly ScoredSeries[], profile: Profile): Sweep {
  const rows: Row[] = [];
  let windows = 0;
  for (const series of corpus) {
    // A score of 0 says "nothing": it never detects, so no threshold goes that low.
    for (const row of worth(series, windows)) if (row.score > 0) rows.push(row);
    windows += countedWindows(series).length;
  }
  rows.sort((a, b) => b.score - a.score);
  const found = new Float64Array(windows).fill(Number.NaN);
  let raw = -windows * profile.fn;
  let best: Sweep = { threshold: 1.1, raw, normalised: 0 };
  for (let i = 0; i < rows.length; i++) {
    const { score, window, value } = rows[i]!;
    if (window < 0) raw += profile.fp * value;
    else if (Number.isNaN(found[window]!)) {
      raw += profile.fn + profile.tp * value;
      found[window] = value;
    } else if (value > found[window]!) {
      raw += profile.tp * (value - found[window]!);
      found[window] = value;
    }
    // Rows of equal score stand or fall together.
    if (raw > best.raw && rows[i + 1]?.score !== score) best = { threshold: score, raw, normalised: 0 };
  }
  return { ...best, normalised: normalise(best.raw, windows, profile) };
}

/** What one file earns at a given threshold. */
export function scoreSeries(series: ScoredSeries, profile: Profile, threshold: number): SeriesScore {
  const windows = countedWindows(series).length;
  const best = new Float64Array(windows).fill(-1);
  let raw = 0;
  let falseRows = 0;
  for (const { score, window, value } of worth(series, 0)) {
    if (score < threshold) continue;
    if (window < 0) {
      raw += profile.fp * value;
      falseRows++;
    } else best[window] = Math.max(best[window]!, value);
  }
  let found = 0;
  for (const value of best) {
    if (value >= 0) found++;
    raw += value >= 0 ? profile.tp * value : -profile.fn;
  }
  return { name: series.name, raw, windows, found, falseRows };
}

/** Corpus score at a given threshold. */
export function scoreCorpus(corpus: readonly ScoredSeries[], profile: Profile, threshold: number): number {
  const parts = corpus.map((series) => scoreSeries(series, profile, threshold));
  const raw = parts.reduce((sum, part) => sum + part.raw, 0);
  return normalise(
    raw,
    parts.reduce((sum, part) => sum + part.windows, 0),
    profile,
  );
}

/**
 * The honest figure: each group (folder of the name) is judged by the threshold found on all others.
 * With a single group there is nothing to hold out and the result is NaN.
 */
export function leaveOneGroupOut(corpus: readonly ScoredSeries[], profile: Profile): number {
  const groups = new Set(corpus.map((series) => groupOf(series.name)));
  if (groups.size < 2) return Number.NaN;
  let raw = 0;
  let windows = 0;
  for (const group of groups) {
    const rest = corpus.filter((series) => groupOf(series.name) !== group);
    const { threshold } = sweep(rest, profile);
    for (const series of corpus) {
      if (groupOf(series.name) !== group) continue;
      const part = scoreSeries(series, profile, threshold);
      raw += part.raw;
      windows += part.windows;
    }
  }
  return normalise(raw, windows, profile);
}

export function groupOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}
