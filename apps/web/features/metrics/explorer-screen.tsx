"use client";
import { useQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { SkeletonRows } from "@triops/ui/skeleton";
import { ChartLine, Eye, Plus, Table2 } from "lucide-react";
import { lazy, Suspense } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { otlpSnippet } from "../sources/snippets.ts";
import { curlOfQuery } from "./copy-texts.ts";
import { changed, isBlank, moved, queriesMax, withCopy, withNew, without } from "./explorer-queries.ts";
import { useExplorerState } from "./explorer-state.ts";
import { HistoryPopover } from "./history-popover.tsx";
import { bucketSeconds } from "./promql-steps.ts";
import { remember } from "./query-history.ts";
import { firstLook, QueryRow } from "./query-row.tsx";
import { metricNames } from "./reads.ts";
import { answerOf, watchHref } from "./screen-words.ts";
import { useDrafts } from "./use-drafts.ts";
import { useQueryReader } from "./use-query-reader.ts";
import { useResults } from "./use-results.ts";
import { useUnits } from "./use-units.ts";
import { useWidth } from "./use-width.ts";

/** Needed only until a metric is chosen. */
const MetricTable = lazy(async () => ({ default: (await import("./metric-table.tsx")).MetricTable }));
const ResultCharts = lazy(async () => ({ default: (await import("./result-charts.tsx")).ResultCharts }));
const ResultTable = lazy(async () => ({ default: (await import("./result-table.tsx")).ResultTable }));

const viewOptions = [
  { value: "chart" as const, label: "Chart", icon: <ChartLine aria-hidden="true" /> },
  { value: "table" as const, label: "Table", icon: <Table2 aria-hidden="true" /> },
];

/** Axis and margins, which hold no points. */
const marginsPx = 100;

/** Write queries, see them over one time axis or as a table, watch what matters. */
export function MetricsExplorer({ nowMs }: { nowMs: number }) {
  const me = useMe();
  const page = usePageRange(nowMs);
  const state = useExplorerState();
  const mayWatch = useRefusal("monitors:write") === undefined;
  const reader = useQueryReader();
  const { draftOf, setDraft } = useDrafts();
  const { ref, widthPx } = useWidth<HTMLDivElement>();
  const { queries } = state;
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const pointsMax = Math.max(100, (widthPx ?? 1_000) - marginsPx);
  const names = useQuery(metricNames(span));
  const { results, span: asked } = useResults(queries, {
    span,
    live: page.live,
    compare: page.compare,
    pointsMax,
    enabled: widthPx !== null && state.view === "chart",
  });
  const units = useUnits(queries, reader, span);
  const none = names.data?.data.length === 0;
  const blank = queries.every(isBlank);
  const watched = queries.find((query) => !query.hidden && !isBlank(query));

  const run = (id: string, written: string) => {
    const query = queries.find((one) => one.id === id);
    if (!query) return;
    const text = written.trim();
    remember(me.workspace.id, text, Date.now());
    if (text === query.text) results.find((result) => result.query.id === id)?.refetch();
    else state.setQueries(changed(queries, id, { text }));
  };
  const change = (id: string, part: Parameters<typeof changed>[2]) => {
    if (part.text) remember(me.workspace.id, part.text, Date.now());
    state.setQueries(changed(queries, id, part));
  };
  return (
    <>
      <PageRangePicker page={page} comparable />
      <PageHeader
        title="Metrics"
        answer={none ? undefined : answerOf(queries, results, names.data?.data ?? [])}
        actions={
          watched &&
          mayWatch && (
            <ButtonLink href={watchHref(watched)} icon={<Eye aria-hidden="true" />}>
              {queries.length > 1 ? `Watch query ${watched.id}` : "Watch this"}
            </ButtonLink>
          )
        }
      />
      <PageBody>
        {errorOf(names.error, () => void names.refetch()) ??
          (none && blank ? (
            <EmptyNever title="No metrics have arrived yet" snippet={otlpSnippet(me.gatewayUrl)}>
              Point any OpenTelemetry SDK or Collector at Triops; this page comes alive with the first point.
            </EmptyNever>
          ) : (
            <>
              {queries.map((query, at) => (
                <QueryRow
                  key={query.id}
                  query={query}
                  draft={draftOf(query)}
                  span={span}
                  reader={reader}
                  fault={results.find((result) => result.query.id === query.id)?.fault ?? null}
                  running={results.some((result) => result.query.id === query.id && result.pending)}
                  onDraft={(text) => setDraft(query, text)}
                  onRun={(text) => run(query.id, text)}
                  onChange={(part) => change(query.id, part)}
                  onCopy={() => state.setQueries(withCopy(queries, query.id))}
                  watchHref={mayWatch && !isBlank(query) ? watchHref(query) : null}
                  curl={curlOfQuery(me.webUrl, query.text, {
                    ...span,
                    stepSeconds: bucketSeconds(span.fromMs, span.toMs, pointsMax),
                  })}
                  first={at === 0}
                  last={at === queries.length - 1}
                  onMove={(by) => state.setQueries(moved(queries, query.id, by))}
                  onRemove={() => state.setQueries(without(queries, query.id))}
                />
              ))}
              <div className="flex flex-wrap items-center gap-2">
                <Button
                  size="sm"
                  icon={<Plus aria-hidden="true" />}
                  disabledReason={
                    queries.length >= queriesMax
                      ? `${queriesMax} queries are as many as one chart can tell`
                      : undefined
                  }
                  onClick={() => state.setQueries(withNew(queries))}
                >
                  Add query
                </Button>
                <HistoryPopover
                  onChoose={(text) => {
                    const free = queries.find(isBlank);
                    state.setQueries(
                      free ? changed(queries, free.id, { text }) : withNew(queries, { text, mode: "code" }),
                    );
                  }}
                />
                {!blank && (
                  <Segmented
                    className="ml-auto"
                    label="View"
                    size="sm"
                    options={viewOptions}
                    value={state.view}
                    onValueChange={state.setView}
                  />
                )}
              </div>
              <div ref={ref} className="min-w-0">
                <Suspense fallback={<SkeletonRows label="Loading metrics" />}>
                  {blank ? (
                    <MetricTable
                      span={span}
                      onChoose={(metric) => change(queries[0]?.id ?? "A", firstLook(metric))}
                    />
                  ) : state.view === "chart" ? (
                    <ResultCharts
                      results={results}
                      units={units}
                      span={asked}
                      live={page.live}
                      onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
                    />
                  ) : (
                    <ResultTable
                      queries={queries}
                      units={units}
                      atMs={span.toMs}
                      sort={state.sort}
                      onSortChange={state.setSort}
                    />
                  )}
                </Suspense>
              </div>
            </>
          ))}
      </PageBody>
    </>
  );
}
