import type { ChartBand, ChartPoint, ChartSeries } from "@triops/ui/chart-types";
import type { Level } from "@triops/ui/levels";

/** Values to look at components with; they come from formulas, so every visit shows the same. */

const MINUTE_MS = 60_000;

function wave(index: number, seed: number): number {
  const noise = Math.sin(index * 12.9898 + seed * 78.233) * 43_758.5453;
  return Math.sin((index + seed * 9) / 14) * 0.5 + 0.5 + (noise - Math.floor(noise) - 0.5) * 0.18;
}

export function sampleSeries(
  label: string,
  seed: number,
  nowMs: number,
  options: { points?: number; scale?: number; gap?: boolean } = {},
): ChartSeries {
  const { points = 120, scale = 60, gap = false } = options;
  const start = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - points * MINUTE_MS;
  const list: ChartPoint[] = [];
  for (let index = 0; index < points; index++) {
    if (gap && index > points * 0.55 && index < points * 0.62) continue;
    const value = Math.max(0.5, wave(index, seed) * scale + scale * 0.2);
    list.push([start + index * MINUTE_MS, value]);
  }
  return { id: label, label, points: list };
}

export function sampleRange(series: ChartSeries): ChartSeries {
  return {
    ...series,
    points: series.points.map(([at, value]) => [at, value, (value ?? 0) * 0.8, (value ?? 0) * 1.3]),
  };
}

export function sampleBand(series: ChartSeries): ChartBand {
  return {
    id: "expected",
    label: "Expected range",
    points: series.points.map(([at], index) => {
      const middle = (Math.sin((index + 9) / 14) * 0.5 + 0.5) * 60 + 12;
      return [at, Math.max(0, middle - 14), middle + 14];
    }),
  };
}

/** The sample, with a leap that leaves its band. */
export function withLeap(series: ChartSeries): ChartSeries {
  const length = series.points.length;
  return {
    ...series,
    points: series.points.map(([at, value], index) => [
      at,
      index > length * 0.72 && index < length * 0.82 ? (value ?? 0) + 38 : value,
    ]),
  };
}

export type SampleRow = {
  id: string;
  title: string;
  level: Level;
  host: string;
  owner: string;
  value: number;
  startedMs: number;
  trend: number[];
};

const TITLES = [
  "Disk almost full",
  "CPU above its expected range",
  "No data from collector",
  "Queue is falling behind",
  "Memory keeps growing",
];
const OWNERS = ["Ada Lovelace", "Grace Hopper", "Alan Turing"];
const LEVEL_ORDER: Level[] = ["sev1", "sev2", "sev3", "sev4", "ok", "unknown"];

export function sampleRows(count: number, nowMs: number): SampleRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `row-${index}`,
    title: TITLES[index % TITLES.length]!,
    level: LEVEL_ORDER[(index * 7) % LEVEL_ORDER.length]!,
    host: `node-${String((index * 37) % 97).padStart(2, "0")}.example`,
    owner: OWNERS[index % OWNERS.length]!,
    value: 40 + wave(index, 3) * 55,
    startedMs: nowMs - index * 13 * MINUTE_MS,
    trend: Array.from({ length: 24 }, (_, at) => wave(at + index, index) * 50),
  }));
}
