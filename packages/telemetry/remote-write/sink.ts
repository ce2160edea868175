import type { Refusal, TimeLimits } from "../otlp/flatten-metrics.ts";
import type { NativeHistogram } from "../tables/histograms.ts";
import type { MetricKind, Series } from "../tables/series.ts";

/** Why a series, a sample, a histogram or an exemplar was not stored. */
export type WriteRefusal =
  | Refusal
  | "labels_unsorted"
  | "labels_duplicate"
  | "label_empty"
  | "label_encoding"
  | "bad_label_refs"
  | "mixed_series"
  | "exemplars_unsupported";

/** What a sender said about a family of metrics. `kind` is null when it does not know either. */
export type MetricMetadata = { kind: MetricKind | null; unit: string; description: string };

/** Where rows go. `Handle` is whatever the sink knows a series by. */
export type WriteSink<Handle> = {
  /**
   * Equal bytes of the same version mean the same series, so that a known one costs one lookup; `make` runs for the
   * others.
   */
  labelled(
    version: 1 | 2,
    bytes: Buffer,
    start: number,
    end: number,
    make: () => Series | WriteRefusal,
  ): Handle | WriteRefusal;
  /** A number for these bytes, never given to others. */
  symbol(bytes: Buffer, start: number, end: number): number;
  sample(handle: Handle, timeMs: number, low: number, high: number): void;
  histogram(handle: Handle, histogram: NativeHistogram): void;
  /** Version 1 describes metrics apart from their series, by the name of the family. */
  describe(family: string, metadata: MetricMetadata): void;
  described(family: string): MetricMetadata | undefined;
};

export type WriteResult = {
  /** Of each, how many were taken. Exemplars never are. */
  samples: number;
  histograms: number;
  exemplars: 0;
  /** The count of each reason, and the first series that it struck. */
  refused: Map<WriteRefusal, { count: number; example: string }>;
};

export type WriteRun<Handle> = {
  sink: WriteSink<Handle>;
  times: TimeLimits;
  result: WriteResult;
  /** What a request may still bring; below zero it is too large. */
  pointsLeft: number;
};

export function refuse(
  result: WriteResult,
  reason: WriteRefusal,
  count: number,
  example: () => string,
): void {
  if (count === 0) return;
  const counted = result.refused.get(reason);
  if (counted) counted.count += count;
  else result.refused.set(reason, { count, example: example() });
}
