"use client";
import { Refreshing } from "@triops/ui/data-states";
import { formatAbsolute, timeTicks } from "@triops/ui/times";
import { formatValue, type Unit } from "@triops/ui/units";
import { useZone } from "@triops/ui/zone";
import { type KeyboardEvent, useMemo, useState } from "react";
import { type Heatmap, heatmapOf, shadeOf } from "../data/heatmap-cells.ts";
import { usePanelRange } from "../data/use-panel-data.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault, PanelLoading } from "./panel-states.tsx";

const columnPx = 8;
const bottomPx = 18;
const readoutPx = 18;

/** A histogram over time: one column a step, one row a bucket, five shades. */
export function HeatmapPanel(props: PanelProps) {
  const { panel, title, scope, stretch, widthPx } = props;
  const points = Math.max(20, Math.min(120, Math.floor(widthPx / columnPx / 20) * 20));
  const data = usePanelRange(panel, scope, stretch, props, points);
  const answers = data.answers.map(({ answer }) => answer);
  const map = useMemo(() => heatmapOf(answers.flatMap((answer) => answer?.series ?? [])), answers);
  if (data.fault && !answers.some(Boolean))
    return <PanelFault onRetry={data.retry}>{data.fault.message}</PanelFault>;
  if (data.pending || !answers.some(Boolean)) return <PanelLoading title={title} />;
  if (!map) {
    const some = answers.some((answer) => (answer?.series.length ?? 0) > 0);
    return (
      <PanelEmpty>
        {some
          ? "A heat map needs buckets: keep the label le, as in sum by (le) (rate(…_bucket[$__rate_interval]))"
          : "No data in this range"}
      </PanelEmpty>
    );
  }
  if (map.max === 0) return <PanelEmpty>Nothing was counted in this range</PanelEmpty>;
  return (
    <Refreshing active={data.refreshing} className="h-full [&>div]:h-full">
      <Cells map={map} unit={panel.options.unit} {...props} />
    </Refreshing>
  );
}

function Cells({ map, unit, title, widthPx, heightPx, stretch }: PanelProps & { map: Heatmap; unit: Unit }) {
  const { zone } = useZone();
  const [at, setAt] = useState<{ column: number; row: number } | null>(null);
  const { times, bounds, counts, max } = map;
  const stepMs = (times[1] ?? stretch.toMs) - (times[0] ?? stretch.fromMs) || 1;
  const bound = (row: number) => formatValue(bounds[row] ?? null, unit);
  const words = (row: number) =>
    row === 0
      ? `up to ${bound(0)}`
      : Number.isFinite(bounds[row] ?? 0)
        ? `${bound(row - 1)} to ${bound(row)}`
        : `above ${bound(row - 1)}`;
  const leftPx = Math.max(...bounds.map((_, row) => bound(row).length)) * 6.4 + 10;
  const plotPx = Math.max(40, widthPx - leftPx);
  const tallPx = Math.max(24, heightPx - bottomPx - readoutPx);
  const rowPx = tallPx / bounds.length;
  const x = (ms: number) => ((ms - stretch.fromMs) / (stretch.toMs - stretch.fromMs)) * plotPx;
  const every = Math.ceil(14 / rowPx);
  const ticks = timeTicks(stretch.fromMs, stretch.toMs, Math.max(2, Math.floor(plotPx / 84)), zone).filter(
    ({ atMs }) => x(atMs) > 16 && x(atMs) < plotPx - 16,
  );
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const now = at ?? { column: times.length - 1, row: 0 };
    setAt({
      column: Math.min(times.length - 1, Math.max(0, now.column + step[0])),
      row: Math.min(bounds.length - 1, Math.max(0, now.row + step[1])),
    });
  };
  const peak = counts.reduce(
    (best, row, index) => Math.max(row.some((count) => count === max) ? index : best, best),
    0,
  );
  const readout = at
    ? `${formatAbsolute(times[at.column] ?? 0, zone, stretch.toMs)}: ${formatValue(counts[at.row]?.[at.column] ?? null)} in ${words(at.row)}`
    : `Most in ${words(peak)}`;
  return (
    <figure aria-label={title} className="m-0 flex h-full flex-col">
      <svg
        width={widthPx}
        height={tallPx + bottomPx}
        // One stop of the tab key; arrows move the readout, which says each cell.
        role="application"
        aria-label={`${title}: heat map, arrow keys read cells`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive
        tabIndex={0}
        onKeyDown={move}
        onBlur={() => setAt(null)}
        onPointerLeave={() => setAt(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const ms =
            stretch.fromMs + ((event.clientX - box.left - leftPx) / plotPx) * (stretch.toMs - stretch.fromMs);
          const column = times.findIndex((time) => ms >= time - stepMs / 2 && ms < time + stepMs / 2);
          const row = bounds.length - 1 - Math.floor((event.clientY - box.top) / rowPx);
          setAt(column === -1 || row < 0 || row >= bounds.length ? null : { column, row });
        }}
        className="max-w-full focus-visible:outline-offset-[-2px]"
      >
        <rect x={leftPx} y={0} width={plotPx} height={tallPx} fill="var(--color-raised)" />
        {counts.map((row, rowAt) =>
          row.map((count, columnAt) => {
            const shade = shadeOf(count, max);
            if (shade === 0) return null;
            const left = Math.max(0, x((times[columnAt] ?? 0) - stepMs / 2));
            const right = Math.min(plotPx, x((times[columnAt] ?? 0) + stepMs / 2));
            return (
              <rect
                key={`${bounds[rowAt]}-${times[columnAt]}`}
                x={leftPx + left}
                y={tallPx - (rowAt + 1) * rowPx}
                width={Math.max(0.5, right - left - 0.5)}
                height={Math.max(0.5, rowPx - 0.5)}
                fill={`var(--color-ramp-${shade})`}
              />
            );
          }),
        )}
        {at && (
          <rect
            x={leftPx + Math.max(0, x((times[at.column] ?? 0) - stepMs / 2))}
            y={tallPx - (at.row + 1) * rowPx}
            width={x(stretch.fromMs + stepMs)}
            height={rowPx}
            fill="none"
            stroke="var(--color-ink-1)"
            strokeWidth="1.5"
          />
        )}
        {bounds.map((value, row) =>
          row % every === 0 ? (
            <text
              key={value}
              x={leftPx - 6}
              y={tallPx - (row + 0.5) * rowPx}
              textAnchor="end"
              dominantBaseline="middle"
              className="fill-ink-3 text-axis"
            >
              {Number.isFinite(value) ? bound(row) : "∞"}
            </text>
          ) : null,
        )}
        {ticks.map(({ atMs, label }) => (
          <text
            key={atMs}
            x={leftPx + x(atMs)}
            y={tallPx + 14}
            textAnchor="middle"
            className="fill-ink-3 text-axis"
          >
            {label}
          </text>
        ))}
      </svg>
      <figcaption aria-live="polite" className="h-4 truncate text-dense text-ink-3">
        {readout}
      </figcaption>
    </figure>
  );
}
