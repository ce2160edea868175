"use client";
import { useQueries } from "@tanstack/react-query";
import type { ChartSeries } from "@triops/ui/chart-types";
import { TimeChart } from "@triops/ui/time-chart";
import { formatCount } from "@triops/ui/units";
import { useMemo } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { inGroups } from "./compared-runs.ts";
import type { CurveLook } from "./curve-controls.tsx";
import { curveOf, unseenOf } from "./curve-points.ts";
import { OnceLogged } from "./once-logged.tsx";
import { metricHistory } from "./reads.ts";

type MetricCurveProps = {
  metric: string;
  /** Whose curves; colours follow the ids. */
  runs: readonly { id: string; name: string }[];
  look: CurveLook;
  /** Some run is under way: ask again. */
  moving: boolean;
  heightPx?: number;
  alone?: boolean;
};

/** About two points per pixel of a usual chart. */
const pointsMax = 1_000;
/** Of many runs at once each gets fewer. */
const pointsOfMany = 200;
const manyRuns = 10;
const movingMs = 3_000;
/** What the API takes at once. */
const groupMax = 100;
const across = { step: "steps", time: "time", relative: "elapsed" } as const;

/** One metric over its steps, one curve per run. */
export function MetricCurve({ metric, runs, look, moving, heightPx = 220, alone = false }: MetricCurveProps) {
  const points = runs.length > manyRuns ? pointsOfMany : pointsMax;
  const answers = useQueries({
    queries: inGroups(
      runs.map(({ id }) => id),
      groupMax,
    ).map((ids) => ({
      ...metricHistory(ids, metric, points),
      refetchInterval: moving ? movingMs : (false as const),
    })),
    combine: (results) => ({
      data: results.flatMap((result) => result.data?.data ?? []),
      pending: results.some((result) => result.isPending),
      error: results.find((result) => result.error)?.error ?? null,
      retry: () => {
        for (const result of results) if (result.error) void result.refetch();
      },
    }),
  });
  const names = useMemo(() => new Map(runs.map(({ id, name }) => [id, name])), [runs]);
  const { axis, weight } = look;
  const series = useMemo(() => {
    const smoothed = answers.data
      .filter((history) => history.points.length > 0)
      .map(
        (history): ChartSeries => ({
          id: history.runId,
          label: alone ? metric : (names.get(history.runId) ?? history.runId),
          points: curveOf(history.points, axis, weight),
        }),
      );
    // Alone, the values as they were logged stand behind the smoothed ones.
    const raw = answers.data[0];
    if (!alone || weight === 0 || !raw) return smoothed;
    return [
      { id: "as logged", label: "as logged", points: curveOf(raw.points, axis, 0), comparison: true },
      ...smoothed,
    ];
  }, [answers.data, names, axis, weight, alone, metric]);
  const total = answers.data.reduce((sum, history) => sum + history.total, 0);
  const shown = answers.data.reduce((sum, history) => sum + history.points.length, 0);
  const unseen = answers.data.reduce((sum, history) => sum + unseenOf(history.points), 0);
  if (answers.data.length > 0 && answers.data.every((history) => history.total <= 1))
    return <OnceLogged metric={metric} histories={answers.data} names={names} alone={alone} />;
  const note = [
    shown < total && `${formatCount(shown)} of ${formatCount(total)} points, extremes kept`,
    weight > 0 && `smoothed ${weight.toFixed(2)}`,
    unseen > 0 && `${formatCount(unseen)} NaN or infinite, shown as gaps`,
  ].filter(Boolean);
  return (
    <TimeChart
      title={metric}
      headingLevel={2}
      series={series}
      across={across[axis]}
      includeZero={false}
      heightPx={heightPx}
      legend={alone ? "none" : runs.length > manyRuns ? "list" : "table"}
      loading={answers.pending && answers.data.length === 0}
      error={errorOf(answers.data.length > 0 ? null : answers.error, answers.retry)}
      empty="No point of this metric"
      note={note.length > 0 ? note.join(" · ") : undefined}
    />
  );
}
