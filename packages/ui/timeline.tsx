import type { ReactNode } from "react";
import { cn } from "./class-names.ts";
import { Time } from "./time.tsx";
import type { TimeInput } from "./times.ts";

export type TimelineEntry = {
  id: string;
  at: TimeInput;
  /** A `SeverityMark`, an icon or an `Avatar`. */
  mark: ReactNode;
  /** What happened, in a few words; may hold links. */
  title: ReactNode;
  /** Text of a comment, reason, before and after. */
  body?: ReactNode;
  /** Written by a person: drawn as a box, above the noise of machines. */
  human?: boolean;
  actions?: ReactNode;
};

type TimelineProps = {
  label: string;
  entries: readonly TimelineEntry[];
  /** Composer or "Load older" after the last entry. */
  footer?: ReactNode;
  className?: string;
};

/** One stream of what machines reported and what people did and wrote. */
export function Timeline({ label, entries, footer, className }: TimelineProps) {
  return (
    <div className={className}>
      <ol aria-label={label} className="flex flex-col">
        {entries.map((entry, index) => (
          <li key={entry.id} className="relative flex gap-3 pb-4">
            {(index < entries.length - 1 || footer) && (
              <span
                aria-hidden="true"
                className="absolute top-6 bottom-0 left-3 w-px -translate-x-1/2 bg-line-subtle"
              />
            )}
            <span className="relative flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-ink-3 [&>svg]:size-3.5">
              {entry.mark}
            </span>
            <div
              className={cn(
                "min-w-0 flex-1",
                entry.human && "rounded-card border border-line-subtle px-3 py-2",
              )}
            >
              <div className={cn("flex min-h-6 flex-wrap items-center gap-x-2", !entry.human && "pt-0.5")}>
                <span className="min-w-0 text-body text-ink-1">{entry.title}</span>
                <Time at={entry.at} className="text-dense text-ink-3 tabular-nums" />
                {entry.actions && <span className="ml-auto">{entry.actions}</span>}
              </div>
              {entry.body && (
                <div className="mt-1 whitespace-pre-wrap break-words text-body text-ink-2">{entry.body}</div>
              )}
            </div>
          </li>
        ))}
      </ol>
      {footer && <div className="pl-9">{footer}</div>}
    </div>
  );
}
