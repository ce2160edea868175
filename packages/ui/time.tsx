"use client";
import { useNow } from "./now.ts";
import { formatAbsolute, formatInstant, formatRelative, type TimeInput, toMs } from "./times.ts";
import { formatDuration } from "./units.ts";
import { useZone } from "./zone.tsx";

type TimeProps = {
  at: TimeInput;
  /** "relative" (up to a day, then absolute), "absolute" (day only when needed) or "full". */
  format?: "relative" | "absolute" | "full";
  className?: string;
};

/** An instant in the reader's zone; the complete one is in its title. */
export function Time({ at, format = "relative", className }: TimeProps) {
  const { zone } = useZone();
  const now = useNow();
  const ms = toMs(at);
  const text =
    format === "relative"
      ? formatRelative(ms, zone, now)
      : format === "absolute"
        ? formatAbsolute(ms, zone, now)
        : formatInstant(ms, zone);
  return (
    // Server and browser may be a second apart; the next beat settles it.
    <time
      dateTime={new Date(ms).toISOString()}
      title={formatInstant(ms, zone)}
      className={className}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}

/** Time that has passed since `from`, still running unless `to` is given: "1 h 12 min". */
export function Elapsed({
  from,
  to,
  className,
}: {
  from: TimeInput;
  to?: TimeInput | null;
  className?: string;
}) {
  const now = useNow();
  const end = to === null || to === undefined ? now : toMs(to);
  return (
    <span className={className} suppressHydrationWarning>
      {formatDuration(Math.max(0, end - toMs(from)))}
    </span>
  );
}
