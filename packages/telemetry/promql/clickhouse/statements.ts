import { fromTime, toTime } from "../../client/question.ts";
import type { GridFunction, Selection } from "../storage.ts";

/** All text here is ours: numbers and identifiers; names and times of the scope are bound. */

/** Prometheus' stale marker by its bits, 0x7ff0000000000002. */
const staleBits = "9218868437227405314";

const functionOf: Record<GridFunction, string> = {
  last: "timeSeriesLastToGrid",
  rate: "timeSeriesRateToGrid",
  increase: "timeSeriesIncreaseToGrid",
  delta: "timeSeriesDeltaToGrid",
  irate: "timeSeriesInstantRateToGrid",
  idelta: "timeSeriesInstantDeltaToGrid",
};

function source(ids: readonly bigint[] | undefined): string {
  const listed = ids ? ` AND series_id IN (${ids.join(",")})` : "";
  return `FROM metric_samples
    WHERE workspace_id = {workspaceId:UUID} AND metric IN {metrics:Array(String)}
      AND time >= ${fromTime} AND time < ${toTime}${listed}`;
}

/**
 * Where windows do not touch, the samples between them are left out before anything is computed: dashboards over
 * months read a few minutes of each step.
 */
export function betweenWindows({ startMs, stepMs, steps, windowMs }: Selection): string {
  if (steps < 2 || stepMs <= windowMs) return "";
  const sinceFirst = `toUnixTimestamp64Milli(time) - toInt64(${whole(startMs - windowMs + 1)})`;
  return ` AND positiveModulo(${sinceFirst}, ${whole(stepMs)}) < ${whole(windowMs)}`;
}

/** Columns: series_id, times of its samples (epoch ms), their values; in order of time but where parts are not merged. */
export function samplesStatement(selection: Selection, ids: readonly bigint[] | undefined): string {
  return `SELECT series_id, groupArray(toFloat64(toUnixTimestamp64Milli(time))) AS times, groupArray(value) AS points
    ${source(ids)}${betweenWindows(selection)} GROUP BY series_id`;
}

/**
 * Columns: series_id, one value a step, null where there is none. The engine's grid functions see windows
 * that are open on the left and extrapolate as Prometheus 3 does; stale markers are no samples to any but `last`.
 */
export function gridStatement(
  selection: Selection,
  want: GridFunction,
  ids: readonly bigint[] | undefined,
): string {
  const { startMs, stepMs, steps, windowMs } = selection;
  const time = (ms: number) => `fromUnixTimestamp64Milli(toInt64(${whole(ms)}), 'UTC')`;
  const seconds = (ms: number) => `toDecimal64('${(whole(ms) / 1_000).toFixed(3)}', 3)`;
  const grid = [
    time(startMs),
    time(startMs + (steps - 1) * stepMs),
    seconds(steps === 1 ? 1_000 : stepMs),
    seconds(windowMs),
  ].join(", ");
  const condition = want === "last" ? "" : ` AND reinterpretAsUInt64(value) != ${staleBits}`;
  return `SELECT series_id, ${functionOf[want]}(${grid})(time, value) AS points
    ${source(ids)}${condition}${betweenWindows(selection)} GROUP BY series_id`;
}

function whole(ms: number): number {
  if (!Number.isSafeInteger(ms)) throw new Error("Times of a selection are whole milliseconds");
  return ms;
}
