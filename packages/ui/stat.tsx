import type { ReactNode } from "react";
import { cn } from "./class-names.ts";
import { Link } from "./link.tsx";
import { Sparkline } from "./sparkline.tsx";
import { formatChange, formatExact, formatValue, type Unit } from "./units.ts";

type StatProps = {
  label: ReactNode;
  value: number | null;
  unit?: Unit;
  /** The same figure of the period before. */
  previous?: number | null;
  /** Which direction is good; without it the change is neutral. */
  better?: "up" | "down";
  /** Sample size, period or remark. */
  note?: ReactNode;
  trend?: readonly (number | null)[];
  /** The rows behind the number. */
  href?: string;
  className?: string;
};

/** One figure with its unit, its change and its way to the evidence. */
export function Stat({
  label,
  value,
  unit = "none",
  previous,
  better,
  note,
  trend,
  href,
  className,
}: StatProps) {
  const figure = (
    <span title={formatExact(value, unit)} className="text-kpi font-semibold text-ink-1 tabular-nums">
      {formatValue(value, unit)}
    </span>
  );
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <span className="truncate text-body text-ink-2">{label}</span>
      <span className="flex flex-wrap items-baseline gap-x-2">
        {href === undefined ? (
          figure
        ) : (
          <Link
            href={href}
            className="min-w-6 rounded-control decoration-line underline-offset-4 hover:underline"
          >
            {figure}
          </Link>
        )}
        {previous !== undefined && previous !== null && value !== null && (
          <Change from={previous} to={value} {...(better ? { better } : {})} />
        )}
      </span>
      {(note || (trend && trend.length > 1)) && (
        <div className="mt-auto flex items-end justify-between gap-3 pt-1">
          <span className="min-w-0 truncate text-dense text-ink-3">{note}</span>
          {trend && trend.length > 1 && <Sparkline values={trend} className="shrink-0" />}
        </div>
      )}
    </div>
  );
}

/** A relative change: ▲ or ▼, its sign, and a colour for better or worse that is never alone. */
export function Change({ from, to, better }: { from: number; to: number; better?: "up" | "down" }) {
  const text = formatChange(from, to);
  if (to === from || from === 0) return <span className="text-dense text-ink-3">{text}</span>;
  const up = to > from;
  const tone = better === undefined ? "text-ink-2" : (better === "up") === up ? "text-better" : "text-worse";
  const words = better === undefined ? "" : (better === "up") === up ? ", better" : ", worse";
  return (
    <span className={cn("whitespace-nowrap text-dense font-medium tabular-nums", tone)}>
      <span aria-hidden="true">{up ? "▲" : "▼"} </span>
      {text}
      <span className="sr-only">{words}</span>
    </span>
  );
}

/** Figures side by side with thin lines between them. */
export function StatRow({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cn(
        "grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line-subtle bg-line-subtle lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none [&>*]:bg-bg [&>*]:p-3",
        className,
      )}
    >
      {children}
    </div>
  );
}
