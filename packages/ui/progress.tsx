import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";
import { formatCount, formatDuration } from "./units.ts";

type ProgressProps = {
  /** What is being done: "Importing spans". */
  label: string;
  done: number;
  /** Unknown totals show an unbounded bar. */
  total: number | null;
  /** Items per second. */
  perSecond?: number | null;
  /** Stops the work. */
  onCancel?: () => void;
  cancelling?: boolean;
  /** Replaces the line of figures. */
  detail?: ReactNode;
  className?: string;
};

/** Long work: bar, rate, remaining time, cancel. */
export function Progress({
  label,
  done,
  total,
  perSecond,
  onCancel,
  cancelling,
  detail,
  className,
}: ProgressProps) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const remainingMs = total !== null && perSecond ? ((total - done) / perSecond) * 1000 : null;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex items-center justify-between gap-3 text-body">
        <span className="min-w-0 truncate font-medium text-ink-1">{label}</span>
        <span className="shrink-0 text-ink-2 tabular-nums">
          {share === null ? formatCount(done) : `${Math.floor(share * 100)} %`}
        </span>
      </div>
      <div className="flex items-center gap-3">
        <div
          role="progressbar"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share === null ? undefined : Math.floor(share * 100)}
          className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={cn(
              "h-full rounded-full bg-accent transition-[width] duration-200",
              share === null && "w-1/4 animate-busy",
            )}
            style={share === null ? undefined : { width: `${share * 100}%` }}
          />
        </div>
        {onCancel && (
          <Button size="sm" variant="ghost" loading={cancelling ?? false} onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <p className="text-dense text-ink-3 tabular-nums">
        {detail ?? (
          <>
            {formatCount(done)}
            {total !== null && ` of ${formatCount(total)}`}
            {perSecond ? ` · ${formatCount(perSecond)} per second` : ""}
            {remainingMs !== null && remainingMs > 0 && ` · ${formatDuration(remainingMs)} left`}
          </>
        )}
      </p>
    </div>
  );
}

type MeterProps = {
  label: string;
  value: number;
  max: number;
  /** Share of max from which it is drawn as worse. */
  warnAt?: number;
  className?: string;
};

/** How much of something limited is used. */
export function Meter({ label, value, max, warnAt = 0.8, className }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers do not let a <meter> be drawn in our colours
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={`${Math.round(share * 100)} %`}
      className={cn("h-1.5 overflow-hidden rounded-full bg-sunken", className)}
    >
      <div
        className={cn(
          "h-full rounded-full",
          share >= 1 ? "bg-sev1" : share >= warnAt ? "bg-sev2" : "bg-ink-3",
        )}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
