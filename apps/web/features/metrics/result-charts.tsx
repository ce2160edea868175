"use client";
import { LimitNotice, Notice } from "@triops/ui/data-states";
import type { ChartRange } from "@triops/ui/time-chart";
import type { Unit } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { useChangeMarkers } from "../changes/markers.ts";
import type { Span } from "./reads.ts";
import { TimeChart } from "./time-chart.tsx";
import type { Result } from "./use-results.ts";

type ResultChartsProps = {
  results: readonly Result[];
  units: ReadonlyMap<string, Unit>;
  span: Span;
  live: boolean;
  onRangeChange: (range: ChartRange) => void;
};

/** One chart for each unit: two units on one axis would compare what cannot be compared. */
export function ResultCharts({ results, units, span, live, onRangeChange }: ResultChartsProps) {
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs });
  const failed = results.find((result) => result.error !== null && result.lines.length === 0);
  const good = results.filter((result) => result.fault === null && result !== failed);
  const groups = [...Map.groupBy(good, ({ query }) => units.get(query.id) ?? "none").entries()];
  const warnings = [...new Set(results.flatMap((result) => result.warnings))];
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {failed && errorOf(failed.error, failed.refetch)}
      {warnings.map((text) => (
        <Notice key={text} tone="warning">
          {text}
        </Notice>
      ))}
      {groups.map(([unit, group]) => (
        <TimeChart
          key={unit}
          title={titleOf(group)}
          series={group.flatMap(({ lines, before }) => [...lines, ...before])}
          unit={unit}
          range={span}
          markers={markers}
          loading={group.every(({ pending }) => pending)}
          refreshing={!live && group.some(({ fetching }) => fetching)}
          {...stepOf(group)}
          totalSeries={group.reduce((total, { seriesTotal }) => total + seriesTotal, 0)}
          live={live}
          heightPx={groups.length > 1 ? 280 : 380}
          headingLevel={2}
          onRangeChange={onRangeChange}
          empty="No points in this range. Try a longer one, or fewer filters."
        />
      ))}
      {results
        .filter(({ seriesTotal, seriesShown }) => seriesTotal > seriesShown)
        .map(({ query, seriesTotal, seriesShown }) => (
          <LimitNotice key={query.id}>
            Query {query.id} has {seriesTotal} series; {seriesShown} are drawn. Aggregate by fewer labels,
            filter, or take the highest with topk.
          </LimitNotice>
        ))}
    </div>
  );
}

function titleOf(group: readonly Result[]): string {
  const [only, ...others] = group;
  if (only && others.length === 0) return only.query.text;
  return `Queries ${group.map(({ query }) => query.id).join(", ")}`;
}

function stepOf(group: readonly Result[]): { stepMs?: number; reducer?: string } {
  const first = group.find(({ stepMs }) => stepMs !== undefined);
  return first?.stepMs === undefined ? {} : { stepMs: first.stepMs, reducer: first.reducer };
}
