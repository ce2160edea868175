import { ClickHouseError } from "@clickhouse/client";
import { isTriopsError } from "@triops/kernel/errors";
import type { Telemetry, Window } from "../../client/telemetry.ts";
import { tooManySamples } from "../evaluate/context.ts";
import { cannotExecute, PromqlError } from "../faults.ts";
import { compareLabels, metricName } from "../labels.ts";
import {
  type GridFunction,
  gridFunctions,
  type HistogramSamples,
  type SelectedGrid,
  type SelectedSamples,
  type Selection,
  type SelectLimits,
  type Storage,
} from "../storage.ts";
import { inOrder, readSeriesLists, type SeriesLists } from "./columns.ts";
import { readHistograms } from "./histograms.ts";
import { findSeries, type StoredSeries } from "./series.ts";
import { betweenWindows, gridStatement, samplesStatement } from "./statements.ts";

/** Longer lists are left out of the statement: one pass over the metric is cheaper then. */
const idsInStatementMax = 20_000;

/** 14 million samples of 10,000 series need 0.8 GB while rates are computed. */
const memoryBytesMax = 2_500_000_000;

/**
 * The samples of one workspace in ClickHouse. Two statements a selector: which series match, and their samples or, for
 * rates and newest samples, one value a step computed by the engine.
 */
export function createClickHouseStorage(telemetry: Telemetry, workspaceId: string): Storage {
  async function select<Row extends { labels: SelectedGrid["labels"]; values: Float64Array }>(
    selection: Selection,
    limits: SelectLimits,
    read: (lists: readonly Float64Array[], series: StoredSeries, native?: HistogramSamples) => Row,
  ): Promise<Row[] | undefined> {
    const window = windowOf(selection);
    if (!window) return [];
    const scope = { workspaceId, window, timeoutSeconds: limits.timeoutSeconds, signal: limits.signal };
    const started = performance.now();
    const finding = findSeries(telemetry, { ...scope, matchers: selection.matchers });
    const found: SeriesLists[] = [];
    let samples = 0;
    const ask = (metrics: string[], ids: readonly bigint[] | undefined) =>
      telemetry.queryBinary({
        ...scope,
        name: `promql.${selection.want}`,
        sql:
          selection.want === "samples"
            ? samplesStatement(selection, ids)
            : gridStatement(selection, selection.want, ids),
        params: { metrics },
        format: "Native",
        memoryBytesMax,
        consume: (bytes) =>
          readSeriesLists(bytes, (each) => {
            found.push(each);
            samples += each.lists.at(-1)?.length ?? 0;
            if (samples > limits.samplesMax) throw tooManySamples();
          }),
      });
    try {
      const name = onlyNameOf(selection);
      // All series of one metric: which they are and what they sent are asked at the same time.
      const [series] = await Promise.all([finding, name === undefined ? undefined : ask([name], undefined)]);
      const natives = [...series].filter(([, { isNative }]) => isNative);
      if (natives.length > 0 && selection.want !== "samples") return undefined;
      const metrics = [...new Set([...series.values()].map(({ metric }) => metric))];
      if (name === undefined && series.size > 0) {
        await ask(metrics, series.size <= idsInStatementMax ? [...series.keys()] : undefined);
      }
      const histograms =
        natives.length === 0
          ? new Map<bigint, HistogramSamples>()
          : await readHistograms(telemetry, scope, {
              metrics,
              ids: natives.map(([id]) => id),
              condition: betweenWindows(selection),
            });
      const rows = found.flatMap(({ id, lists }) => {
        const known = series.get(id);
        const native = histograms.get(id);
        histograms.delete(id);
        return known ? [read(lists, known, native)] : [];
      });
      for (const [id, native] of histograms) {
        const known = series.get(id);
        if (known) rows.push(read([], known, native));
      }
      return rows.sort((a, b) => compareLabels(a.labels, b.labels));
    } catch (error) {
      throw translated(error, limits, started);
    }
  }

  return {
    grids: new Set<GridFunction>(gridFunctions),
    async selectSamples(selection, limits) {
      const read = (
        [times = none, values = none]: readonly Float64Array[],
        { labels, isDelta }: StoredSeries,
        native?: HistogramSamples,
      ): SelectedSamples => ({
        labels,
        isDelta,
        ...inOrder({ times, values }),
        ...(native ? { native } : {}),
      });
      return (await select(selection, limits, read)) ?? [];
    },
    selectGrid: (selection, limits) =>
      select(selection, limits, ([values = none], { labels, isDelta }): SelectedGrid => {
        return { labels, isDelta, values };
      }),
  };
}

const none = new Float64Array(0);

function onlyNameOf({ matchers }: Selection): string | undefined {
  const [first, ...others] = matchers;
  return first?.label === metricName && first.op === "=" && others.length === 0 ? first.value : undefined;
}

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
