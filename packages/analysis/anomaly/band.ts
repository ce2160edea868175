/**
 * The expected value and its band. Two forecasts compete: the short average, and the profile of day and week
 * carried by its recent offset; the one with the smaller error so far is shown. The band's edges follow the
 * 0.5 % and 99.5 % quantiles of its error.
 */
import { usualOfWeek } from "./season.ts";
import { AT, type DetectorState } from "./state.ts";

const OUTSIDE = 0.005;
/** Steps of the quantile search, in mean errors. */
const STEP = 0.5;
const MEMORY_ROWS = 1000;

/** Writes expected, lower and upper for the coming row. Needs the slots of its time. */
export function predict(state: DetectorState): void {
  const { scalars: s } = state;
  const short = s[AT.smooth]!;
  const season = usualOfWeek(state) + s[AT.seasonFast]!;
  const expected = s[AT.errorSeason]! < s[AT.errorShort]! ? season : short;
  s[AT.expected] = expected;
  s[AT.lower] = expected + s[AT.bandLow]!;
  s[AT.upper] = expected + s[AT.bandHigh]!;
}

export function learnBand(state: DetectorState, x: number): void {
  const { scalars: s } = state;
  const rows = s[AT.rows]!;
  if (rows === 0) return;
  const rate = Math.max(1 / rows, 1 / MEMORY_ROWS);
  const usual = usualOfWeek(state);
  s[AT.errorShort]! += rate * (Math.abs(x - s[AT.smooth]!) - s[AT.errorShort]!);
  s[AT.errorSeason]! += rate * (Math.abs(x - usual - s[AT.seasonFast]!) - s[AT.errorSeason]!);
  s[AT.seasonFast]! += (x - usual - s[AT.seasonFast]!) / 6;
  const error = x - s[AT.expected]!;
  const step = STEP * Math.min(s[AT.errorShort]!, s[AT.errorSeason]!);
  s[AT.bandHigh]! += error > s[AT.bandHigh]! ? step * (1 - OUTSIDE) : -step * OUTSIDE;
  s[AT.bandLow]! += error < s[AT.bandLow]! ? -step * (1 - OUTSIDE) : step * OUTSIDE;
}
