import { staleHigh, staleLow } from "../tables/samples.ts";
import type { Matcher } from "./ast.ts";
import type { LabelSet } from "./labels.ts";
import type { NativeHistogram } from "./native/histogram.ts";

/** What a storage may compute itself, one value a step: `last` is the newest sample of the window. */
export const gridFunctions = ["last", "rate", "increase", "delta", "irate", "idelta"] as const;
export type GridFunction = (typeof gridFunctions)[number];

/**
 * Samples of the series that match. The evaluation times are `startMs + i · stepMs` for `steps` values of i; each
 * sees the samples of its window (t − windowMs, t], open on the left as in Prometheus 3. Epoch milliseconds.
 */
export type Selection = {
  matchers: readonly Matcher[];
  startMs: number;
  stepMs: number;
  steps: number;
  windowMs: number;
  /** `samples`: everything in any window; otherwise the function's value at each evaluation time. */
  want: GridFunction | "samples";
};

/** Samples that are native histograms; null where a stale marker ends the series. Ascending, each time once. */
export type HistogramSamples = { times: Float64Array; histograms: (NativeHistogram | null)[] };

export type SelectedSamples = {
  labels: LabelSet;
  /** The values are amounts since the sample before, not running totals. */
  isDelta: boolean;
  /** Ascending epoch milliseconds, each once. */
  times: Float64Array;
  /** Bit for bit as sent, stale markers included. */
  values: Float64Array;
  /** A series may change between both kinds; at one time it has one of them. */
  native?: HistogramSamples;
};

export type SelectedGrid = {
  labels: LabelSet;
  isDelta: boolean;
  /** One value a step; the bits of a stale marker where there is none. */
  values: Float64Array;
};

export type SelectLimits = {
  signal: AbortSignal;
  /** The storage gives up, with `tooManySamples`, before it returns more. */
  samplesMax: number;
  /** Time it may take, seconds. */
  timeoutSeconds: number;
};

/** Where samples come from. One instance serves one workspace. */
export type Storage = {
  /** The functions that `selectGrid` computes exactly. */
  grids: ReadonlySet<GridFunction>;
  /** In the order of their labels, each label set once, no empty series. @throws PromqlError */
  selectSamples(selection: Selection, limits: SelectLimits): Promise<SelectedSamples[]>;
  /** Undefined where native histograms are among the series: take the samples then. @throws PromqlError */
  selectGrid(selection: Selection, limits: SelectLimits): Promise<SelectedGrid[] | undefined>;
};

/** Reads bits in place: taking a NaN out of its array may change them. */
export function bitsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

export const isStaleAt = (bits: Uint32Array, index: number): boolean =>
  bits[2 * index] === staleLow && bits[2 * index + 1] === staleHigh;

export function setStaleAt(bits: Uint32Array, index: number): void {
  bits[2 * index] = staleLow;
  bits[2 * index + 1] = staleHigh;
}
