import { valueScale } from "./chart-scale.ts";
import { formatValue } from "./units.ts";

/** `color`: a third figure that shades the point. */
export type ScatterPoint = { id: string; label: string; x: number; y: number; color?: number | null };

type Axis = { min: number; max: number; ticks: readonly { at: number; label: string }[] };
export type PlacedPoint = ScatterPoint & { xPx: number; yPx: number; share: number | null };
export type ScatterScene = {
  x: Axis;
  y: Axis;
  points: readonly PlacedPoint[];
  frame: { leftPx: number; topPx: number; widthPx: number; heightPx: number };
};

const LABEL_PX = 6.4; // a digit of the 11 px axis type

function axisOf(values: readonly number[], count: number): Axis {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const { min, max, ticks } = valueScale(low, high, { count, unit: "none", includeZero: false });
  return { min, max, ticks: ticks.map((at) => ({ at, label: formatValue(at) })) };
}

/** Places the points; those without a finite place are left out. Sorted by x, for moving along by keys. */
export function scatterScene(
  all: readonly ScatterPoint[],
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): ScatterScene {
  const points = all.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const y = axisOf(
    points.map((point) => point.y),
    Math.max(2, Math.round(heightPx / 60)),
  );
  const leftPx = Math.ceil(Math.max(...y.ticks.map(({ label }) => label.length)) * LABEL_PX) + 30;
  const frame = { leftPx, topPx: 10, widthPx: Math.max(1, widthPx - leftPx - 16), heightPx: heightPx - 54 };
  const x = axisOf(
    points.map((point) => point.x),
    Math.max(2, Math.round(frame.widthPx / 110)),
  );
  const shades = points.flatMap(({ color }) =>
    typeof color === "number" && Number.isFinite(color) ? [color] : [],
  );
  const low = shades.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = shades.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const shareOf = (color: number | null | undefined) =>
    typeof color !== "number" || !Number.isFinite(color)
      ? null
      : high > low
        ? (color - low) / (high - low)
        : 0.5;
  return {
    x,
    y,
    frame,
    points: points
      .map((point) => ({
        ...point,
        xPx: ((point.x - x.min) / (x.max - x.min)) * frame.widthPx,
        yPx: frame.heightPx - ((point.y - y.min) / (y.max - y.min)) * frame.heightPx,
        share: shareOf(point.color),
      }))
      .sort((a, b) => a.x - b.x || a.y - b.y),
  };
}

/** The point nearest to the pointer within `reachPx`. */
export function nearestPoint(
  points: readonly PlacedPoint[],
  xPx: number,
  yPx: number,
  reachPx: number,
): PlacedPoint | null {
  let best: PlacedPoint | null = null;
  let bestPx = reachPx;
  for (const point of points) {
    const px = Math.hypot(point.xPx - xPx, point.yPx - yPx);
    if (px <= bestPx) {
      best = point;
      bestPx = px;
    }
  }
  return best;
}
