/**
 * What is usual at this hour of the day, and of the week. Slots hold running averages that forget with age;
 * a weekly slot not seen in an earlier week falls back to the daily one, that to the long-run level.
 */
import { AT, DAY_SLOTS, type DetectorState, WEEK_SLOTS } from "./state.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-01 was a Thursday: slot 0 of the weekly profile is Monday 00:00. */
const MONDAY_MS = 3 * DAY_MS;
/** Visits to a slot over which it forgets: a week of days, a month of weeks. */
const DAY_VISITS = 7;
const WEEK_VISITS = 4;
/** A deviation from a known slot is cut at this many spreads before it moves the slot: an outlier is no habit. */
const CUT = 5;
/** Rows a slot remembers at least, whatever the sampling rate. */
const ROWS_MIN = 20;

/** Moves to the slots of `timeMs` and notes whether they are empty: a first visit predicts nothing. */
export function enterSlots(state: DetectorState, timeMs: number): void {
  const { scalars: s } = state;
  const localMs = timeMs + state.options.utcOffsetMinutes * 60_000;
  const day = slot(localMs, DAY_MS, DAY_SLOTS);
  if (day !== s[AT.daySlot]) {
    s[AT.daySlot] = day;
    s[AT.dayFresh] = state.daySeen[day] === 0 ? 1 : 0;
  }
  const week = slot(localMs + MONDAY_MS, WEEK_MS, WEEK_SLOTS);
  if (week !== s[AT.weekSlot]) {
    s[AT.weekSlot] = week;
    s[AT.weekFresh] = state.weekSeen[week] === 0 ? 1 : 0;
  }
}

function slot(ms: number, periodMs: number, slots: number): number {
  const turns = ms / periodMs;
  return Math.min(slots - 1, Math.floor((turns - Math.floor(turns)) * slots));
}

/** Usual value at this time of day; the long-run level while the slot is new. */
export function usualOfDay(state: DetectorState): number {
  const { scalars: s } = state;
  return s[AT.dayFresh] === 1 ? s[AT.mean]! : state.dayMean[s[AT.daySlot]!]!;
}

/** Usual value at this time of the week. */
export function usualOfWeek(state: DetectorState): number {
  const { scalars: s } = state;
  return s[AT.weekFresh] === 1 ? usualOfDay(state) : state.weekMean[s[AT.weekSlot]!]!;
}

/** Usual size of the deviation at this time of day. */
export function usualSpread(state: DetectorState): number {
  return state.daySpread[state.scalars[AT.daySlot]!]!;
}

export function learnSeason(state: DetectorState, x: number): void {
  const { scalars: s, dayMean, daySpread, daySeen, weekMean, weekSeen } = state;
  const interval = Math.max(1, s[AT.intervalMs]!);
  const day = s[AT.daySlot]!;
  const dayRate = rate(daySeen[day]!, (DAY_VISITS * (DAY_MS / DAY_SLOTS)) / interval);
  const limit = CUT * s[AT.spread]!;
  const error = cut(x - dayMean[day]!, daySeen[day]!, limit);
  if (daySeen[day]! > 0) daySpread[day]! += dayRate * (Math.abs(error) - daySpread[day]!);
  dayMean[day]! += dayRate * error;
  if (daySeen[day]! < 65_535) daySeen[day]!++;
  const week = s[AT.weekSlot]!;
  const weekRate = rate(weekSeen[week]!, (WEEK_VISITS * (WEEK_MS / WEEK_SLOTS)) / interval);
  weekMean[week]! += weekRate * cut(x - weekMean[week]!, weekSeen[week]!, limit);
  if (weekSeen[week]! < 65_535) weekSeen[week]!++;
}

function cut(error: number, seen: number, limit: number): number {
  return seen === 0 ? error : Math.max(-limit, Math.min(limit, error));
}

function rate(seen: number, memoryRows: number): number {
  return 1 / Math.min(seen + 1, Math.max(ROWS_MIN, memoryRows));
}
