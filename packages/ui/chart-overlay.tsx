"use client";
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { type Across, formatAcross } from "./chart-across.ts";
import { nearestIndex } from "./chart-data.ts";
import { ChartMarkers } from "./chart-markers.tsx";
import type { Dot } from "./chart-scene.ts";
import { ChartTooltip, type TooltipRow } from "./chart-tooltip.tsx";
import type {
  ChartFrame,
  ChartMarker,
  ChartRange,
  ChartScene,
  ChartSeries,
  ChartShading,
  ChartThreshold,
} from "./chart-types.ts";
import { cn } from "./class-names.ts";
import { levelColor } from "./levels.ts";
import type { SeriesColor } from "./series-colors.ts";
import { formatValue, type Unit } from "./units.ts";

type OverlayProps = {
  label: string;
  scene: ChartScene;
  frame: ChartFrame;
  widthPx: number;
  heightPx: number;
  series: readonly ChartSeries[];
  /** Values behind each series, before stacking, over `scene.times`. */
  values: readonly (readonly (number | null | undefined)[])[];
  colors: ReadonlyMap<string, SeriesColor>;
  dots: readonly Dot[];
  thresholds: readonly ChartThreshold[];
  markers: readonly ChartMarker[];
  shadings: readonly ChartShading[];
  unit: Unit;
  across: Across;
  zone: string;
  onRangeChange: ((range: ChartRange) => void) | undefined;
};

const DRAG_MIN_PX = 6;

/** Everything above the painted lines that is the same for both engines: limits, cursor, tooltip, selection. */
export function ChartOverlay(props: OverlayProps) {
  const { scene, frame, widthPx, heightPx, series, values, unit, across, zone, onRangeChange } = props;
  const plot = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<{ index: number; yPx: number | null; seriesAt: number | null } | null>(
    null,
  );
  const [drag, setDrag] = useState<{ fromPx: number; toPx: number } | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const clipId = useId();

  const innerWidth = Math.max(1, widthPx - frame.leftPx - frame.rightPx);
  const innerHeight = Math.max(1, heightPx - frame.topPx - frame.bottomPx);
  const xPx = (atMs: number) => ((atMs - scene.x.min) / (scene.x.max - scene.x.min)) * innerWidth;
  const yPx = (value: number) =>
    innerHeight - ((value - scene.y.min) / (scene.y.max - scene.y.min)) * innerHeight;
  const timeAt = (px: number) => scene.x.min + (px / innerWidth) * (scene.x.max - scene.x.min);

  const rows: TooltipRow[] =
    cursor === null
      ? []
      : series.flatMap((one, at) => {
          const value = values[at]?.[cursor.index];
          const drawn = scene.lines[at]?.values[cursor.index];
          if (value === null || value === undefined) return [];
          const look = props.colors.get(one.id);
          const color = one.comparison ? "var(--color-ink-3)" : (look?.color ?? "");
          return [
            {
              id: one.id,
              label: one.label,
              value,
              color,
              yPx: yPx(drawn ?? value),
              dash: look?.dash ?? null,
            },
          ];
        });
  const nearestId =
    cursor?.seriesAt != null
      ? (series[cursor.seriesAt]?.id ?? null)
      : cursor?.yPx != null && rows.length > 1
        ? rows.reduce((a, b) => (Math.abs(b.yPx - cursor.yPx!) < Math.abs(a.yPx - cursor.yPx!) ? b : a)).id
        : null;
  const cursorMs = cursor === null ? null : (scene.times[cursor.index] ?? null);

  function place(event: PointerEvent): { x: number; y: number } {
    const box = plot.current!.getBoundingClientRect();
    return {
      x: Math.min(Math.max(event.clientX - box.left, 0), innerWidth),
      y: event.clientY - box.top,
    };
  }
  function choose(fromMs: number, toMs: number) {
    if (toMs > fromMs) onRangeChange?.({ fromMs: Math.round(fromMs), toMs: Math.round(toMs) });
  }
  function onPointerMove(event: PointerEvent) {
    const { x, y } = place(event);
    const index = nearestIndex(scene.times, timeAt(x));
    setCursor(index < 0 ? null : { index, yPx: y, seriesAt: null });
    if (drag) setDrag({ ...drag, toPx: x });
  }
  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    if (!onRangeChange || event.button !== 0 || event.pointerType === "touch") return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { x } = place(event);
    setDrag({ fromPx: x, toPx: x });
  }
  function onPointerUp() {
    if (drag && Math.abs(drag.toPx - drag.fromPx) >= DRAG_MIN_PX) {
      choose(timeAt(Math.min(drag.fromPx, drag.toPx)), timeAt(Math.max(drag.fromPx, drag.toPx)));
    }
    setDrag(null);
  }
  function onKeyDown(event: KeyboardEvent) {
    const lastIndex = scene.times.length - 1;
    if (lastIndex < 0) return;
    const at = cursor?.index ?? lastIndex;
    const page = Math.max(1, Math.round(lastIndex / 10));
    const target: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageDown: at - page,
      PageUp: at + page,
      Home: 0,
      End: lastIndex,
    };
    const next = target[event.key];
    if (next !== undefined) {
      if (event.shiftKey && anchor === null) setAnchor(at);
      if (!event.shiftKey) setAnchor(null);
      setCursor({
        index: Math.min(Math.max(next, 0), lastIndex),
        yPx: null,
        seriesAt: cursor?.seriesAt ?? null,
      });
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const step = event.key === "ArrowUp" ? -1 : 1;
      const from = cursor?.seriesAt ?? (step > 0 ? -1 : 0);
      setCursor({
        index: at,
        yPx: null,
        seriesAt: (from + step + series.length) % Math.max(1, series.length),
      });
    } else if (event.key === "Enter" && anchor !== null && onRangeChange) {
      choose(scene.times[Math.min(anchor, at)]!, scene.times[Math.max(anchor, at)]!);
      setAnchor(null);
    } else if (event.key === "Escape" && (cursor || anchor !== null)) {
      setCursor(null);
      setAnchor(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const selection = drag
    ? { from: Math.min(drag.fromPx, drag.toPx), to: Math.max(drag.fromPx, drag.toPx) }
    : anchor !== null && cursor
      ? {
          from: xPx(scene.times[Math.min(anchor, cursor.index)]!),
          to: xPx(scene.times[Math.max(anchor, cursor.index)]!),
        }
      : null;
  const spoken =
    cursorMs === null
      ? "Not placed"
      : `${formatAcross(across, cursorMs, zone)}: ${
          rows
            .filter((row) => nearestId === null || row.id === nearestId)
            .slice(0, 4)
            .map((row) => `${row.label} ${formatValue(row.value, unit)}`)
            .join(", ") || "no value"
        }`;

  return (
    <div
      className="absolute"
      style={{ left: frame.leftPx, top: frame.topPx, width: innerWidth, height: innerHeight }}
    >
      <svg
        aria-hidden="true"
        className="absolute inset-0 overflow-visible"
        width={innerWidth}
        height={innerHeight}
      >
        <clipPath id={clipId}>
          <rect width={innerWidth} height={innerHeight} />
        </clipPath>
        <g clipPath={`url(#${clipId})`}>
          {props.shadings.map((shading) => (
            <rect
              key={shading.id}
              x={xPx(shading.fromMs)}
              width={Math.max(2, xPx(shading.toMs) - xPx(shading.fromMs))}
              height={innerHeight}
              fill={levelColor(shading.level ?? "unknown")}
              opacity={0.12}
            />
          ))}
          {props.thresholds.map((threshold) => {
            const y = yPx(threshold.value);
            const color = levelColor(threshold.level ?? "sev2");
            return (
              <g key={threshold.id}>
                {threshold.zone && (
                  <rect
                    y={threshold.zone === "above" ? 0 : y}
                    width={innerWidth}
                    height={Math.max(0, threshold.zone === "above" ? y : innerHeight - y)}
                    fill={color}
                    opacity={0.08}
                  />
                )}
                <line x2={innerWidth} y1={y} y2={y} stroke={color} strokeDasharray="5 3" />
              </g>
            );
          })}
          {props.dots.map((dot) => (
            <circle
              key={`${dot.id}-${dot.atMs}`}
              cx={xPx(dot.atMs)}
              cy={yPx(dot.value)}
              r={2}
              fill={dot.color}
            />
          ))}
          {scene.y.min < 0 && scene.y.max > 0 && (
            <line x2={innerWidth} y1={yPx(0)} y2={yPx(0)} stroke="var(--color-line-control)" />
          )}
        </g>
        {selection && (
          <rect
            x={selection.from}
            width={selection.to - selection.from}
            height={innerHeight}
            fill="var(--color-accent)"
            opacity={0.15}
          />
        )}
        {cursorMs !== null && (
          <g>
            <line
              x1={xPx(cursorMs)}
              x2={xPx(cursorMs)}
              y2={innerHeight}
              stroke="var(--color-ink-3)"
              strokeDasharray="2 2"
            />
            {rows.map((row) => (
              <circle
                key={row.id}
                cx={xPx(cursorMs)}
                cy={row.yPx}
                r={row.id === nearestId ? 4 : 3}
                fill={row.color}
                stroke="var(--color-bg)"
                strokeWidth={1.5}
              />
            ))}
          </g>
        )}
      </svg>
      {props.thresholds.map((threshold) => {
        const y = yPx(threshold.value);
        const outside = y < -0.5 || y > innerHeight + 0.5;
        return (
          <span
            key={threshold.id}
            className="pointer-events-none absolute right-0 rounded-control bg-bg/85 px-1 text-axis text-ink-2"
            style={y < 8 ? { top: Math.max(0, y) + 1 } : { top: Math.min(y - 17, innerHeight - 17) }}
          >
            {threshold.label} {formatValue(threshold.value, unit)}
            {outside && (y < 0 ? " ↑ above this view" : " ↓ below this view")}
          </span>
        );
      })}
      <div
        ref={plot}
        role="slider"
        tabIndex={0}
        aria-label={`Cursor over ${props.label}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, scene.times.length - 1)}
        aria-valuenow={cursor?.index ?? Math.max(0, scene.times.length - 1)}
        aria-valuetext={spoken}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setCursor(null);
          setAnchor(null);
        }}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerDown}
        onPointerUp={onPointerUp}
        onPointerLeave={() => {
          if (!drag) setCursor(null);
        }}
        className={cn("absolute inset-0 touch-pan-y rounded-control", onRangeChange && "cursor-crosshair")}
      />
      <ChartMarkers
        markers={props.markers}
        xPx={xPx}
        widthPx={innerWidth}
        heightPx={innerHeight}
        zone={zone}
      />
      {cursorMs !== null && !drag && (
        <ChartTooltip
          atMs={cursorMs}
          xPx={xPx(cursorMs)}
          widthPx={innerWidth}
          rows={rows}
          nearestId={nearestId}
          unit={unit}
          across={across}
          zone={zone}
          notes={props.shadings
            .filter((shading) => shading.fromMs <= cursorMs && cursorMs <= shading.toMs)
            .map((shading) => shading.label)}
        />
      )}
    </div>
  );
}
