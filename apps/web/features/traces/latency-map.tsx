"use client";
import type { TraceLatency } from "@triops/domains/traces/schemas";
import { ChartMarkers } from "@triops/ui/chart-markers";
import type { ChartMarker } from "@triops/ui/chart-types";
import { formatRange, timeTicks } from "@triops/ui/times";
import { formatCount, formatDuration } from "@triops/ui/units";
import { useZone } from "@triops/ui/zone";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { cellsOf, durationTicks, type Selected, selectedFacts } from "./latency-cells.ts";

export type LatencyZoom = { fromMs: number; toMs: number; minMs: number | null; maxMs: number | null };

type LatencyMapProps = {
  latency: TraceLatency;
  markers?: readonly ChartMarker[];
  /** What of the search is counted: "spans where work enters a service". */
  what: string;
  onZoom: (zoom: LatencyZoom) => void;
};

const heightPx = 132;
const axisPx = 52;

/**
 * How long spans took over time: darker cells hold more spans, a bar at a cell's foot tells the share that failed.
 * Dragging a box, or arrows with Shift and Enter, asks for what is in it.
 */
export function LatencyMap({ latency, markers = [], what, onZoom }: LatencyMapProps) {
  const { zone } = useZone();
  const plot = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  const [chosen, setChosen] = useState<Selected | null>(null);
  const dragging = useRef(false);
  useEffect(() => {
    const element = plot.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const cells = useMemo(() => cellsOf(latency), [latency]);
  const { columns, rows } = cells;
  const { times, stepMs } = latency;
  const firstMs = times[0] ?? 0;
  const endMs = (times.at(-1) ?? 0) + stepMs;
  const xPx = (atMs: number) => ((atMs - firstMs) / Math.max(1, endMs - firstMs)) * widthPx;

  const cellAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (share: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    return {
      column: part((event.clientX - box.left) / Math.max(1, box.width), columns),
      row: part((box.bottom - event.clientY) / Math.max(1, box.height), rows),
    };
  };
  const zoom = (selected: Selected) => {
    setChosen(null);
    const facts = selectedFacts(latency, cells, selected);
    if (facts) onZoom(facts.zoom);
  };
  function onKeyDown(event: KeyboardEvent) {
    const across = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const up = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (across !== 0 || up !== 0) {
      const from = chosen?.to ?? { column: columns - 1, row: 0 };
      const to = {
        column: Math.min(columns - 1, Math.max(0, from.column + across)),
        row: Math.min(rows - 1, Math.max(0, from.row + up)),
      };
      setChosen({ from: event.shiftKey && chosen ? chosen.from : to, to });
    } else if (event.key === "Enter" && chosen) zoom(chosen);
    else if (event.key === "Escape" && chosen) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const facts = chosen && selectedFacts(latency, cells, chosen);
  const said = facts
    ? `${formatRange(facts.zoom.fromMs, facts.zoom.toMs, zone, endMs)}, ${formatDuration(facts.fromMs)} to ${formatDuration(facts.toMs)}: ${formatCount(facts.spans)} spans, ${formatCount(facts.errors)} failed`
    : null;
  const figure = (label: string, ms: number | null) =>
    ms === null ? null : (
      <span>
        {label} <span className="font-medium text-ink-1 tabular-nums">{formatDuration(ms)}</span>
      </span>
    );

  return (
    <figure aria-label="Durations over time" className="m-0 min-w-0">
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-0.5 text-dense text-ink-3">
        <span className="tabular-nums">{said ?? `${formatCount(latency.total)} ${what}`}</span>
        <span className="ml-auto flex gap-x-4">
          {figure("Half within", latency.p50)}
          {figure("95 %", latency.p95)}
          {figure("99 %", latency.p99)}
        </span>
      </div>
      <div className="flex">
        <div
          aria-hidden="true"
          className="relative shrink-0 text-axis text-ink-3"
          style={{ width: axisPx, height: heightPx }}
        >
          {durationTicks(cells).map(({ share, label }) => (
            <span
              key={label}
              className="absolute right-2 -translate-y-1/2 whitespace-nowrap tabular-nums"
              style={{ top: Math.min(heightPx - 6, Math.max(6, (1 - share) * heightPx)) }}
            >
              {label}
            </span>
          ))}
        </div>
        <div ref={plot} className="relative mb-5 min-w-0 flex-1">
          <div
            role="slider"
            aria-label="Choose durations and a stretch of time"
            aria-valuemin={0}
            aria-valuemax={Math.max(0, columns - 1)}
            aria-valuenow={chosen?.to.column ?? 0}
            aria-valuetext={said ?? "none chosen"}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              dragging.current = true;
              const at = cellAt(event);
              setChosen({ from: at, to: at });
            }}
            onPointerMove={(event) => {
              const at = cellAt(event);
              setChosen((before) =>
                dragging.current && before ? { from: before.from, to: at } : { from: at, to: at },
              );
            }}
            onPointerUp={(event) => {
              if (!dragging.current) return;
              dragging.current = false;
              const at = cellAt(event);
              zoom({ from: chosen?.from ?? at, to: at });
            }}
            onPointerLeave={() => {
              if (!dragging.current) setChosen(null);
            }}
            onBlur={() => setChosen(null)}
            className="cursor-crosshair touch-pan-y border-line-control border-b"
            style={{ height: heightPx }}
          >
            <svg
              aria-hidden="true"
              viewBox={`0 0 ${columns} ${rows}`}
              preserveAspectRatio="none"
              className="block size-full"
            >
              {cells.paths.map(({ ramp, d }) => (
                <path key={ramp} d={d} fill={`var(--color-ramp-${ramp})`} />
              ))}
              <path d={cells.errorPath} fill="var(--color-sev2)" />
              {chosen && (
                <rect
                  x={Math.min(chosen.from.column, chosen.to.column)}
                  y={rows - 1 - Math.max(chosen.from.row, chosen.to.row)}
                  width={Math.abs(chosen.from.column - chosen.to.column) + 1}
                  height={Math.abs(chosen.from.row - chosen.to.row) + 1}
                  fill="none"
                  stroke="var(--color-accent)"
                  strokeWidth={2}
                  vectorEffect="non-scaling-stroke"
                />
              )}
            </svg>
          </div>
          {widthPx > 0 && (
            <>
              <div aria-hidden="true" className="absolute inset-x-0 top-full h-4 text-axis text-ink-3">
                {timeTicks(firstMs, endMs, Math.max(2, widthPx / 120), zone).map(({ atMs, label }) => (
                  <span
                    key={atMs}
                    className="absolute -translate-x-1/2 whitespace-nowrap tabular-nums"
                    style={{ left: Math.min(widthPx - 20, Math.max(16, xPx(atMs))) }}
                  >
                    {label}
                  </span>
                ))}
              </div>
              <ChartMarkers markers={markers} xPx={xPx} widthPx={widthPx} heightPx={heightPx} zone={zone} />
            </>
          )}
        </div>
      </div>
      <table className="sr-only">
        <caption>Spans by duration</caption>
        <tbody>
          {latency.bands.map((band) => (
            <tr key={band.fromMs}>
              <th scope="row">
                {formatDuration(band.fromMs)} to {formatDuration(band.toMs)}
              </th>
              <td>{band.counts.reduce((a, b) => a + b, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
