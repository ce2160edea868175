import { isTriopsError } from "@triops/kernel/errors";
import { BinaryReader } from "../../client/binary-reader.ts";
import type { Telemetry, Window } from "../../client/telemetry.ts";
import { tooManySamples } from "../evaluate/context.ts";
import { PromqlError } from "../faults.ts";
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
          ? samplesStatement(listed ? [...series.keys()] : undefined)
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

/** Times (first − window, last], as a window that is open on the right. */
function windowOf(selection: Selection): Window {
  const lastMs = selection.startMs + (selection.steps - 1) * selection.stepMs;
  return { from: new Date(selection.startMs - selection.windowMs + 1), to: new Date(lastMs + 1) };
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

function translated(error: unknown, limits: SelectLimits, started: number): unknown {
  if (error instanceof PromqlError) return error;
  if (limits.signal.aborted)
    return new PromqlError("canceled", "query was canceled in expression evaluation");
  if (performance.now() - started > limits.timeoutSeconds * 1_000) {
    return new PromqlError("timeout", "query timed out in expression evaluation");
  }
  if (isTriopsError(error) && error.code === "limit_reached") return tooManySamples();
  return error;
}
