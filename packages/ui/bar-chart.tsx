import { cn } from "./class-names.ts";
import { Link } from "./link.tsx";
import { formatValue, type Unit } from "./units.ts";

export type Bar = {
  id: string;
  label: string;
  value: number | null;
  href?: string;
  color?: string;
  partial?: boolean;
};

type BarListProps = { label: string; bars: readonly Bar[]; unit?: Unit; className?: string };

/** Horizontal bars with words and figures: a ranking. It is a list, so screen readers read it as one. */
export function BarList({ label, bars, unit = "none", className }: BarListProps) {
  const max = Math.max(...bars.map((bar) => bar.value ?? 0), 0) || 1;
  return (
    <ul aria-label={label} className={cn("flex flex-col gap-1", className)}>
      {bars.map((bar) => (
        <li key={bar.id} className="relative flex h-7 items-center justify-between gap-3 px-2 text-body">
          <span
            aria-hidden="true"
            className={cn("absolute inset-y-0 left-0 rounded-control", bar.partial && "hatched")}
            style={{
              width: `${((bar.value ?? 0) / max) * 100}%`,
              backgroundColor: `color-mix(in srgb, ${bar.color ?? "var(--color-series-1)"} 18%, transparent)`,
              boxShadow: `inset 2px 0 ${bar.color ?? "var(--color-series-1)"}`,
            }}
          />
          <span className="relative min-w-0 truncate text-ink-1">
            {bar.href === undefined ? (
              bar.label
            ) : (
              <Link href={bar.href} className="hover:underline">
                {bar.label}
              </Link>
            )}
          </span>
          <span className="relative shrink-0 text-ink-2 tabular-nums">{formatValue(bar.value, unit)}</span>
        </li>
      ))}
    </ul>
  );
}

type ColumnsProps = {
  label: string;
  /** One bar per bucket, oldest first; `partial` marks a bucket that is still running. */
  bars: readonly Bar[];
  unit?: Unit;
  heightPx?: number;
  className?: string;
};

/** Small vertical bars: counts per bucket. The figures follow for screen readers as a table. */
export function ColumnChart({ label, bars, unit = "none", heightPx = 64, className }: ColumnsProps) {
  const max = Math.max(...bars.map((bar) => bar.value ?? 0), 0) || 1;
  return (
    <figure aria-label={label} className={cn("m-0", className)}>
      <div
        aria-hidden="true"
        className="flex items-end gap-px border-line-control border-b"
        style={{ height: heightPx }}
      >
        {bars.map((bar) => (
          <span
            key={bar.id}
            title={`${bar.label}: ${formatValue(bar.value, unit)}${bar.partial ? " so far" : ""}`}
            className="flex h-full min-w-px flex-1 items-end hover:bg-sunken"
          >
            <span
              className={cn(
                "w-full rounded-t-[1px]",
                bar.partial && "hatched opacity-70",
                bar.value === null && "hatched",
              )}
              style={{
                height: bar.value === null ? "100%" : `${(bar.value / max) * 100}%`,
                backgroundColor: bar.value === null ? undefined : (bar.color ?? "var(--color-series-1)"),
              }}
            />
          </span>
        ))}
      </div>
      <table className="sr-only">
        <caption>{label}</caption>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.id}>
              <th scope="row">{bar.label}</th>
              <td>{formatValue(bar.value, unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
