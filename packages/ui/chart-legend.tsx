"use client";
import { useState } from "react";
import { seriesStats } from "./chart-data.ts";
import type { ChartSeries } from "./chart-types.ts";
import { cn } from "./class-names.ts";
import type { SeriesColor } from "./series-colors.ts";
import { SeriesSwatch } from "./series-swatch.tsx";
import { formatExact, formatValue, type Unit } from "./units.ts";

type LegendProps = {
  label: string;
  series: readonly ChartSeries[];
  colors: ReadonlyMap<string, SeriesColor>;
  unit: Unit;
  hidden: ReadonlySet<string>;
  onHiddenChange: (hidden: ReadonlySet<string>) => void;
  onHighlight: (id: string | null) => void;
};

const SHOWN = 30;
const TAIL = 10;

/** Cuts long names in the middle: their ends tell them apart. */
function MiddleCut({ text }: { text: string }) {
  if (text.length <= 24) return <span className="truncate">{text}</span>;
  return (
    <span className="flex min-w-0" title={text}>
      <span className="truncate">{text.slice(0, -TAIL)}</span>
      <span className="shrink-0 whitespace-pre">{text.slice(-TAIL)}</span>
    </span>
  );
}

const FIGURE = "w-20 px-2 text-right font-normal tabular-nums";

/** Below the chart, never over it: one row per series with its figures. A click shows only that series,
    a second click all again; with ⌘, Ctrl or Shift it hides or shows that one. */
export function ChartLegend({
  label,
  series,
  colors,
  unit,
  hidden,
  onHiddenChange,
  onHighlight,
}: LegendProps) {
  const [all, setAll] = useState(false);
  const shown = all ? series : series.slice(0, SHOWN);
  function onSelect(id: string, one: boolean) {
    if (one) {
      const next = new Set(hidden);
      if (!next.delete(id)) next.add(id);
      onHiddenChange(next);
      return;
    }
    const isAlone = !hidden.has(id) && hidden.size === series.length - 1;
    onHiddenChange(new Set(isAlone ? [] : series.map((other) => other.id).filter((other) => other !== id)));
  }
  return (
    <section
      aria-label={`${label}: legend`}
      // A scrolling region must be reachable by keyboard; its buttons do that.
      className="mt-2 max-h-56 min-w-0 overflow-y-auto"
    >
      <table className="w-full table-fixed text-dense">
        <caption className="sr-only">{label}: series and their figures</caption>
        <thead className="sticky top-0 z-10 bg-bg">
          <tr className="text-ink-3">
            <th scope="col" className="pb-1 text-left font-normal">
              <span className="sr-only">Series</span>
            </th>
            <th scope="col" className={FIGURE}>
              last
            </th>
            <th scope="col" className={cn(FIGURE, "max-sm:hidden")}>
              min
            </th>
            <th scope="col" className={cn(FIGURE, "max-sm:hidden")}>
              avg
            </th>
            <th scope="col" className={FIGURE}>
              max
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => {
            const stats = seriesStats(one.points);
            const look = colors.get(one.id);
            const off = hidden.has(one.id);
            return (
              <tr
                key={one.id}
                className="hover:bg-raised"
                onMouseEnter={() => onHighlight(one.id)}
                onMouseLeave={() => onHighlight(null)}
              >
                <th scope="row" className="min-w-0 text-left font-normal">
                  <button
                    type="button"
                    aria-pressed={!off}
                    onClick={(event) => onSelect(one.id, event.metaKey || event.ctrlKey || event.shiftKey)}
                    onFocus={() => onHighlight(one.id)}
                    onBlur={() => onHighlight(null)}
                    className={cn(
                      "flex h-6 w-full min-w-0 items-center gap-2 rounded-control px-1 text-left focus-visible:outline-offset-[-2px]",
                      off ? "text-ink-3 line-through" : "text-ink-1",
                    )}
                  >
                    <SeriesSwatch
                      color={
                        off
                          ? "var(--color-line)"
                          : one.comparison
                            ? "var(--color-ink-3)"
                            : (look?.color ?? "")
                      }
                      dash={one.comparison ? [4, 3] : (look?.dash ?? null)}
                    />
                    <MiddleCut text={one.label} />
                  </button>
                </th>
                <td className={cn(FIGURE, "text-ink-1")} title={formatExact(stats.last, unit)}>
                  {formatValue(stats.last, unit)}
                </td>
                <td className={cn(FIGURE, "text-ink-2 max-sm:hidden")}>{formatValue(stats.min, unit)}</td>
                <td className={cn(FIGURE, "text-ink-2 max-sm:hidden")}>{formatValue(stats.avg, unit)}</td>
                <td className={cn(FIGURE, "text-ink-2")}>{formatValue(stats.max, unit)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {series.length > SHOWN && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="mt-1 h-6 rounded-control px-1 text-dense font-medium text-accent hover:text-accent-hover"
        >
          {all ? `Show the first ${SHOWN}` : `Show all ${series.length} series`}
        </button>
      )}
    </section>
  );
}
