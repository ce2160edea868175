"use client";
import type { LogLine } from "@triops/domains/logs/schemas";
import { cn } from "@triops/ui/class-names";
import { SeverityMark } from "@triops/ui/severity-mark";
import { formatClock, formatDay, formatInstant } from "@triops/ui/times";
import { memo } from "react";
import { levelLook } from "./levels.ts";

export type LineLook = {
  /** Names of the columns, whose values each line carries in the same order. */
  columns: readonly string[];
  wrap: boolean;
  /** Without the service, where all lines are of one. */
  hideService?: boolean;
  zone: string;
  /** Days are told when the list spans more than one. */
  withDay: boolean;
};

type Props = LineLook & {
  line: LogLine;
  active: boolean;
  /** The line that the list is about: surrounding lines mark it. */
  marked?: boolean;
  onOpen?: ((line: LogLine) => void) | undefined;
};

const milliseconds = (iso: string): string => iso.slice(19, 23);

/** One record: level as shape and word, time, service, columns, message. A click opens it; its time is the button. */
export const LogLineRow = memo(function LogLineRow({
  line,
  columns,
  wrap,
  hideService = false,
  zone,
  withDay,
  active,
  marked = false,
  onOpen,
}: Props) {
  const look = levelLook(line.level);
  const ms = Date.parse(line.time);
  const time = `${withDay ? `${formatDay(ms, zone, ms)} ` : ""}${formatClock(ms, zone, true)}${milliseconds(line.time)}`;
  const body = wrap ? line.body : line.body.replaceAll("\n", " ⏎ ");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the time inside is the button that does the same
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      data-line={line.id}
      onClick={(event) => {
        if (!onOpen || (event.target as HTMLElement).closest("a, button")) return;
        // Selecting text in a line is not opening it.
        if (window.getSelection()?.toString()) return;
        onOpen(line);
      }}
      className={cn(
        "flex min-h-6 flex-wrap items-baseline gap-x-3 border-line-subtle border-b px-3 py-0.5 font-mono text-log sm:flex-nowrap",
        onOpen && "cursor-pointer hover:bg-raised",
        (active || marked) && "bg-accent-tint hover:bg-accent-tint",
      )}
    >
      <span className="flex shrink-0 items-center gap-1.5" title={look.label}>
        <SeverityMark level={look.mark} className="size-2.5 self-center" />
        {onOpen ? (
          <button
            type="button"
            data-row=""
            title={formatInstant(ms, zone)}
            aria-current={active || undefined}
            onClick={() => onOpen(line)}
            className="whitespace-nowrap text-ink-3 tabular-nums hover:text-ink-1 focus-visible:outline-offset-0"
          >
            {time}
          </button>
        ) : (
          <time dateTime={line.time} className="whitespace-nowrap text-ink-3 tabular-nums">
            {time}
          </time>
        )}
        <span className="w-10 text-ink-2">{line.level === "" ? "–" : look.label}</span>
      </span>
      {!hideService && (
        <span className="w-28 shrink-0 truncate text-ink-2 sm:w-32" title={line.service}>
          {line.service || "–"}
        </span>
      )}
      {columns.map((name, index) => (
        <span
          key={name}
          title={`${name}: ${line.columns[index] ?? ""}`}
          className="w-32 shrink-0 truncate text-ink-2"
        >
          {line.columns[index] || "–"}
        </span>
      ))}
      <span
        className={cn(
          "min-w-0 basis-full text-ink-1 sm:flex-1 sm:basis-0",
          wrap ? "whitespace-pre-wrap break-words" : "truncate",
        )}
      >
        {body || <span className="text-ink-3">(empty message)</span>}
        {line.isCut && <span className="text-ink-3"> … cut</span>}
      </span>
    </div>
  );
});

/** Names above the columns. */
export function LogLineHead({ columns, hideService = false }: Pick<LineLook, "columns" | "hideService">) {
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 hidden h-7 min-w-full items-center gap-x-3 border-line border-b bg-bg px-3 text-dense text-ink-3 sm:flex"
    >
      <span className="w-37 shrink-0">Time and level</span>
      {!hideService && <span className="w-32 shrink-0">Service</span>}
      {columns.map((name) => (
        <span key={name} className="w-32 shrink-0 truncate" title={name}>
          {name.replace(/^(?:attr|resource)\./, "")}
        </span>
      ))}
      <span>Message</span>
    </div>
  );
}
