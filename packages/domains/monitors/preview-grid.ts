type Line = (number | null)[];

/** What a chart shows of one series: its minutes reduced to steps, extremes kept. */
export type Grid = {
  shown: { values: Line; min: Line; max: Line; lower: Line | null; upper: Line | null };
  counts: number[];
  firstMs: number;
  stepMs: number;
};

export function newGrid(times: readonly number[], stepMs: number, withBand: boolean): Grid {
  const empty = () => new Array<number | null>(times.length).fill(null);
  const band = () => (withBand ? empty() : null);
  return {
    shown: { values: empty(), min: empty(), max: empty(), lower: band(), upper: band() },
    counts: new Array<number>(times.length).fill(0),
    firstMs: times[0] ?? 0,
    stepMs,
  };
}

export function addPoint(grid: Grid, at: number, value: number): void {
  const slot = slotOf(grid, at);
  const count = grid.counts[slot];
  if (count === undefined) return;
  const { values, min, max } = grid.shown;
  grid.counts[slot] = count + 1;
  const mean = values[slot] ?? 0;
  values[slot] = mean + (value - mean) / (count + 1);
  min[slot] = Math.min(min[slot] ?? value, value);
  max[slot] = Math.max(max[slot] ?? value, value);
}

/** The widest band of the step, so that a point outside is outside in the picture too. */
export function addBand(grid: Grid, at: number, band: { lower: number; upper: number }): void {
  const slot = slotOf(grid, at);
  const { lower, upper } = grid.shown;
  if (!lower || !upper || !(slot in lower) || !Number.isFinite(band.lower)) return;
  lower[slot] = Math.min(lower[slot] ?? band.lower, band.lower);
  upper[slot] = Math.max(upper[slot] ?? band.upper, band.upper);
}

const slotOf = (grid: Grid, at: number): number => Math.floor((at - grid.firstMs) / grid.stepMs);
