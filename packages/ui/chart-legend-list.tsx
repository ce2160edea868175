"use client";
import { seriesStats } from "./chart-data.ts";
import type { ChartSeries } from "./chart-types.ts";
import { cn } from "./class-names.ts";
import type { SeriesColor } from "./series-colors.ts";
import { SeriesSwatch } from "./series-swatch.tsx";
import { formatValue, type Unit } from "./units.ts";

type LegendListProps = {
  label: string;
  series: readonly ChartSeries[];
  colors: ReadonlyMap<string, SeriesColor>;
  unit: Unit;
  hidden: ReadonlySet<string>;
  onHiddenChange: (hidden: ReadonlySet<string>) => void;
  onHighlight: (id: string | null) => void;
};

const SHOWN = 24;

/** The legend of a small chart: names with their newest value, at most two lines, the rest by scrolling. A click
    shows only that series, a second click all again; with ⌘, Ctrl or Shift it hides or shows that one. */
export function ChartLegendList({
  label,
  series,
  colors,
  unit,
  hidden,
  onHiddenChange,
  onHighlight,
}: LegendListProps) {
  function onSelect(id: string, one: boolean) {
    const others = series.map((other) => other.id).filter((other) => other !== id);
    const next = new Set(hidden);
    if (one) {
      if (!next.delete(id)) next.add(id);
      return onHiddenChange(next);
    }
    const isAlone = !hidden.has(id) && hidden.size === others.length;
    onHiddenChange(new Set(isAlone ? [] : others));
  }
  return (
    <ul
      aria-label={`${label}: legend`}
      className="mt-1 flex max-h-12 flex-wrap gap-x-3 overflow-y-auto text-dense"
    >
      {series.slice(0, SHOWN).map((one) => {
        const off = hidden.has(one.id);
        return (
          <li key={one.id} className="min-w-0 max-w-full">
            <button
              type="button"
              aria-pressed={!off}
              title={one.label}
              onClick={(event) => onSelect(one.id, event.metaKey || event.ctrlKey || event.shiftKey)}
              onMouseEnter={() => onHighlight(one.id)}
              onMouseLeave={() => onHighlight(null)}
              onFocus={() => onHighlight(one.id)}
              onBlur={() => onHighlight(null)}
              className={cn(
                "flex h-6 min-w-6 max-w-full items-center gap-1.5 rounded-control px-0.5 focus-visible:outline-offset-[-2px]",
                off ? "text-ink-3 line-through" : "text-ink-2 hover:text-ink-1",
              )}
            >
              <SeriesSwatch
                color={
                  off
                    ? "var(--color-line)"
                    : one.comparison
                      ? "var(--color-ink-3)"
                      : (colors.get(one.id)?.color ?? "")
                }
                dash={one.comparison ? [4, 3] : (colors.get(one.id)?.dash ?? null)}
              />
              <span className="truncate">{one.label}</span>
              <span className="shrink-0 text-ink-3 tabular-nums">
                {formatValue(seriesStats(one.points).last, unit)}
              </span>
            </button>
          </li>
        );
      })}
      {series.length > SHOWN && (
        <li className="flex h-6 items-center text-ink-3">+{series.length - SHOWN}</li>
      )}
    </ul>
  );
}
