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
  /** Milliseconds; null without spans. Estimated from a sample of 8,192 when there are more. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

const perOctave = 2;
/** Everything below a microsecond is one band. */
const nsMin = 1_000;

export async function spanLatency(telemetry: Telemetry, scope: SpanScope): Promise<SpanLatency> {
  const { window, workspaceId } = scope;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(chooseStepMs(rangeMs * 4, 1_000), Math.ceil(rangeMs / 300), 1);
  const condition = selection(scope);
  const where = `FROM spans WHERE ${inWindow} AND ${condition.sql}`;
  const [cells, [quantiles]] = await Promise.all([
    telemetry.query({
      name: "traces.latency",
      sql: `SELECT intDiv(toUnixTimestamp64Nano(time), {stepNs:Int64}) AS bucket,
              toInt32(floor(log2(greatest(duration_ns, ${nsMin})) * ${perOctave})) AS band,
              count() AS spans, countIf(status = 'error') AS errors
            ${where} GROUP BY bucket, band`,
      params: { ...condition.params, stepNs: stepMs * 1e6 },
      row: z.object({
        bucket: z.coerce.number(),
        band: z.coerce.number(),
        spans: z.coerce.number(),
        errors: z.coerce.number(),
      }),
      workspaceId,
      window,
    }),
    telemetry.query({
      name: "traces.quantiles",
      sql: `SELECT quantiles(0.5, 0.95, 0.99)(duration_ns) AS ns, count() AS spans ${where}`,
      params: condition.params,
      row: z.object({ ns: z.array(z.number().nullable()), spans: z.coerce.number() }),
      workspaceId,
      window,
    }),
  ]);
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const placeOf = new Map(times.map((time, index) => [time, index]));
  const bands = new Map<number, { counts: number[]; errors: number[] }>();
  let total = 0;
  let errors = 0;
  for (const cell of cells) {
    const index = placeOf.get(cell.bucket * stepMs);
    if (index === undefined) continue;
    let band = bands.get(cell.band);
    if (!band) {
      band = { counts: times.map(() => 0), errors: times.map(() => 0) };
      bands.set(cell.band, band);
    }
    band.counts[index] = cell.spans;
    band.errors[index] = cell.errors;
    total += cell.spans;
    errors += cell.errors;
  }
  const quantile = (at: number) => (total === 0 ? null : (quantiles?.ns[at] ?? 0) / 1e6);
  return {
    stepMs,
    times,
    bands: [...bands]
      .sort(([a], [b]) => a - b)
      .map(([band, counted]) => ({ fromMs: edgeMs(band), toMs: edgeMs(band + 1), ...counted })),
    total,
    errors,
    p50: quantile(0),
    p95: quantile(1),
    p99: quantile(2),
  };
}

const edgeMs = (band: number): number => 2 ** (band / perOctave) / 1e6;
