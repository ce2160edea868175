"use client";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "./class-names.ts";
import {
  isKept,
  type Kept,
  type ParallelAxis,
  type ParallelLine,
  type ParallelScene,
  parallelScene,
  pathOf,
  rampColor,
  yOfShare,
} from "./parallel-scene.ts";

export type { Kept, ParallelAxis, ParallelLine, ParallelValue } from "./parallel-scene.ts";

type ParallelCoordinatesProps = {
  /** Names the chart for screen readers. */
  label: string;
  axes: readonly ParallelAxis[];
  lines: readonly ParallelLine[];
  /** Axis whose value colours the lines. */
  colorBy: string | null;
  onColorBy: (axisId: string) => void;
  kept: Readonly<Record<string, Kept>>;
  onKeptChange: (kept: Readonly<Record<string, Kept>>) => void;
  /** Told which lines pass everywhere whenever that changes; null: all. */
  onShownChange?: (ids: ReadonlySet<string> | null) => void;
  highlight?: string | null;
  onHighlight?: (id: string | null) => void;
  onOpen?: (id: string) => void;
  heightPx?: number;
};

/** Narrower than this per axis, names run into each other: the chart scrolls instead. */
const AXIS_PX = 118;
const GUTTER_PX = 64;
const BRUSH_PX = 22;
const DRAG_MIN_PX = 4;
const KEY_STEP = 0.05;

/** One line per thing across as many axes as there are figures. Dragging along an axis keeps what passes there. */
export function ParallelCoordinates(props: ParallelCoordinatesProps) {
  const { axes, lines, kept, heightPx = 380, highlight = null } = props;
  const host = useRef<HTMLDivElement>(null);
  const [hostPx, setHostPx] = useState(0);
  useEffect(() => {
    if (!host.current) return;
    const observer = new ResizeObserver(([entry]) => setHostPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(host.current);
    return () => observer.disconnect();
  }, []);
  const widthPx = Math.max(hostPx, (axes.length - 1) * AXIS_PX + 2 * GUTTER_PX);
  const scene = useMemo(
    () => parallelScene(axes, lines, { widthPx, heightPx, gutterPx: GUTTER_PX }),
    [axes, lines, widthPx, heightPx],
  );
  const drawn = useMemo(() => lines.map((line) => ({ line, path: pathOf(scene, line) })), [scene, lines]);
  const colorAxis = scene.axes.find(({ id }) => id === props.colorBy);
  const colorOf = (line: ParallelLine) =>
    colorAxis ? rampColor(colorAxis.shareOf(line.values[colorAxis.id] ?? null)) : "var(--color-series-1)";
  const shown = useMemo(() => drawn.filter(({ line }) => isKept(scene, line, kept)), [drawn, scene, kept]);
  const { onShownChange } = props;
  useEffect(() => {
    const all = shown.length === drawn.length;
    onShownChange?.(all ? null : new Set(shown.map(({ line }) => line.id)));
  }, [shown, drawn, onShownChange]);
  const over = drawn.find(({ line }) => line.id === highlight);
  const missing = lines.some((line) => axes.some(({ id }) => (line.values[id] ?? null) === null));

  return (
    <section
      ref={host}
      aria-label={props.label}
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className="relative overflow-x-auto overscroll-x-contain"
      style={{ height: heightPx + 12 }}
    >
      {hostPx > 0 && (
        <>
          <svg
            aria-hidden="true"
            width={widthPx}
            height={heightPx}
            className="absolute top-0 left-0"
            fill="none"
          >
            {shown.length < drawn.length &&
              drawn.map(({ line, path }) => (
                <path key={line.id} d={path} stroke="var(--color-line-subtle)" strokeWidth={1} />
              ))}
            {shown.map(({ line, path }) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the table beside the chart holds the same by keyboard
              <path
                key={line.id}
                d={path}
                stroke={colorOf(line)}
                strokeWidth={1.5}
                opacity={over && over.line.id !== line.id ? 0.25 : shown.length > 150 ? 0.6 : 0.85}
                className="cursor-pointer"
                onPointerEnter={() => props.onHighlight?.(line.id)}
                onPointerLeave={() => props.onHighlight?.(null)}
                onClick={() => props.onOpen?.(line.id)}
              />
            ))}
            {over && (
              <path d={over.path} stroke="var(--color-ink-1)" strokeWidth={2.5} pointerEvents="none" />
            )}
            {scene.axes.map((axis) => (
              <g key={axis.id}>
                <line
                  x1={axis.xPx}
                  x2={axis.xPx}
                  y1={scene.topPx}
                  y2={scene.bottomPx}
                  stroke="var(--color-line-control)"
                />
                {axis.ticks.map((tick) => (
                  <text
                    key={tick.label}
                    x={axis.xPx - 6}
                    y={yOfShare(scene, tick.share) + 4}
                    textAnchor="end"
                    fill="var(--color-ink-2)"
                    stroke="var(--color-bg)"
                    strokeWidth={3}
                    paintOrder="stroke"
                    className="text-axis tabular-nums"
                  >
                    {tick.label.length > 10 ? `${tick.label.slice(0, 9)}…` : tick.label}
                  </text>
                ))}
              </g>
            ))}
            {missing && (
              <text x={4} y={scene.missingPx + 4} fill="var(--color-ink-3)" className="text-axis">
                none
              </text>
            )}
          </svg>
          {scene.axes.map((axis) => (
            <AxisControls key={axis.id} axis={axis} scene={scene} {...props} />
          ))}
        </>
      )}
      {over && (
        <p className="pointer-events-none sticky left-0 inline-block rounded-control bg-bg/85 px-1.5 text-dense font-medium text-ink-1">
          {over.line.label}
        </p>
      )}
    </section>
  );
}

type ControlsProps = ParallelCoordinatesProps & { axis: ParallelScene["axes"][number]; scene: ParallelScene };

/** Head (colours by it) and brush of one axis. By keys: arrows move the upper end, with Shift the lower one. */
function AxisControls({ axis, scene, kept, onKeptChange, colorBy, onColorBy }: ControlsProps) {
  const track = useRef<HTMLDivElement>(null);
  const [anchor, setAnchor] = useState<{ share: number; yPx: number } | null>(null);
  const part = kept[axis.id];
  const heightPx = scene.bottomPx - scene.topPx;
  const set = (next: Kept | null) => {
    const { [axis.id]: _, ...others } = kept;
    onKeptChange(next ? { ...others, [axis.id]: next } : others);
  };
  const shareAt = (event: PointerEvent) => {
    const box = track.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (box.bottom - event.clientY) / box.height));
  };
  function onPointerMove(event: PointerEvent) {
    if (!anchor || Math.abs(event.clientY - anchor.yPx) < DRAG_MIN_PX) return;
    const share = shareAt(event);
    set([Math.min(anchor.share, share), Math.max(anchor.share, share)]);
  }
  function onPointerUp(event: PointerEvent) {
    // A plain click lets everything through again.
    if (anchor && Math.abs(event.clientY - anchor.yPx) < DRAG_MIN_PX) set(null);
    setAnchor(null);
  }
  function onKeyDown(event: KeyboardEvent) {
    const [from, to] = part ?? [0, 1];
    const by = event.key === "ArrowUp" ? KEY_STEP : event.key === "ArrowDown" ? -KEY_STEP : 0;
    if (event.key === "Escape" && part) set(null);
    else if (by === 0) return;
    else if (event.shiftKey) set([Math.min(to, Math.max(0, from + by)), to]);
    else set([from, Math.max(from, Math.min(1, to + by))]);
    event.preventDefault();
  }
  const spoken = part
    ? `${Math.round(part[0] * 100)} to ${Math.round(part[1] * 100)} % of its height`
    : "everything kept";
  return (
    <>
      <button
        type="button"
        aria-pressed={colorBy === axis.id}
        title={`Colour by ${axis.label}`}
        onClick={() => onColorBy(axis.id)}
        style={{ left: axis.xPx - AXIS_PX / 2 + 4, width: AXIS_PX - 8 }}
        className={cn(
          "absolute top-1 h-7 truncate rounded-control px-1 text-center text-dense hover:bg-sunken",
          colorBy === axis.id ? "bg-sunken font-semibold text-ink-1" : "text-ink-2",
        )}
      >
        {axis.label}
      </button>
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={`Keep a part of ${axis.label}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((part?.[1] ?? 1) * 100)}
        aria-valuetext={spoken}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setAnchor({ share: shareAt(event), yPx: event.clientY });
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        style={{ left: axis.xPx - BRUSH_PX / 2, width: BRUSH_PX, top: scene.topPx, height: heightPx }}
        className="absolute cursor-ns-resize touch-none rounded-control"
      >
        {part && (
          <div
            className="absolute inset-x-1 rounded-control border border-accent bg-accent-tint opacity-70"
            style={{
              top: (1 - part[1]) * heightPx,
              height: Math.max(2, (part[1] - part[0]) * heightPx),
            }}
          />
        )}
      </div>
    </>
  );
}
