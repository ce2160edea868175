import { z } from "zod";
import { fromTime, toTime, type Window } from "../client/question.ts";
import { addHistograms, type DurationHistogram, quantileMs } from "./durations.ts";
import { latest } from "./minutes.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** From here on hours are read in place of minutes. */
const hoursFromMs = 12 * hourMs;

export type Resolution = { table: "minutes" | "hours"; bucketMs: number; window: Window };

/** Whole buckets that cover the window: minutes for less than half a day, hours beyond. */
export function resolutionOf(window: Window, finest: "minutes" | "hours" = "minutes"): Resolution {
  const lengthMs = window.to.getTime() - window.from.getTime();
  const table = finest === "hours" || lengthMs >= hoursFromMs ? "hours" : "minutes";
  const bucketMs = table === "hours" ? hourMs : minuteMs;
  const floor = (at: Date) => Math.floor(at.getTime() / bucketMs) * bucketMs;
  const from = floor(window.from);
  const to = Math.max(from + bucketMs, Math.ceil(window.to.getTime() / bucketMs) * bucketMs);
  return { table, bucketMs, window: { from: new Date(from), to: new Date(to) } };
}

/** Current rows of a rollup within the window. `condition` is ours; values in it are bound. */
export const rowsOf = (part: "service" | "service_edge", { table }: Resolution, condition: string) =>
  `${latest(
    `${part}_${table}`,
    `workspace_id = {workspaceId:UUID} AND bucket >= toDateTime(${fromTime}, 'UTC') AND bucket < toDateTime(${toTime}, 'UTC')`,
  )} AND ${condition}`;

export const sums = `sum(requests) AS requests, sum(errors) AS errors, sum(duration_ns) AS durationNs,
  sumMap(bucket_indexes, bucket_counts) AS durations`;

const count = z.coerce.number();
export const sumsRow = {
  requests: count,
  errors: count,
  durationNs: count,
  durations: z.tuple([z.array(count), z.array(count)]),
};

export type Red = {
  requests: number;
  errors: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
};

type SumsRow = { requests: number; errors: number; durations: [number[], number[]] };

export const histogramOf = (row: SumsRow): DurationHistogram => ({
  indexes: row.durations[0],
  counts: row.durations[1],
});

export function redOf({ requests, errors }: SumsRow, histogram: DurationHistogram): Red {
  return {
    requests,
    errors,
    p50Ms: quantileMs(histogram, 0.5),
    p95Ms: quantileMs(histogram, 0.95),
    p99Ms: quantileMs(histogram, 0.99),
  };
}

/** Several rows as one. */
export function redOfAll(rows: readonly SumsRow[]): Red {
  const total = rows.reduce(
    (sum, row) => ({ requests: sum.requests + row.requests, errors: sum.errors + row.errors }),
    { requests: 0, errors: 0 },
  );
  return redOf({ ...total, durations: [[], []] }, addHistograms(rows.map(histogramOf)));
}
