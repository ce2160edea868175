import type { TraceLatency } from "@triops/domains/traces/schemas";
import { formatDuration } from "@triops/ui/units";

/** The map as it is drawn: one path per shade, so that thousands of cells are a handful of elements. */
export type LatencyCells = {
  columns: number;
  rows: number;
  /** Shortest band at the bottom, empty ones between the shortest and the longest included. */
  edgesMs: number[];
  paths: { ramp: number; d: string }[];
  errorPath: string;
};
export type Selected = { from: Cell; to: Cell };
type Cell = { column: number; row: number };

const ramps = 5;
/** With fewer, a single band would fill the whole height. */
const rowsMin = 6;
const octaveHalf = Math.SQRT2;
/** Bands are half octaves: how many of them one lies above another follows from where they begin. */
const bandOf = (fromMs: number): number => Math.round(Math.log2(fromMs) * 2);

export function cellsOf({ times, bands }: TraceLatency): LatencyCells {
  const first = bandOf(bands[0]?.fromMs ?? 1);
  const last = bandOf(bands.at(-1)?.fromMs ?? 1);
  const rows = Math.max(rowsMin, last - first + 1);
  const lowestMs = bands[0]?.fromMs ?? 1;
  const edgesMs = Array.from({ length: rows + 1 }, (_, row) => lowestMs * octaveHalf ** row);
  const max = Math.max(1, ...bands.flatMap(({ counts }) => counts));
  const shades = Array.from({ length: ramps }, () => "");
  let errorPath = "";
  for (const band of bands) {
    const y = rows - 1 - (bandOf(band.fromMs) - first);
    band.counts.forEach((count, x) => {
      if (count === 0) return;
      // By magnitude: one slow request among thousands must stay visible.
      const shade = Math.min(ramps - 1, Math.floor((Math.log(count + 1) / Math.log(max + 1)) * ramps));
      shades[shade] += `M${x} ${y}h1v1h-1z`;
      const failed = (band.errors[x] ?? 0) / count;
      if (failed > 0) errorPath += `M${x} ${y + 1}v${-Math.max(0.2, failed * 0.5)}h1V${y + 1}z`;
    });
  }
  const paths = shades.map((d, shade) => ({ ramp: shade + 1, d })).filter(({ d }) => d !== "");
  return { columns: Math.max(1, times.length), rows, edgesMs, paths, errorPath };
}

/** Ticks at round durations: 1 ms, 10 ms, 100 ms … */
export function durationTicks({ edgesMs }: LatencyCells): { share: number; label: string }[] {
  const low = Math.log10(edgesMs[0] ?? 1);
  const high = Math.log10(edgesMs.at(-1) ?? 10);
  const ticks: { share: number; label: string }[] = [];
  const step = high - low > 1.2 ? 1 : 0.5;
  for (let power = Math.ceil(low / step) * step; power <= high; power += step)
    ticks.push({
      share: (power - low) / (high - low),
      label: formatDuration(Number((10 ** power).toPrecision(1))),
    });
  return ticks;
}

/** What lies in a box of cells, and what to ask for to see it. */
export function selectedFacts(
  { times, bands, stepMs }: TraceLatency,
  cells: LatencyCells,
  { from, to }: Selected,
) {
  const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  const [bottom, top] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  const startMs = times[left];
  const lastMs = times[right];
  if (startMs === undefined || lastMs === undefined) return null;
  const first = bandOf(bands[0]?.fromMs ?? 1);
  let spans = 0;
  let errors = 0;
  for (const band of bands) {
    const row = bandOf(band.fromMs) - first;
    if (row < bottom || row > top) continue;
    for (let column = left; column <= right; column++) {
      spans += band.counts[column] ?? 0;
      errors += band.errors[column] ?? 0;
    }
  }
  const fromMs = cells.edgesMs[bottom] ?? 0;
  const toMs = cells.edgesMs[top + 1] ?? 0;
  const zoom = {
    fromMs: startMs,
    toMs: lastMs + stepMs,
    // A box that reaches the edge means everything beyond it too.
    minMs: bottom === 0 ? null : fromMs,
    maxMs: top >= cells.rows - 1 ? null : toMs,
  };
  return { spans, errors, fromMs, toMs, zoom };
}
