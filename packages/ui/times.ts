/** Every time on screen goes through here, so that picker, axis, table, tooltip and export agree on the zone. */

export type TimeInput = number | string | Date;

export function toMs(time: TimeInput): number {
  if (typeof time === "number") return time;
  return typeof time === "string" ? Date.parse(time) : time.getTime();
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
    formatters.set(key, known);
  }
  return known;
}

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number };

/** The wall clock of `zone` at an instant; months count from 1. */
export function wallClock(time: TimeInput, zone: string): Parts {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter(zone, {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(toMs(time))) {
    parts[type] = Number(value);
  }
  return parts as Parts;
}

/** How far the zone's clock is ahead of UTC at an instant. */
export function zoneOffsetMs(time: TimeInput, zone: string): number {
  const ms = toMs(time);
  const clock = wallClock(ms, zone);
  const asUtc = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
  return asUtc - Math.floor(ms / 1000) * 1000;
}

/** The instant at which the clock of `zone` shows these figures. In the hour that summer time repeats the
    first of the two is taken; in the hour that it skips, the clock runs on as before the change. */
export function fromWallClock(clock: Parts, zone: string): number {
  const asUtc = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
  const before = asUtc - zoneOffsetMs(asUtc - 86_400_000, zone);
  const candidates = [
    before,
    asUtc - zoneOffsetMs(before, zone),
    asUtc - zoneOffsetMs(asUtc + 86_400_000, zone),
  ];
  const exact = candidates.filter((ms) => ms + zoneOffsetMs(ms, zone) === asUtc);
  return exact.length > 0 ? Math.min(...exact) : before;
}

/** "BST", "UTC", "GMT+2": stands beside every absolute time. */
export function zoneName(time: TimeInput, zone: string): string {
  if (zone === "UTC") return "UTC";
  const part = formatter(zone, { timeZoneName: "short" })
    .formatToParts(toMs(time))
    .find(({ type }) => type === "timeZoneName");
  return part?.value ?? zone;
}

const pad = (value: number) => String(value).padStart(2, "0");

/** "14:05" or "14:05:09". */
export function formatClock(time: TimeInput, zone: string, withSeconds = false): string {
  const { hour, minute, second } = wallClock(time, zone);
  return `${pad(hour)}:${pad(minute)}${withSeconds ? `:${pad(second)}` : ""}`;
}

/** "23 Nov" in the year of `now`, else "23 Nov 2025". */
export function formatDay(time: TimeInput, zone: string, now: TimeInput): string {
  const ms = toMs(time);
  const sameYear = wallClock(ms, zone).year === wallClock(now, zone).year;
  return formatter(zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(
    ms,
  );
}

/** "23 Nov 2026, 14:05:09 UTC": complete, for titles and details. */
export function formatInstant(time: TimeInput, zone: string): string {
  const ms = toMs(time);
  const day = formatter(zone, { day: "numeric", month: "short", year: "numeric" }).format(ms);
  return `${day}, ${formatClock(ms, zone, true)} ${zoneName(ms, zone)}`;
}

/** "14:05 UTC" today, "23 Nov, 14:05 UTC" otherwise. */
export function formatAbsolute(time: TimeInput, zone: string, now: TimeInput): string {
  const ms = toMs(time);
  const clock = `${formatClock(ms, zone)} ${zoneName(ms, zone)}`;
  const here = wallClock(ms, zone);
  const today = wallClock(now, zone);
  const sameDay = here.year === today.year && here.month === today.month && here.day === today.day;
  return sameDay ? clock : `${formatDay(ms, zone, now)}, ${clock}`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "just now", "5 min ago", "in 2 h" up to a day from now; beyond it absolute with its zone. */
export function formatRelative(time: TimeInput, zone: string, now: TimeInput): string {
  const ms = toMs(time);
  const distance = toMs(now) - ms;
  const size = Math.abs(distance);
  if (size >= DAY_MS) return formatAbsolute(ms, zone, now);
  if (size < 10_000) return "just now";
  const words =
    size < MINUTE_MS
      ? `${Math.floor(size / 1000)} s`
      : size < HOUR_MS
        ? `${Math.floor(size / MINUTE_MS)} min`
        : `${Math.floor(size / HOUR_MS)} h`;
  return distance >= 0 ? `${words} ago` : `in ${words}`;
}

/** "14:05 – 15:05 UTC", with days where they differ or are not today. */
export function formatRange(from: TimeInput, to: TimeInput, zone: string, now: TimeInput): string {
  const a = wallClock(from, zone);
  const b = wallClock(to, zone);
  const today = wallClock(now, zone);
  const sameDay = a.year === b.year && a.month === b.month && a.day === b.day;
  const isToday = sameDay && a.year === today.year && a.month === today.month && a.day === today.day;
  const name = zoneName(to, zone);
  if (isToday) return `${formatClock(from, zone)} – ${formatClock(to, zone)} ${name}`;
  const start = `${formatDay(from, zone, now)}, ${formatClock(from, zone)}`;
  const end = sameDay ? formatClock(to, zone) : `${formatDay(to, zone, now)}, ${formatClock(to, zone)}`;
  return `${start} – ${end} ${name}`;
}

/** Text for an `<input type="datetime-local">` showing the clock of `zone`. */
export function toInputValue(time: TimeInput, zone: string): string {
  const { year, month, day, hour, minute } = wallClock(time, zone);
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
}

const INPUT_VALUE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Reads such a text back; `null` when it is not one. */
export function fromInputValue(text: string, zone: string): number | null {
  const match = INPUT_VALUE.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
  return fromWallClock(
    { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second ?? 0 },
    zone,
  );
}

const TICK_STEPS_MS = [
  1,
  2,
  5,
  10,
  50,
  100,
  500,
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
  30 * DAY_MS,
  90 * DAY_MS,
  365 * DAY_MS,
];

export type TimeTick = { atMs: number; label: string };

/** Round instants of the zone's clock inside a range, at most about `count` of them, with labels that name
    the day where it changes. */
export function timeTicks(fromMs: number, toMs: number, count: number, zone: string): TimeTick[] {
  const wanted = (toMs - fromMs) / Math.max(1, count);
  const stepMs = TICK_STEPS_MS.find((step) => step >= wanted) ?? 365 * DAY_MS;
  const ticks: TimeTick[] = [];
  let previousDay = -1;
  let offsetMs = zoneOffsetMs(fromMs, zone);
  for (let local = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs; ; local += stepMs) {
    let atMs = local - offsetMs;
    // Past a change of summer time the same wall-clock figure is another instant.
    const offsetHere = zoneOffsetMs(atMs, zone);
    if (offsetHere !== offsetMs) {
      offsetMs = offsetHere;
      atMs = local - offsetMs;
    }
    if (atMs > toMs) break;
    if (atMs < fromMs) continue;
    const { day, month, year } = wallClock(atMs, zone);
    const dayKey = year * 10_000 + month * 100 + day;
    const newDay = stepMs >= DAY_MS || (previousDay !== -1 && dayKey !== previousDay);
    previousDay = dayKey;
    const label = newDay
      ? formatter(zone, { day: "numeric", month: "short" }).format(atMs)
      : stepMs < 1000
        ? `${formatClock(atMs, zone, true)}.${String(((atMs % 1000) + 1000) % 1000).padStart(3, "0")}`
        : formatClock(atMs, zone, stepMs < MINUTE_MS);
    ticks.push({ atMs, label });
  }
  return ticks;
}
