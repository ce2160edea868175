"use client";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { rampColor } from "./parallel-scene.ts";
import { nearestPoint, type PlacedPoint, type ScatterPoint, scatterScene } from "./scatter-scene.ts";
import { formatExact, formatValue } from "./units.ts";

export type { ScatterPoint } from "./scatter-scene.ts";

type ScatterChartProps = {
  /** Names the chart for screen readers. */
  label: string;
  points: readonly ScatterPoint[];
  xLabel: string;
  yLabel: string;
  colorLabel?: string | undefined;
  onOpen?: (id: string) => void;
  heightPx?: number;
};

const REACH_PX = 24;
const RADIUS_PX = 4;

/** One dot per thing. Arrows walk along the dots by x, Enter opens one. */
export function ScatterChart({
  label,
  points,
  xLabel,
  yLabel,
  colorLabel,
  onOpen,
  heightPx = 380,
}: ScatterChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  const [at, setAt] = useState<PlacedPoint | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(host.current);
    return () => observer.disconnect();
  }, []);
  const scene = useMemo(() => scatterScene(points, { widthPx, heightPx }), [points, widthPx, heightPx]);
  const { frame } = scene;
  const xPx = (value: number) => ((value - scene.x.min) / (scene.x.max - scene.x.min)) * frame.widthPx;
  const yPx = (value: number) =>
    frame.heightPx - ((value - scene.y.min) / (scene.y.max - scene.y.min)) * frame.heightPx;
  const spoken = (point: PlacedPoint) =>
    `${point.label}: ${xLabel} ${formatValue(point.x)}, ${yLabel} ${formatValue(point.y)}`;

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(nearestPoint(scene.points, event.clientX - box.left, event.clientY - box.top, REACH_PX));
  }
  function onKeyDown(event: KeyboardEvent) {
    const index = scene.points.findIndex(({ id }) => id === at?.id);
    const target: Record<string, number> = {
      ArrowRight: index + 1,
      ArrowLeft: index < 0 ? scene.points.length - 1 : index - 1,
      Home: 0,
      End: scene.points.length - 1,
    };
    const next = target[event.key];
    if (next !== undefined) setAt(scene.points[Math.min(Math.max(next, 0), scene.points.length - 1)] ?? null);
    else if (event.key === "Enter" && at) onOpen?.(at.id);
    else if (event.key === "Escape" && at) setAt(null);
    else return;
    event.preventDefault();
  }

  return (
    <div ref={host} className="relative min-w-0" style={{ height: heightPx }}>
      {widthPx > 0 && (
        <>
          <svg aria-hidden="true" width={widthPx} height={heightPx} className="text-axis tabular-nums">
            <g transform={`translate(${frame.leftPx} ${frame.topPx})`}>
              {scene.y.ticks.map((tick) => (
                <g key={tick.at} transform={`translate(0 ${yPx(tick.at)})`}>
                  <line x2={frame.widthPx} stroke="var(--color-line-subtle)" />
                  <text x={-8} y={4} textAnchor="end" fill="var(--color-ink-3)">
                    {tick.label}
                  </text>
                </g>
              ))}
              {scene.x.ticks.map((tick) => (
                <text
                  key={tick.at}
                  x={xPx(tick.at)}
                  y={frame.heightPx + 16}
                  textAnchor="middle"
                  fill="var(--color-ink-3)"
                >
                  {tick.label}
                </text>
              ))}
              <line x2={frame.widthPx} y1={frame.heightPx} y2={frame.heightPx} stroke="var(--color-line)" />
              {scene.points.map((point) => (
                <circle
                  key={point.id}
                  cx={point.xPx}
                  cy={point.yPx}
                  r={point.id === at?.id ? RADIUS_PX + 2 : RADIUS_PX}
                  fill={colorLabel === undefined ? "var(--color-series-1)" : rampColor(point.share)}
                  stroke={point.id === at?.id ? "var(--color-ink-1)" : "var(--color-bg)"}
                  strokeWidth={point.id === at?.id ? 2 : 1}
                />
              ))}
              <text
                x={frame.widthPx}
                y={frame.heightPx + 36}
                textAnchor="end"
                fill="var(--color-ink-2)"
                className="text-dense"
              >
                {xLabel} →
              </text>
              <text
                transform={`translate(${14 - frame.leftPx} 0) rotate(-90)`}
                textAnchor="end"
                fill="var(--color-ink-2)"
                className="text-dense"
              >
                {yLabel} →
              </text>
            </g>
          </svg>
          <div
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, scene.points.length - 1)}
            aria-valuenow={Math.max(
              0,
              scene.points.findIndex(({ id }) => id === at?.id),
            )}
            aria-valuetext={at ? spoken(at) : `${scene.points.length} points, none chosen`}
            onKeyDown={onKeyDown}
            onBlur={() => setAt(null)}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setAt(null)}
            onClick={() => at && onOpen?.(at.id)}
            style={{ left: frame.leftPx, top: frame.topPx, width: frame.widthPx, height: frame.heightPx }}
            className={`absolute rounded-control ${at && onOpen ? "cursor-pointer" : ""}`}
          />
          {at && (
            <div
              aria-hidden="true"
              className="pointer-events-none absolute z-10 w-max max-w-72 rounded-overlay bg-bg px-2.5 py-2 text-dense shadow-overlay"
              style={{
                top: Math.max(4, frame.topPx + at.yPx - 40),
                ...(at.xPx > frame.widthPx / 2
                  ? { right: widthPx - frame.leftPx - at.xPx + 14 }
                  : { left: frame.leftPx + at.xPx + 14 }),
              }}
            >
              <p className="mb-1 font-semibold text-ink-1">{at.label}</p>
              <p className="text-ink-2 tabular-nums">
                {xLabel} {formatExact(at.x)}
              </p>
              <p className="text-ink-2 tabular-nums">
                {yLabel} {formatExact(at.y)}
              </p>
              {colorLabel !== undefined && (
                <p className="text-ink-2 tabular-nums">
                  {colorLabel} {at.color == null ? "–" : formatExact(at.color)}
                </p>
              )}
            </div>
          )}
        </>
      )}
    </div>
  );
}
