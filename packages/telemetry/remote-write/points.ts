import { DecodeError } from "../otlp/decode-error.ts";
import type { TimeLimits } from "../otlp/flatten-metrics.ts";
import type { Wire } from "../otlp/wire.ts";
import type { NativeHistogram } from "../tables/histograms.ts";
import { int64, readNativeHistogram } from "./native-histogram.ts";
import { refuse, type WriteRefusal, type WriteRun } from "./sink.ts";

/** Ten times what senders put into a request; as rows they still fit into what may wait. */
export const pointsMax = 100_000;

/** The request is well-formed and too large: 413. */
export class TooManyPoints extends Error {
  override name = "TooManyPoints";
}

/**
 * The points of one series, gathered until its labels are known. Reused from series to series: nothing is allocated
 * for a sample. A value is kept as the two halves of its Float64, so that a stale marker stays what it is.
 */
export class Points {
  count = 0;
  private readonly times: number[] = [];
  private readonly lows: number[] = [];
  private readonly highs: number[] = [];
  readonly histograms: NativeHistogram[] = [];
  badHistograms = 0;
  exemplars = 0;

  clear(): void {
    this.count = 0;
    this.badHistograms = 0;
    this.exemplars = 0;
    if (this.histograms.length > 0) this.histograms.length = 0;
  }

  /** Sample{value=1 double, timestamp=2 int64}; version 2 adds a start time that is not stored. @throws DecodeError */
  readSample(wire: Wire): void {
    const outer = wire.end;
    const end = wire.lengthEnd();
    wire.end = end;
    let low = 0;
    let high = 0;
    let timeMs = 0;
    while (wire.at < end) {
      const tag = wire.tag();
      if (tag === 9) {
        const at = wire.fixed64();
        low = wire.bytes.readInt32LE(at);
        high = wire.bytes.readInt32LE(at + 4);
      } else if (tag === 16) timeMs = int64(wire);
      else wire.skip(tag);
    }
    wire.end = outer;
    const i = this.count++;
    if (i >= pointsMax) throw new TooManyPoints();
    this.times[i] = timeMs;
    this.lows[i] = low;
    this.highs[i] = high;
  }

  readHistogram(wire: Wire): void {
    const histogram = wire.message(readNativeHistogram);
    if (histogram === null) this.badHistograms++;
    else this.histograms.push(histogram);
  }

  readExemplar(wire: Wire): void {
    wire.at = wire.lengthEnd();
    this.exemplars++;
  }

  /** Histograms of a series, those that were not understood included. */
  get histogramCount(): number {
    return this.histograms.length + this.badHistograms;
  }

  /** Counts against what a request may bring; a series without points counts as one. @throws TooManyPoints */
  charge<Handle>(run: WriteRun<Handle>): void {
    run.pointsLeft -= Math.max(1, this.count + this.histogramCount);
    if (run.pointsLeft < 0) throw new TooManyPoints();
  }

  /** Gives what is in time to the sink and counts the rest. */
  write<Handle extends object>(run: WriteRun<Handle>, handle: Handle, name: () => string): void {
    const { result, sink, times: limits } = run;
    for (let i = 0; i < this.count; i++) {
      const timeMs = this.times[i] as number;
      if (timeMs >= limits.oldestMs && timeMs <= limits.newestMs) {
        sink.sample(handle, timeMs, this.lows[i] as number, this.highs[i] as number);
        result.samples++;
      } else refuse(result, timeFault(timeMs, limits), 1, name);
    }
    for (const histogram of this.histograms) {
      const { timeMs } = histogram;
      if (timeMs >= limits.oldestMs && timeMs <= limits.newestMs) {
        sink.histogram(handle, histogram);
        result.histograms++;
      } else refuse(result, timeFault(timeMs, limits), 1, name);
    }
    refuse(result, "bad_histogram", this.badHistograms, name);
    refuse(result, "exemplars_unsupported", this.exemplars, name);
  }

  /** Counts all of them as refused. */
  refuseAll<Handle>(run: WriteRun<Handle>, reason: WriteRefusal, name: () => string): void {
    refuse(run.result, reason, Math.max(1, this.count + this.histogramCount), name);
    refuse(run.result, "exemplars_unsupported", this.exemplars, name);
  }
}

const timeFault = (timeMs: number, limits: TimeLimits): WriteRefusal =>
  timeMs < limits.oldestMs ? "too_old" : "too_far_ahead";

export const outOfPlace = () => new DecodeError("The symbols do not begin with an empty one");
