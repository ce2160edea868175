import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";
import { inWindow, type SpanScope, selection } from "./scope.ts";

/** How long the fitting spans took, over time. Duplicates that were not merged yet count twice. */
export type SpanLatency = {
  stepMs: number;
  /** Starts of the steps, epoch milliseconds. */
  times: number[];
  /** Bands of durations that occur, shortest first: from `fromMs` up to `toMs`, half an octave each. */
  bands: { fromMs: number; toMs: number; counts: number[]; errors: number[] }[];
  total: number;
  errors: number;
  /** Milliseconds; null without spans. From bands of an eighth of an octave: right within 5 %. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

const perOctave = 8;
/** Fine bands in one that is shown. */
const perBand = 4;
/** Everything below a microsecond is one band. */
const nsMin = 1_000;

const row = z.object({
  buckets: z.array(z.number()),
  bands: z.array(z.number()),
  spans: z.array(z.number()),
  errors: z.array(z.number()),
});

export async function spanLatency(telemetry: Telemetry, scope: SpanScope): Promise<SpanLatency> {
  const { window, workspaceId } = scope;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(chooseStepMs(rangeMs * 4, 1_000), Math.ceil(rangeMs / 300), 1);
  const condition = selection(scope);
  // One row of columns: thousands of small rows would take longer to read than to count.
  const [cells] = await telemetry.query({
    name: "traces.latency",
    sql: `SELECT groupArray(bucket) AS buckets, groupArray(band) AS bands, groupArray(n) AS spans,
            groupArray(failed) AS errors
          FROM (
            SELECT toUInt32(intDiv(toUnixTimestamp64Nano(time), {stepNs:Int64})
                - intDiv({fromMs:Int64} * 1000000, {stepNs:Int64})) AS bucket,
              toInt16(floor(log2(greatest(duration_ns, ${nsMin})) * ${perOctave})) AS band,
              toUInt32(count()) AS n, toUInt32(countIf(status = 'error')) AS failed
            FROM spans WHERE ${inWindow} AND ${condition.sql} GROUP BY bucket, band
          )`,
    params: { ...condition.params, stepNs: stepMs * 1e6 },
    row,
    workspaceId,
    window,
  });
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const shown = new Map<number, { counts: number[]; errors: number[] }>();
  const fine = new Map<number, number>();
  let total = 0;
  let errors = 0;
  cells?.buckets.forEach((index, cell) => {
    const [band = 0, spans = 0, failed = 0] = [cells.bands[cell], cells.spans[cell], cells.errors[cell]];
    if (index >= times.length) return;
    const place = Math.floor(band / perBand);
    let counted = shown.get(place);
    if (!counted) {
      counted = { counts: times.map(() => 0), errors: times.map(() => 0) };
      shown.set(place, counted);
    }
    counted.counts[index] = (counted.counts[index] ?? 0) + spans;
    counted.errors[index] = (counted.errors[index] ?? 0) + failed;
    fine.set(band, (fine.get(band) ?? 0) + spans);
    total += spans;
    errors += failed;
  });
  const ranked = [...fine].sort(([a], [b]) => a - b);
  return {
    stepMs,
    times,
    bands: [...shown]
      .sort(([a], [b]) => a - b)
      .map(([place, counted]) => ({
        fromMs: edgeMs(place * perBand),
        toMs: edgeMs((place + 1) * perBand),
        ...counted,
      })),
    total,
    errors,
    p50: quantileMs(ranked, total, 0.5),
    p95: quantileMs(ranked, total, 0.95),
    p99: quantileMs(ranked, total, 0.99),
  };
}

const edgeMs = (band: number): number => 2 ** (band / perOctave) / 1e6;

/** Spread evenly (by magnitude) inside the band in which it falls. */
function quantileMs(
  ranked: readonly (readonly [number, number])[],
  total: number,
  share: number,
): number | null {
  let before = 0;
  for (const [band, count] of ranked) {
    if (before + count >= share * total) return edgeMs(band + (share * total - before) / count);
    before += count;
  }
  return null;
}
