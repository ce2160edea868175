import { limitReached } from "@triops/kernel/errors";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { latestPoints, type SeriesPoints } from "@triops/telemetry/metrics/latest";
import { rangeQuery } from "@triops/telemetry/metrics/range";
import { seriesGrid } from "@triops/telemetry/metrics/series-grid";
import { foldMinutes, minuteMs, samplePoints } from "./fold.ts";
import type { Found, GroupOptions, Groups } from "./found.ts";
import { promqlPoints } from "./promql-points.ts";
import { groupKey, isGrouped, isPerMinute, seriesMax } from "./rules.ts";
import type { Rule, Watched } from "./watched.ts";

type Series = Pick<
  SeriesPoints,
  "seriesId" | "labels" | "unit" | "kind" | "temporality" | "times" | "values"
>;

export const isDelta = (series: Pick<SeriesPoints, "kind" | "temporality">): boolean =>
  series.kind === "delta" || series.temporality === "delta";

/** A series of `latestPoints` as this monitor sees it. `until`: minutes that end later are not over yet. */
export function foundOf(rule: Rule, series: Series, known: Watched | undefined, until: number): Found {
  const { signal, condition } = rule;
  const first = series.times[0];
  const before = known?.before && first !== undefined && known.before.at < first ? known.before : null;
  const points = samplePoints(series, signal.aggregate, isDelta(series), before);
  const last = series.times.length - 1;
  return {
    key: series.seriesId,
    labels: series.labels,
    unit: series.unit,
    points: isPerMinute(signal, condition) ? foldMinutes(points, signal.aggregate, until) : points,
    newest: last < 0 ? null : { at: series.times[last] as number, value: series.values[last] as number },
  };
}

/** Steps that one statement may ask for; more are asked for one after another. */
const stepsPerQuestion = 900;

/**
 * The groups of a monitor, or the series of its query, minute by minute over [from, to).
 * @returns them and how many there are
 */
export async function groupPoints(
  telemetry: Telemetry,
  rule: Pick<Rule, "workspaceId" | "signal" | "condition">,
  from: number,
  to: number,
  options: GroupOptions = {},
): Promise<Groups> {
  if (rule.signal.promql !== undefined) return promqlPoints(telemetry, rule, from, to, options);
  const { groupsMax = seriesMax } = options;
  const { metric, filters, groupBy, aggregate } = rule.signal;
  const byKey = new Map<string, Found>();
  let total = 0;
  for (let start = from; start < to; start += stepsPerQuestion * minuteMs) {
    const end = Math.min(to, start + stepsPerQuestion * minuteMs);
    const result = await rangeQuery(telemetry, {
      workspaceId: rule.workspaceId,
      metric,
      filters,
      groupBy,
      aggregate,
      from: new Date(start),
      to: new Date(end),
      stepMs: minuteMs,
      groupsMax,
    });
    total = Math.max(total, result.groupsTotal);
    for (const group of result.groups) {
      const key = groupKey(group.labels);
      const found = byKey.get(key) ?? {
        key,
        labels: group.labels,
        unit: result.unit,
        points: { times: [], values: [] },
        newest: null,
      };
      byKey.set(key, found);
      for (let i = 0; i < result.times.length; i++) {
        const value = group.values[i];
        const at = result.times[i] as number;
        if (value === null || value === undefined || at < start || at + minuteMs > end) continue;
        found.points.times.push(at);
        found.points.values.push(value);
        found.newest = { at, value };
      }
    }
  }
  return { found: [...byKey.values()], total, complete: true };
}

/** Values that one statement brings at most; the process must not stand still while they are read. */
const valuesPerQuestion = 100_000;

/** The series of a monitor, minute by minute over [from, to), in portions: `onPortion` may take its time. */
export async function historyOf(
  telemetry: Telemetry,
  rule: Pick<Rule, "workspaceId" | "signal">,
  series: readonly Series[],
  from: number,
  to: number,
  onPortion: (found: Found[]) => Promise<void> | void,
): Promise<void> {
  const minutes = Math.max(1, (to - from) / minuteMs);
  const portion = Math.max(1, Math.floor(valuesPerQuestion / minutes));
  const bySeries = new Map(series.map((one) => [one.seriesId, one]));
  for (const [delta, some] of Map.groupBy(series, isDelta)) {
    for (let i = 0; i < some.length; i += portion) {
      const grid = await seriesGrid(telemetry, {
        workspaceId: rule.workspaceId,
        metric: rule.signal.metric,
        seriesIds: some.slice(i, i + portion).map((one) => one.seriesId),
        aggregate: rule.signal.aggregate,
        isDelta: delta,
        from: new Date(from),
        to: new Date(to),
        stepMs: minuteMs,
      });
      await onPortion(
        grid.flatMap(({ seriesId, times, values }) => {
          const known = bySeries.get(seriesId);
          if (!known) return [];
          const last = times.length - 1;
          return [
            {
              key: seriesId,
              labels: known.labels,
              unit: known.unit,
              points: { times, values },
              newest: last < 0 ? null : { at: times[last] as number, value: values[last] as number },
            },
          ];
        }),
      );
    }
  }
}

/**
 * What came in [since, until) for several monitors of one workspace, none of them grouped: two statements, however
 * many series. When together they match too much, each is asked for by itself, so that one too wide filter
 * stops one monitor only.
 */
export async function latestOf(
  telemetry: Telemetry,
  rules: readonly Pick<Rule, "id" | "workspaceId" | "signal">[],
  since: number,
  until: number,
): Promise<Map<string, SeriesPoints[] | Error>> {
  const result = new Map<string, SeriesPoints[] | Error>(rules.map((rule) => [rule.id, []]));
  const [first] = rules;
  if (!first) return result;
  if (rules.some((rule) => isGrouped(rule.signal))) throw new Error("Grouped signals are not read as series");
  const selectors = rules.map((rule) => ({
    id: rule.id,
    metric: rule.signal.metric,
    filters: rule.signal.filters,
  }));
  const window = { since: new Date(since), until: new Date(until) };
  try {
    const all = await latestPoints(telemetry, { workspaceId: first.workspaceId, selectors, ...window });
    for (const series of all) {
      for (const id of series.selectorIds) {
        const list = result.get(id);
        if (Array.isArray(list)) list.push(series);
      }
    }
    return result;
  } catch (error) {
    if (rules.length === 1) {
      result.set(first.id, error instanceof Error ? error : limitReached(String(error)));
      return result;
    }
    if (
      (error as { code?: string }).code !== "limit_reached" &&
      (error as { code?: string }).code !== "invalid"
    )
      throw error;
    for (const rule of rules) {
      for (const [id, found] of await latestOf(telemetry, [rule], since, until)) result.set(id, found);
    }
    return result;
  }
}
