import type { Level } from "./levels.ts";

/** Time in ms since 1970, value, and, for a reduced bucket, its lowest and highest value.
    `null` is a gap: measured as missing. */
export type ChartPoint = readonly [
  timeMs: number,
  value: number | null,
  min?: number | null,
  max?: number | null,
];

export type ChartSeries = {
  /** Identity: colour and dash follow it, so filtering never recolours. A label set as text is a good one. */
  id: string;
  label: string;
  points: readonly ChartPoint[];
  /** Colour by hand, 1 … 8, instead of by identity. */
  slot?: number;
  /** Another period or a reference: grey and dashed, no area. */
  comparison?: boolean;
};

/** Expected range, forecast interval: an area between two lines. */
export type ChartBand = {
  id: string;
  label: string;
  points: readonly (readonly [timeMs: number, lower: number | null, upper: number | null])[];
  /** Takes the colour of this series; else grey. */
  seriesId?: string;
};

export type ChartThreshold = {
  id: string;
  label: string;
  value: number;
  /** Which side is bad; that side is tinted. */
  zone?: "above" | "below";
  level?: Level;
};

/** Something that happened at one instant: a tick with a tooltip. */
export type ChartMarker = { id: string; atMs: number; label: string; detail?: string; href?: string };

/** A stretch of time to point at: an anomaly, a maintenance window, the running bucket. */
export type ChartShading = { id: string; label: string; fromMs: number; toMs: number; level?: Level };

export type ChartRange = { fromMs: number; toMs: number };

export type ChartLine = {
  id: string;
  color: string;
  dash: readonly number[] | null;
  widthPx: number;
  /** `undefined`: this series has no sample at this time, the line goes on; `null`: a gap. */
  values: readonly (number | null | undefined)[];
};

export type ChartArea = {
  id: string;
  color: string;
  opacity: number;
  lower: readonly (number | null | undefined)[];
  upper: readonly (number | null | undefined)[];
};

export type ChartFrame = { leftPx: number; rightPx: number; topPx: number; bottomPx: number };
export type ChartTick = { at: number; label: string };

/** What an engine paints: grid, axes, areas and lines, all decided beforehand. */
export type ChartScene = {
  times: readonly number[];
  lines: readonly ChartLine[];
  areas: readonly ChartArea[];
  x: { min: number; max: number; ticks: readonly ChartTick[] };
  y: { min: number; max: number; ticks: readonly ChartTick[] };
};

export type EngineProps = { scene: ChartScene; widthPx: number; heightPx: number; frame: ChartFrame };
