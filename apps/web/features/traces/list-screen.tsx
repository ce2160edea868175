"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { TraceLatency } from "@triops/domains/traces/schemas";
import { Card } from "@triops/ui/card";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { Skeleton } from "@triops/ui/skeleton";
import { formatCount, formatDuration } from "@triops/ui/units";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { ApiError } from "../../data/api.ts";
import { useMe } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { ShowNewer, useCatchUp, useStillSpan } from "../../data/still-span.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { useChangeMarkers } from "../changes/markers.ts";
import { FacetsPanel } from "../logs/facets-panel.tsx";
import { QueryBar } from "../logs/query-bar.tsx";
import { SyntaxHelp } from "../logs/syntax-help.tsx";
import { SavedViewsMenu } from "../saved-views/saved-views-menu.tsx";
import { otlpSnippet } from "../sources/snippets.ts";
import { hrefOf, searchColumns, traceColumns } from "./columns.tsx";
import { LatencyMap, type LatencyZoom } from "./latency-map.tsx";
import { useListState } from "./list-state.ts";
import { traceIdIn, withDuration } from "./query-terms.ts";
import { traceFacets, traceLatency, tracePages } from "./reads.ts";
import { traceHelp, traceLanguage } from "./trace-language.ts";

const orders = [
  { value: "newest" as const, label: "Newest" },
  { value: "slowest" as const, label: "Slowest" },
];

/** Requests on their way through services: how long they took, and each of them. */
export function TraceList({ nowMs }: { nowMs: number }) {
  const me = useMe();
  const router = useRouter();
  const page = usePageRange(nowMs);
  const { q, order, setQ, setOrder } = useListState();
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  // The list keeps still while somebody reads it; the chart above goes on.
  const still = useStillSpan(page, `${q} ${order}`);
  const latency = useQuery(traceLatency({ q, ...span }));
  const facets = useQuery(traceFacets({ q, fromMs: still.fromMs, toMs: still.toMs }));
  const pages = useInfiniteQuery(tracePages({ q, fromMs: still.fromMs, toMs: still.toMs }, order));
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs });

  const rows = useMemo(() => {
    const lines = pages.data?.pages.flatMap((each) => each.data) ?? [];
    const durationMsMax = Math.max(0, ...lines.map((line) => line.durationMs));
    return lines.map((line) => ({ ...line, durationMsMax }));
  }, [pages.data]);
  const fields = useMemo(
    () =>
      facets.data && {
        recordsMax: facets.data.spansMax,
        data: facets.data.data.map(({ field, values }) => ({
          field,
          values: values.map(({ value, spans }) => ({ value, records: spans })),
        })),
      },
    [facets.data],
  );

  const fault = pages.error;
  const unreadable = fault instanceof ApiError && fault.status === 400 ? fault.message : undefined;
  const isEmpty = rows.length === 0 && !pages.isPending && !pages.isPlaceholderData;
  useCatchUp(still, isEmpty);
  const none = q === "" && isEmpty && latency.data?.total === 0;
  const search = (next: string) => {
    const traceId = traceIdIn(next);
    if (traceId) router.push(paths.trace(traceId));
    else setQ(next);
  };
  const zoom = ({ fromMs, toMs, minMs, maxMs }: LatencyZoom) => {
    page.setRange({ kind: "absolute", fromMs, toMs });
    if (minMs !== null || maxMs !== null) setQ(withDuration(q, minMs, maxMs));
  };

  return (
    <>
      <PageRangePicker page={page} />
      <PageHeader
        title="Traces"
        answer={latency.data && !none && !unreadable ? answerFor(latency.data, q) : undefined}
        actions={<SavedViewsMenu screen="traces" />}
      />
      <PageBody>
        <QueryBar
          value={q}
          onSearch={search}
          facets={fields?.data ?? []}
          fault={unreadable}
          label="Search traces, or paste a trace's id"
          placeholder='service:checkout duration>500ms status:error "out of stock"'
          language={traceLanguage}
          help={<SyntaxHelp rows={traceHelp} />}
        />
        {none ? (
          <EmptyNever title="No traces in this range" snippet={otlpSnippet(me.gatewayUrl)}>
            Point any OpenTelemetry SDK or Collector at Triops; this page comes alive with the first span.
          </EmptyNever>
        ) : (
          <>
            {latency.data && !unreadable
              ? latency.data.total > 0 && (
                  <LatencyMap
                    latency={latency.data}
                    markers={markers}
                    what={q === "" ? "spans where work enters a service" : "spans fit"}
                    onZoom={zoom}
                  />
                )
              : !latency.error && <Skeleton className="h-40" />}
            <details className="rounded-card border border-line-subtle lg:hidden">
              <summary className="min-h-control px-3 py-1.5 text-body text-ink-2">
                Narrow down by fields
              </summary>
              <FacetsPanel facets={fields} q={q} onSearch={setQ} unit="spans" className="px-2 pb-2" />
            </details>
            <div className="grid min-w-0 gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
              <FacetsPanel
                facets={fields}
                q={q}
                onSearch={setQ}
                unit="spans"
                className="max-lg:hidden lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:self-start lg:overflow-y-auto"
              />
              <Card
                flush
                title="Traces"
                actions={
                  <>
                    <ShowNewer still={still} />
                    <Segmented
                      size="sm"
                      label="Order"
                      options={orders}
                      value={order}
                      onValueChange={setOrder}
                    />
                  </>
                }
              >
                <PagedTable
                  caption="Traces"
                  columns={q === "" ? traceColumns : searchColumns}
                  rows={rows}
                  rowKey={(row) => row.traceId}
                  onRowOpen={(row) => router.push(hrefOf(row))}
                  pages={pages}
                  error={unreadable ? undefined : errorOf(fault, () => void pages.refetch())}
                  empty={
                    <EmptyFilter
                      title={unreadable ? "The search cannot be read" : "No traces fit in this range"}
                      onClear={() => setQ("")}
                      clearLabel="Clear the search"
                    />
                  }
                />
              </Card>
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}

function answerFor({ total, errors, p95 }: TraceLatency, q: string): string {
  if (total === 0) return q === "" ? "Nothing came in." : "Nothing in this range fits.";
  const share = errors / total;
  const failed =
    errors === 0
      ? "none failed"
      : share < 0.001
        ? `${formatCount(errors)} failed`
        : `${(share * 100).toLocaleString("en-GB", { maximumSignificantDigits: 2 })} % failed`;
  const within = p95 === null ? "" : `, 95 % took at most ${formatDuration(p95)}`;
  return `${formatCount(total)} ${q === "" ? "requests" : total === 1 ? "span fits" : "spans fit"}: ${failed}${within}.`;
}
