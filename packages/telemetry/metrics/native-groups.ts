import { limitReached } from "@triops/kernel/errors";
import { z } from "zod";
import { fromTime, idList, toTime } from "../client/question.ts";
import type { Telemetry } from "../client/telemetry.ts";
import type { SeriesGroup } from "./grouping.ts";
import { addCounts, type NativeCounts, noCounts, quantileOfNative } from "./native-quantile.ts";

/** Histograms read for one question: some megabytes. */
const rowsMax = 50_000;
/** A running total needs the point before its first step. */
const beforeMs = 300_000;

const row = z.object({
  id: z.string(),
  at: z.coerce.number(),
  scale: z.number(),
  threshold: z.number(),
  zeros: z.number(),
  total: z.number(),
  indexes: z.array(z.number()),
  counts: z.array(z.number()),
  lowIndexes: z.array(z.number()),
  lowCounts: z.array(z.number()),
  delta: z.coerce.boolean(),
});
type Row = z.infer<typeof row>;

/**
 * One quantile per group and step of exponential histograms, from what each series observed in the step.
 * @throws limitReached above 50,000 histograms
 */
export async function nativeQuantiles(
  telemetry: Telemetry,
  question: { workspaceId: string; metric: string; from: Date; to: Date },
  grid: { times: readonly number[]; stepMs: number },
  groups: readonly SeriesGroup[],
  quantile: number,
): Promise<(number | null)[][]> {
  const ids = groups.flatMap((group) => group.series.map((one) => one.seriesId));
  if (ids.length === 0) return [];
  const firstMs = grid.times[0] ?? 0;
  const rows = await telemetry.query({
    name: "metrics.nativeQuantiles",
    sql: `SELECT toString(series_id) AS id, toUnixTimestamp64Milli(time) AS at, schema AS scale,
            zero_threshold AS threshold, zero_count AS zeros, count AS total, positive_indexes AS indexes,
            positive_counts AS counts, negative_indexes AS lowIndexes, negative_counts AS lowCounts,
            toUInt8(is_delta) AS delta
          FROM metric_histograms
          WHERE workspace_id = {workspaceId:UUID} AND metric = {metric:String} AND series_id IN (${idList(ids)})
            AND time >= ${fromTime} AND time < ${toTime} AND NOT is_stale AND schema >= -4
          ORDER BY series_id, time LIMIT 1 BY series_id, time LIMIT ${rowsMax + 1}`,
    params: { metric: question.metric },
    row,
    workspaceId: question.workspaceId,
    window: { from: new Date(firstMs - Math.max(beforeMs, grid.stepMs)), to: question.to },
    timeoutSeconds: 20,
  });
  if (rows.length > rowsMax)
    throw limitReached("Too many histograms; add a filter or choose a shorter range");
  const bySeries = Map.groupBy(rows, (one) => one.id);
  return groups.map((group) => {
    const steps = grid.times.map(noCounts);
    for (const { seriesId } of group.series) {
      for (const [at, grown] of growth(bySeries.get(seriesId) ?? [])) {
        const step = steps[Math.floor((at - firstMs) / grid.stepMs)];
        if (at >= firstMs && step) addCounts(step, grown);
      }
    }
    return steps.map((step) => quantileOfNative(step, quantile));
  });
}

/** What each point adds to the one before it; a total that fell has started again from nothing. */
function* growth(rows: readonly Row[]): Generator<[atMs: number, grown: NativeCounts]> {
  let before: Row | undefined;
  for (const now of rows) {
    const grown = countsOf(now);
    if (now.delta) yield [now.at, grown];
    else if (before) {
      if (now.total >= before.total) addCounts(grown, countsOf(before), -1);
      yield [now.at, grown];
    }
    before = now;
  }
}

function countsOf(one: Row): NativeCounts {
  const side = (indexes: number[], counts: number[]) =>
    new Map(indexes.map((index, i) => [index, counts[i] ?? 0]));
  return {
    schema: one.scale,
    zeroThreshold: one.threshold,
    zero: one.zeros,
    positive: side(one.indexes, one.counts),
    negative: side(one.lowIndexes, one.lowCounts),
  };
}
