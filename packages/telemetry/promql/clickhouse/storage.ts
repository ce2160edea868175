import { ClickHouseError } from "@clickhouse/client";
import { isTriopsError } from "@triops/kernel/errors";
import { BinaryReader } from "../../client/binary-reader.ts";
import type { Telemetry, Window } from "../../client/telemetry.ts";
import { tooManySamples } from "../evaluate/context.ts";
import { cannotExecute, PromqlError } from "../faults.ts";
import { compareLabels, metricName } from "../labels.ts";
import {
  type GridFunction,
  gridFunctions,
  type SelectedGrid,
  type SelectedSamples,
  type Selection,
  type SelectLimits,
  type Storage,
} from "../storage.ts";
import { findSeries, type StoredSeries } from "./series.ts";
import { gridStatement, samplesStatement } from "./statements.ts";

/** Longer lists are left out of the statement: one pass over the metric is cheaper then. */
const idsInStatementMax = 20_000;

/**
 * The samples of one workspace in ClickHouse. Two statements a selector: which series match, then their samples or,
 * for rates and newest samples, one value a step computed by the engine.
 */
export function createClickHouseStorage(telemetry: Telemetry, workspaceId: string): Storage {
  async function select<Row extends { labels: SelectedGrid["labels"] }>(
    selection: Selection,
    limits: SelectLimits,
    read: (reader: BinaryReader, series: StoredSeries) => Row | undefined,
    samplesOf: (row: Row) => number,
  ): Promise<Row[]> {
    const window = windowOf(selection);
    if (!window) return [];
    const scope = { workspaceId, window, timeoutSeconds: limits.timeoutSeconds, signal: limits.signal };
    const started = performance.now();
    try {
      const series = await findSeries(telemetry, { ...scope, matchers: selection.matchers });
      if (series.size === 0) return [];
      const rows: Row[] = [];
      let samples = 0;
      const onlyName = selection.matchers.every(({ label, op }) => label === metricName && op === "=");
      const listed = !onlyName && series.size <= idsInStatementMax;
      const sql =
        selection.want === "samples"
          ? samplesStatement(selection, listed ? [...series.keys()] : undefined)
          : gridStatement(selection, selection.want, listed ? [...series.keys()] : undefined);
      await telemetry.queryBinary({
        ...scope,
        name: `promql.${selection.want}`,
        sql,
        params: { metrics: [...new Set([...series.values()].map(({ metric }) => metric))] },
        consume(bytes) {
          const reader = new BinaryReader(bytes);
          while (
            reader.row(() => {
              const known = series.get(reader.u64());
              const row = read(reader, known ?? unknownSeries);
              if (!known || !row) return true;
              rows.push(row);
              samples += samplesOf(row);
              if (samples > limits.samplesMax) throw tooManySamples();
              return true;
            })
          );
          return reader.at;
        },
      });
      return rows.sort((a, b) => compareLabels(a.labels, b.labels));
    } catch (error) {
      throw translated(error, limits, started);
    }
  }

  return {
    grids: new Set<GridFunction>(gridFunctions),
    selectSamples: (selection, limits) =>
      select(selection, limits, readSamples, ({ values }) => values.length),
    selectGrid: (selection, limits) =>
      select(
        selection,
        limits,
        (reader, { labels, isDelta }) => ({ labels, isDelta, values: reader.f64Array() }),
        ({ values }) => values.length,
      ),
  };
}

const unknownSeries: StoredSeries = { metric: "", labels: [], isDelta: false };

/** Samples lie between these times; ClickHouse's own calendar ends in 1900 and 2299. */
const earliestMs = 0;
const latestMs = Date.UTC(2250, 0, 1);
/** As far as one question may reach. */
const spanMsMax = 5 * 365 * 86_400_000;

/**
 * Times (first − window, last], as a window that is open on the right; undefined when no sample can lie in it.
 * @throws PromqlError for a longer time than a question may cover
 */
function windowOf(selection: Selection): Window | undefined {
  const lastMs = selection.startMs + (selection.steps - 1) * selection.stepMs;
  const fromMs = Math.max(earliestMs, selection.startMs - selection.windowMs + 1);
  const toMs = Math.min(latestMs, lastMs + 1);
  if (toMs <= fromMs) return undefined;
  if (toMs - fromMs > spanMsMax) throw cannotExecute("a selector may cover at most five years of samples");
  return { from: new Date(fromMs), to: new Date(toMs) };
}

/** Rows of a resent sample that are not merged yet have the same time: the greater value counts, as in the grids. */
function readSamples(reader: BinaryReader, { labels, isDelta }: StoredSeries): SelectedSamples | undefined {
  const { first: times, second: values } = reader.pairArrays();
  if (times.length === 0) return undefined;
  const bits = new Uint32Array(values.buffer);
  let kept = 0;
  for (let at = 0; at < times.length; at++) {
    if (kept > 0 && times[at] === times[kept - 1]) kept--;
    times[kept] = times[at] ?? 0;
    bits[2 * kept] = bits[2 * at] ?? 0;
    bits[2 * kept + 1] = bits[2 * at + 1] ?? 0;
    kept++;
  }
  return { labels, isDelta, times: times.subarray(0, kept), values: values.subarray(0, kept) };
}

const memoryLimitCode = "241";
const timeLimitCode = "159";
const timedOut = () => new PromqlError("timeout", "query timed out in expression evaluation");

function translated(error: unknown, limits: SelectLimits, started: number): unknown {
  if (error instanceof PromqlError) return error;
  if (limits.signal.aborted)
    return new PromqlError("canceled", "query was canceled in expression evaluation");
  if (performance.now() - started > limits.timeoutSeconds * 1_000) {
    return timedOut();
  }
  if (isTriopsError(error) && error.code === "limit_reached") return tooManySamples();
  // A query that needs too much memory or time is at fault itself: the store is well.
  const code = isTriopsError(error) && error.cause instanceof ClickHouseError ? error.cause.code : undefined;
  if (code === memoryLimitCode) return tooManySamples();
  if (code === timeLimitCode) return timedOut();
  return error;
}
