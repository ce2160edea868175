"use client";
import { type Across, formatAcross } from "./chart-across.ts";
import { cn } from "./class-names.ts";
import { SeriesSwatch } from "./series-swatch.tsx";
import { formatValue, type Unit } from "./units.ts";

export type TooltipRow = {
  id: string;
  label: string;
  value: number;
  color: string;
  dash: readonly number[] | null;
  yPx: number;
};

type ChartTooltipProps = {
  atMs: number;
  xPx: number;
  widthPx: number;
  rows: readonly TooltipRow[];
  nearestId: string | null;
  unit: Unit;
  across: Across;
  zone: string;
  /** Names of the shaded stretches at this time. */
  notes: readonly string[];
};

const SHOWN = 8;

/** Largest values first, at most eight; the nearest to the pointer in bold and always among them. */
export function ChartTooltip({
  atMs,
  xPx,
  widthPx,
  rows,
  nearestId,
  unit,
  across,
  zone,
  notes,
}: ChartTooltipProps) {
  const sorted = rows.toSorted((a, b) => b.value - a.value);
  const top = sorted.slice(0, SHOWN);
  const nearest = sorted.find((row) => row.id === nearestId);
  if (nearest && !top.includes(nearest)) top[SHOWN - 1] = nearest;
  const rest = sorted.length - top.length;
  const onLeft = xPx > widthPx / 2;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-1 z-10 w-max max-w-72 rounded-overlay bg-bg px-2.5 py-2 text-dense shadow-overlay"
      style={onLeft ? { right: widthPx - xPx + 10 } : { left: xPx + 10 }}
    >
      <p className="mb-1 text-ink-3 tabular-nums">{formatAcross(across, atMs, zone)}</p>
      {notes.map((note) => (
        <p key={note} className="mb-1 font-medium text-ink-1">
          {note}
        </p>
      ))}
      {top.length === 0 && <p className="text-ink-2">No value here</p>}
      <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2">
        {top.map((row) => (
          <div
            key={row.id}
            className={cn(
              "col-span-3 grid grid-cols-subgrid items-center",
              row.id === nearestId ? "font-semibold text-ink-1" : "text-ink-2",
            )}
          >
            <SeriesSwatch color={row.color} dash={row.dash} />
            <span className="max-w-44 truncate">{row.label}</span>
            <span className="text-right text-ink-1 tabular-nums">{formatValue(row.value, unit)}</span>
          </div>
        ))}
      </div>
      {rest > 0 && <p className="mt-1 text-ink-3">and {rest} more below</p>}
    </div>
  );
}
