import { valueScale } from "./chart-scale.ts";
import { formatAbsolute, formatInstant, timeTicks, zoneName } from "./times.ts";
import { formatCount, formatDuration, significant } from "./units.ts";

/** What runs across a chart: instants, counted steps, or ms since a start. The points' first figure is in it. */
export type Across = "time" | "steps" | "elapsed";

type Tick = { at: number; label: string };

/** Round places between `from` and `to`, at most about `count`. */
export function acrossTicks(across: Across, from: number, to: number, count: number, zone: string): Tick[] {
  if (across === "time")
    return timeTicks(from, to, count, zone).map(({ atMs, label }) => ({ at: atMs, label }));
  const unit = across === "steps" ? "none" : "milliseconds";
  return valueScale(from, to, { count, unit, includeZero: false })
    .ticks.filter((at) => at >= from && at <= to && (across === "elapsed" || Number.isInteger(at)))
    .map((at) => ({ at, label: across === "steps" ? formatCount(at) : formatDuration(at) }));
}

/** One place in full: in tooltips, in the table, when spoken. */
export function formatAcross(across: Across, at: number, zone: string): string {
  if (across === "time") return formatInstant(at, zone);
  if (across === "elapsed") return `after ${formatDuration(at)}`;
  return `step ${Number.isInteger(at) ? formatCount(at) : significant(at, 6)}`;
}

/** Follows a value in a sentence: " at 12:30", " at step 40", " after 3 min". */
export function acrossPhrase(across: Across, at: number, zone: string, nowMs: number): string {
  if (across === "time") return ` at ${formatAbsolute(at, zone, nowMs)}`;
  return across === "steps" ? ` at ${formatAcross(across, at, zone)}` : ` ${formatAcross(across, at, zone)}`;
}

/** Heads the column of places, and closes the footnote. */
export const acrossHeading: Record<Across, string> = { time: "Time", steps: "Step", elapsed: "After" };

export function acrossNote(across: Across, atMs: number, zone: string): string {
  return across === "time"
    ? zoneName(atMs, zone)
    : across === "steps"
      ? "by step"
      : "by time since the start";
}
