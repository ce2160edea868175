import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { windowOfRuns } from "./points.ts";

/** ClickHouse writes NaN and infinities as texts or null, depending on its settings; text is exact. */
const figure = z.string().transform((text) => {
  if (text === "nan" || text === "-nan") return Number.NaN;
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return Number(text);
});
const row = z.object({
  run: z.string(),
  step: z.coerce.number(),
  timestamp_ms: z.coerce.number(),
  figure,
});

export type HistoryRow = z.output<typeof row>;
/** Where a page ended. */
export type HistoryPlace = { timestampMs: number; step: number; valueBits: string };

const scope = `workspace_id = {workspaceId:UUID} AND run_created >= ${fromTime} AND run_created < ${toTime}`;

/** Points of one metric of one run, oldest first, as MLflow orders them; each point once. */
export async function metricHistory(
  telemetry: Telemetry,
  question: {
    workspaceId: string;
    runId: string;
    key: string;
    after?: HistoryPlace | undefined;
    limit: number;
  },
): Promise<{ points: HistoryRow[]; next: HistoryPlace | null }> {
  const { workspaceId, runId, key, after, limit } = question;
  const rows = await telemetry.query({
    name: "run-metrics.history",
    sql: `SELECT toString(points.run_id) AS run, step, timestamp_ms, toString(any(points.value)) AS figure,
                 toString(bits_number) AS bits
          FROM run_metric_points AS points
          WHERE ${scope} AND points.run_id = {runId:UUID} AND key = {key:String}
            AND (timestamp_ms, step, reinterpretAsInt64(points.value)) > ({afterMs:Int64}, {afterStep:Int64}, {afterBits:Int64})
          GROUP BY points.run_id, step, timestamp_ms, reinterpretAsInt64(points.value) AS bits_number
          ORDER BY timestamp_ms, step, bits_number
          LIMIT {limit:UInt32}`,
    params: {
      runId,
      key,
      afterMs: after ? String(after.timestampMs) : smallest,
      afterStep: after ? String(after.step) : smallest,
      afterBits: after?.valueBits ?? smallest,
      limit: limit + 1,
    },
    row: row.extend({ bits: z.string() }),
    workspaceId,
    window: windowOfRuns([runId]),
    timeoutSeconds: 20,
  });
  const points = rows.slice(0, limit);
  const last = points.at(-1);
  return {
    points,
    next:
      rows.length > limit && last
        ? { timestampMs: last.timestamp_ms, step: last.step, valueBits: last.bits }
        : null,
  };
}

const smallest = "-9223372036854775808";

/** Points of one metric of several runs, run by run and in the order of their steps. */
export function bulkHistory(
  telemetry: Telemetry,
  question: {
    workspaceId: string;
    runIds: readonly string[];
    key: string;
    startStep?: number | undefined;
    endStep?: number | undefined;
    /** Steps to keep when there are more: evenly, with the first and the last. */
    stepsMax?: number | undefined;
    limit: number;
  },
): Promise<HistoryRow[]> {
  const { workspaceId, runIds, key, startStep, endStep, stepsMax, limit } = question;
  const these = `${scope} AND run_id IN {runIds:Array(UUID)} AND key = {key:String}
    AND step >= {startStep:Int64} AND step <= {endStep:Int64}`;
  // The n-th step is kept when it begins one of `stepsMax` equal stretches, or is the last.
  const kept = stepsMax
    ? `AND step IN (
         SELECT step FROM (
           SELECT step, row_number() OVER (ORDER BY step) - 1 AS n, count() OVER () AS total
           FROM (SELECT DISTINCT step FROM run_metric_points WHERE ${these})
         )
         WHERE total <= {stepsMax:UInt32} OR n = total - 1
           OR intDiv(n * ({stepsMax:UInt32} - 1), total) != intDiv((n - 1) * ({stepsMax:UInt32} - 1), total) OR n = 0
       )`
    : "";
  return telemetry.query({
    name: "run-metrics.bulk-history",
    sql: `SELECT DISTINCT toString(run_id) AS run, step, timestamp_ms, toString(value) AS figure
          FROM run_metric_points WHERE ${these} ${kept}
          ORDER BY run, step, timestamp_ms, figure LIMIT {limit:UInt32}`,
    params: {
      runIds,
      key,
      startStep: startStep === undefined ? smallest : String(startStep),
      endStep: endStep === undefined ? "9223372036854775807" : String(endStep),
      limit,
      ...(stepsMax ? { stepsMax } : {}),
    },
    row,
    workspaceId,
    window: windowOfRuns(runIds),
    timeoutSeconds: 20,
  });
}

const reducedRow = z.object({
  run: z.string(),
  total: z.coerce.number(),
  step: z.coerce.number(),
  timestamp_ms: z.coerce.number(),
  figure,
});

export type ReducedHistory = {
  runId: string;
  /** Points there are, before reducing. */
  total: number;
  points: (readonly [step: number, timestampMs: number, value: number])[];
};

/**
 * A curve per run of about `points` points: of each stretch its least and its greatest, so that no spike is lost.
 * Runs without the metric are not among them.
 */
export async function reducedHistory(
  telemetry: Telemetry,
  question: { workspaceId: string; runIds: readonly string[]; key: string; points: number },
): Promise<ReducedHistory[]> {
  const { workspaceId, runIds, key, points } = question;
  if (runIds.length === 0) return [];
  const rows = await telemetry.query({
    name: "run-metrics.reduced-history",
    sql: `SELECT run, points_total AS total, point.1 AS step, point.2 AS timestamp_ms, toString(point.3) AS figure
          FROM (
            SELECT run, any(total) AS points_total,
                   arrayDistinct([
                     argMin((step, timestamp_ms, value), if(isNaN(value), inf, value)),
                     argMax((step, timestamp_ms, value), if(isNaN(value), -inf, value)),
                     argMin((step, timestamp_ms, value), (step, timestamp_ms))
                   ]) AS chosen
            FROM (
              SELECT run, step, timestamp_ms, value, count() OVER (PARTITION BY run) AS total,
                     row_number() OVER (PARTITION BY run ORDER BY step, timestamp_ms) - 1 AS n
              FROM (
                SELECT DISTINCT toString(run_id) AS run, step, timestamp_ms, value
                FROM run_metric_points
                WHERE ${scope} AND run_id IN {runIds:Array(UUID)} AND key = {key:String}
              )
            )
            GROUP BY run, if(total <= {points:UInt32}, n, if(n = total - 1, {points:UInt32},
                                intDiv(n * greatest(intDiv({points:UInt32}, 3), 1), total)))
          )
          ARRAY JOIN chosen AS point
          ORDER BY run, step, timestamp_ms`,
    params: { runIds, key, points },
    row: reducedRow,
    workspaceId,
    window: windowOfRuns(runIds),
    timeoutSeconds: 20,
  });
  const found = new Map<string, ReducedHistory>();
  for (const { run: runId, total, step, timestamp_ms, figure: one } of rows) {
    const curve = found.get(runId) ?? { runId, total, points: [] };
    curve.points.push([step, timestamp_ms, one]);
    found.set(runId, curve);
  }
  return [...found.values()];
}

/** Takes away all points of runs that are purged. May be called again. */
export async function removeRunMetrics(
  telemetry: Telemetry,
  workspaceId: string,
  runIds: readonly string[],
): Promise<void> {
  if (runIds.length === 0) return;
  await telemetry.command({
    name: "run-metrics.remove",
    sql: `DELETE FROM run_metric_points WHERE workspace_id = {workspaceId:UUID} AND run_id IN {runIds:Array(UUID)}`,
    params: { workspaceId, runIds },
    timeoutSeconds: 60,
  });
}
