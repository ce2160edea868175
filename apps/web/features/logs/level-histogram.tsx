"use client";
import type { LogHistogram } from "@triops/domains/logs/schemas";
import { ChartMarkers } from "@triops/ui/chart-markers";
import type { ChartMarker } from "@triops/ui/chart-types";
import { cn } from "@triops/ui/class-names";
import { formatAbsolute, formatRange, timeTicks } from "@triops/ui/times";
import { formatCount, formatDuration } from "@triops/ui/units";
import { useZone } from "@triops/ui/zone";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { TimeSpan } from "../../data/still-span.tsx";
import { levelLook, logLevels } from "./levels.ts";

type LevelHistogramProps = {
  histogram: LogHistogram;
  span: TimeSpan;
  markers?: readonly ChartMarker[];
  onZoom: (span: TimeSpan) => void;
};

const heightPx = 72;

/** Records over time, stacked by level. Drag, or Shift and the arrows and Enter, zooms in. */
export function LevelHistogram({ histogram, span, markers = [], onZoom }: LevelHistogramProps) {
  const { zone } = useZone();
  const plot = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  /** Chosen buckets, first and last in any order. */
  const [chosen, setChosen] = useState<readonly [number, number] | null>(null);
  const dragging = useRef(false);
  useEffect(() => {
    const element = plot.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const { times, stepMs, levels } = histogram;
  const count = times.length;
  const worstFirst = logLevels.flatMap((level) => levels.filter((one) => one.level === level));
  const totals = times.map((_, i) => levels.reduce((sum, { counts }) => sum + (counts[i] ?? 0), 0));
  const max = Math.max(...totals, 1);
  const nowBucket = chosen ? chosen[1] : -1;

  const bucketAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  };
  const zoom = (buckets: readonly [number, number]) => {
    const [first, last] = [Math.min(...buckets), Math.max(...buckets)];
    const fromMs = times[first];
    const endMs = times[last];
    setChosen(null);
    if (fromMs !== undefined && endMs !== undefined)
      onZoom({ fromMs: Math.max(fromMs, span.fromMs), toMs: Math.min(endMs + stepMs, span.toMs) });
  };
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by !== 0) {
      const at = chosen ? Math.min(count - 1, Math.max(0, chosen[1] + by)) : by > 0 ? 0 : count - 1;
      setChosen([event.shiftKey && chosen ? chosen[0] : at, at]);
    } else if (event.key === "Enter" && chosen) zoom(chosen);
    else if (event.key === "Escape" && chosen) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const first = chosen ? Math.min(...chosen) : -1;
  const last = chosen ? Math.max(...chosen) : -1;
  const sum = totals.slice(first, last + 1).reduce((a, b) => a + b, 0);
  const said =
    chosen && times[first] !== undefined && times[last] !== undefined
      ? `${formatRange(times[first], times[last] + stepMs, zone, span.toMs)}: ${formatCount(sum)} lines`
      : null;
  const first0 = times[0] ?? span.fromMs;
  const end = (times.at(-1) ?? span.toMs) + stepMs;
  const xPx = (atMs: number) => ((atMs - first0) / (end - first0)) * widthPx;

  return (
    <figure aria-label="Lines over time by level" className="m-0 min-w-0">
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-dense text-ink-3">
        <span className="tabular-nums">
          {said ?? `${formatCount(histogram.total)} lines, ${formatDuration(stepMs)} a bar`}
        </span>
        <ul className="ml-auto flex flex-wrap gap-x-3">
          {worstFirst.map(({ level, counts }) => (
            <li key={level} className="flex items-center gap-1">
              <span
                aria-hidden="true"
                className="size-2 rounded-[1px]"
                style={{ backgroundColor: levelLook(level).color }}
              />
              {levelLook(level).label}
              <span className="tabular-nums">{formatCount(counts.reduce((a, b) => a + b, 0))}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="relative mb-7" ref={plot}>
        <div
          role="slider"
          aria-label="Choose a stretch of time"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, count - 1)}
          aria-valuenow={Math.max(0, nowBucket)}
          aria-valuetext={said ?? "none chosen"}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            if (event.button !== 0 || count === 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            dragging.current = true;
            const at = bucketAt(event);
            setChosen([at, at]);
          }}
          onPointerMove={(event) => {
            const at = bucketAt(event);
            if (dragging.current) setChosen((before) => [before?.[0] ?? at, at]);
            else setChosen([at, at]);
          }}
          onPointerUp={(event) => {
            if (!dragging.current) return;
            dragging.current = false;
            const at = bucketAt(event);
            zoom([chosen?.[0] ?? at, at]);
          }}
          onPointerLeave={() => {
            if (!dragging.current) setChosen(null);
          }}
          onBlur={() => setChosen(null)}
          style={{ height: heightPx }}
          className="flex cursor-crosshair touch-pan-y items-end gap-px border-line-control border-b"
        >
          {times.map((time, i) => (
            <span
              key={time}
              className={cn(
                "flex h-full min-w-0 flex-1 flex-col justify-end",
                i >= first && i <= last && "bg-sunken",
              )}
            >
              {worstFirst.map(
                ({ level, counts }) =>
                  (counts[i] ?? 0) > 0 && (
                    <span
                      key={level}
                      style={{
                        height: `${((counts[i] ?? 0) / max) * 100}%`,
                        minHeight: 1,
                        backgroundColor: levelLook(level).color,
                      }}
                    />
                  ),
              )}
            </span>
          ))}
        </div>
        {widthPx > 0 && (
          <>
            <div aria-hidden="true" className="absolute inset-x-0 top-full mt-2.5 h-4 text-axis text-ink-3">
              {timeTicks(first0, end, Math.max(2, widthPx / 120), zone).map(({ atMs, label }) => (
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
      <table className="sr-only">
        <caption>Lines over time</caption>
        <tbody>
          {times.map(
            (time, i) =>
              (totals[i] ?? 0) > 0 && (
                <tr key={time}>
                  <th scope="row">{formatAbsolute(time, zone, span.toMs)}</th>
                  <td>{totals[i]}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </figure>
  );
}
