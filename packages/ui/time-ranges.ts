/** A range as the URL holds it: "last 6 h" keeps moving, an absolute one never does. */
export type TimeRange =
  | { kind: "last"; durationMs: number }
  | { kind: "absolute"; fromMs: number; toMs: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const RELATIVE_RANGES: readonly { durationMs: number; label: string }[] = [
  { durationMs: 15 * MINUTE, label: "Last 15 minutes" },
  { durationMs: HOUR, label: "Last hour" },
  { durationMs: 6 * HOUR, label: "Last 6 hours" },
  { durationMs: DAY, label: "Last 24 hours" },
  { durationMs: 7 * DAY, label: "Last 7 days" },
  { durationMs: 14 * DAY, label: "Last 14 days" },
  { durationMs: 30 * DAY, label: "Last 30 days" },
];

const UNIT_MS: Record<string, number> = { s: 1000, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
const DURATION = /^(\d{1,6})([smhdw])$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** "6h", "90m", "7d" in ms; `null` when it is not one. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text.trim());
  return match ? Number(match[1]) * UNIT_MS[match[2]!]! : null;
}

/** Text of a duration in its largest whole unit; up to a day in hours: "90m", "24h", "7d". */
export function durationText(ms: number): string {
  for (const unit of ["d", "h", "m"] as const) {
    const size = UNIT_MS[unit]!;
    if (ms % size === 0 && ms >= size && !(unit === "d" && ms === size)) return `${ms / size}${unit}`;
  }
  return `${Math.round(ms / 1000)}s`;
}

/** Reads a range from URL parameters: `range=6h`, or `from` and `to` as ISO-8601. */
export function parseRange(parameters: {
  range?: string | null;
  from?: string | null;
  to?: string | null;
}): TimeRange | null {
  const { range, from, to } = parameters;
  if (from && to && INSTANT.test(from) && INSTANT.test(to)) {
    const fromMs = Date.parse(from);
    const toMs = Date.parse(to);
    if (Number.isFinite(fromMs) && Number.isFinite(toMs) && fromMs < toMs)
      return { kind: "absolute", fromMs, toMs };
  }
  const durationMs = range ? parseDuration(range) : null;
  return durationMs ? { kind: "last", durationMs } : null;
}

/** The same the other way round; `null` drops a parameter. */
export function rangeParameters(range: TimeRange): {
  range: string | null;
  from: string | null;
  to: string | null;
} {
  return range.kind === "last"
    ? { range: durationText(range.durationMs), from: null, to: null }
    : { range: null, from: new Date(range.fromMs).toISOString(), to: new Date(range.toMs).toISOString() };
}

/** First and last instant of a range as of `nowMs`. */
export function rangeAt(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  return range.kind === "last"
    ? { fromMs: nowMs - range.durationMs, toMs: nowMs }
    : { fromMs: range.fromMs, toMs: range.toMs };
}

/** Moves by half its length; direction −1 is earlier. A moving range becomes absolute. */
export function shiftRange(range: TimeRange, direction: -1 | 1, nowMs: number): TimeRange {
  const { fromMs, toMs } = rangeAt(range, nowMs);
  const step = ((toMs - fromMs) / 2) * direction;
  return { kind: "absolute", fromMs: fromMs + step, toMs: toMs + step };
}

/** Doubles the length around its middle, not beyond now. */
export function zoomOutRange(range: TimeRange, nowMs: number): TimeRange {
  const { fromMs, toMs } = rangeAt(range, nowMs);
  const length = toMs - fromMs;
  if (range.kind === "last") return { kind: "last", durationMs: length * 2 };
  const end = Math.min(toMs + length / 2, Math.max(nowMs, toMs));
  return { kind: "absolute", fromMs: end - length * 2, toMs: end };
}
