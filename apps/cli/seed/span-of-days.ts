export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const daysShown = 30;

/** Thirty days in UTC, of which today is the last and ends now. Days are counted from 1, as the stories tell them. */
export type Days = {
  fromMs: number;
  /** The last whole minute. */
  toMs: number;
  /** An instant of a day: `at(22, 9, 30)` is half past nine on day 22. */
  at(day: number, hours?: number, minutes?: number, seconds?: number): number;
  /** Which day an instant belongs to. */
  dayOf(atMs: number): number;
  /** Starts of the days, each with where it ends (today ends now). */
  each(): { day: number; fromMs: number; toMs: number }[];
};

export function daysUpTo(now: Date): Days {
  const toMs = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const todayMs = Math.floor(toMs / dayMs) * dayMs;
  const fromMs = todayMs - (daysShown - 1) * dayMs;
  const at = (day: number, hours = 0, minutes = 0, seconds = 0) =>
    fromMs + (day - 1) * dayMs + hours * hourMs + minutes * minuteMs + seconds * 1_000;
  return {
    fromMs,
    toMs,
    at,
    dayOf: (atMs) => Math.floor((atMs - fromMs) / dayMs) + 1,
    each: () =>
      Array.from({ length: daysShown }, (_, i) => ({
        day: i + 1,
        fromMs: at(i + 1),
        toMs: Math.min(at(i + 2), toMs),
      })).filter((one) => one.toMs > one.fromMs),
  };
}

/** How busy a shop is at this hour: 0.25 in the night, 1 in the early evening, a little more at the weekend. */
export function busyness(atMs: number): number {
  const hour = (atMs % dayMs) / hourMs;
  const wave = (1 + Math.cos(((hour - 18) / 24) * 2 * Math.PI)) / 2;
  const weekday = new Date(atMs).getUTCDay();
  return (0.25 + 0.75 * wave) * (weekday === 0 || weekday === 6 ? 1.15 : 1);
}
