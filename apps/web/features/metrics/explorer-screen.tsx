"use client";
import { useQuery } from "@tanstack/react-query";
import { ButtonLink } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Eye } from "lucide-react";
import { lazy, Suspense } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { otlpSnippet } from "../sources/snippets.ts";
import { useExplorerState } from "./explorer-state.ts";
import { MetricChart } from "./metric-chart.tsx";
import { QueryBuilder } from "./query-builder.tsx";
import { metricNames } from "./reads.ts";

/** Needed only until a metric is chosen. */
const MetricTable = lazy(async () => ({ default: (await import("./metric-table.tsx")).MetricTable }));

/** Pick a metric, filter and group it, see it. What is on screen can be watched with one click. */
export function MetricsExplorer({ nowMs }: { nowMs: number }) {
  const me = useMe();
  const page = usePageRange(nowMs);
  const state = useExplorerState();
  const mayWatch = useRefusal("monitors:write");
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const names = useQuery(metricNames(span));
  const chosen = names.data?.data.find((metric) => metric.metric === state.metric);
  const none = names.data?.data.length === 0;
  return (
    <>
      <PageRangePicker page={page} comparable />
      <PageHeader
        title="Metrics"
        answer={
          chosen
            ? [chosen.description, `${chosen.seriesCount} series, ${chosen.kind}.`]
                .filter(Boolean)
                .join(" · ")
            : names.data && !none
              ? "Choose a metric to see it."
              : undefined
        }
        actions={
          state.metric !== "" &&
          mayWatch === undefined && (
            <ButtonLink
              href={paths.newMonitor({
                metric: state.metric,
                filters: JSON.stringify(state.filters),
                groupBy: state.groupBy.join(","),
                aggregate: state.aggregate,
                // One line on the chart is one series to judge.
                combine: state.groupBy.length === 0,
              })}
              icon={<Eye aria-hidden="true" />}
            >
              Watch this
            </ButtonLink>
          )
        }
      />
      <PageBody>
        {errorOf(names.error, () => void names.refetch()) ??
          (none ? (
            <EmptyNever title="No metrics have arrived yet" snippet={otlpSnippet(me.gatewayUrl)}>
              Point any OpenTelemetry SDK or Collector at Triops; this page comes alive with the first point.
            </EmptyNever>
          ) : (
            <>
              <QueryBuilder state={state} span={span} />
              {state.metric === "" ? (
                <Suspense fallback={<SkeletonRows label="Loading metrics" />}>
                  <MetricTable
                    span={span}
                    onChoose={(metric, aggregate) => state.set({ metric, aggregate })}
                  />
                </Suspense>
              ) : (
                <MetricChart
                  title={state.metric}
                  question={state}
                  span={span}
                  live={page.live}
                  compare={page.compare}
                  heightPx={380}
                  headingLevel={2}
                  onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
                  empty="No points in this range. Try a longer one, or fewer filters."
                />
              )}
            </>
          ))}
      </PageBody>
    </>
  );
}
