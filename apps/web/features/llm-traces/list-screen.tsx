"use client";
import { useQuery } from "@tanstack/react-query";
import { EmptyNever } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Skeleton } from "@triops/ui/skeleton";
import { TabLinks } from "@triops/ui/tabs";
import { rangeParameters } from "@triops/ui/time-ranges";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { ApiError } from "../../data/api.ts";
import { useMe } from "../../data/me.tsx";
import { useCatchUp, useStillSpan } from "../../data/still-span.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { useChangeMarkers } from "../changes/markers.ts";
import { FacetsPanel } from "../logs/facets-panel.tsx";
import { QueryBar } from "../logs/query-bar.tsx";
import { SyntaxHelp } from "../logs/syntax-help.tsx";
import { SavedViewsMenu } from "../saved-views/saved-views-menu.tsx";
import { traceIdIn } from "../traces/query-terms.ts";
import { GroupsCard } from "./groups-card.tsx";
import { type ListOrder, type ListView, listViews, useListState } from "./list-state.ts";
import { llmHelp, llmLanguage } from "./llm-language.ts";
import { type LlmOrder, llmFacets, llmTimeline } from "./reads.ts";
import { SendSnippets } from "./send-snippets.tsx";
import { TimelineCard } from "./timeline-card.tsx";
import { TracesCard } from "./traces-card.tsx";
import { answerFor } from "./words.ts";

/** What only sessions and users are ordered by is no order of traces. */
const traceOrder = (order: ListOrder): LlmOrder =>
  order === "calls" || order === "traces" || order === "errors" ? "newest" : order;

const viewLabels: Record<ListView, string> = { traces: "Traces", sessions: "Sessions", users: "Users" };

/** What models were asked, by trace, by conversation and by user. */
export function LlmTraceList({ nowMs }: { nowMs: number }) {
  const me = useMe();
  const router = useRouter();
  const page = usePageRange(nowMs);
  const { q, view, order, ascending, measure, setQ, setOrder, setMeasure } = useListState();
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  // The list keeps still while somebody reads it; the chart above goes on.
  const still = useStillSpan(page, `${q} ${view} ${order} ${ascending}`);
  const timeline = useQuery(llmTimeline({ q, ...span }));
  const question = { q, fromMs: still.fromMs, toMs: still.toMs };
  const facets = useQuery(llmFacets(question));
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs });
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
  const fault = timeline.error;
  const unreadable = fault instanceof ApiError && fault.status === 400 ? fault.message : undefined;
  const nothing = facets.data?.data.every(({ values }) => values.length === 0) ?? false;
  useCatchUp(still, nothing);
  const none = q === "" && timeline.data?.total.calls === 0 && nothing;
  const search = (next: string) => {
    const traceId = traceIdIn(next);
    if (traceId) router.push(paths.llmTrace(traceId));
    else setQ(next);
  };

  return (
    <>
      <PageRangePicker page={page} />
      <PageHeader
        title="LLM traces"
        answer={timeline.data && !none && !unreadable ? answerFor(timeline.data, q) : undefined}
        actions={<SavedViewsMenu screen="llm-traces" />}
        tabs={
          <TabLinks
            label="LLM traces"
            items={listViews.map((each) => ({
              href: paths.llmTraces({
                ...(q === "" ? {} : { q }),
                ...(each === "traces" ? {} : { view: each }),
                ...rangeParameters(page.range),
              }),
              label: viewLabels[each],
              active: each === view,
            }))}
          />
        }
      />
      <PageBody className="pt-4">
        <QueryBar
          value={q}
          onSearch={search}
          facets={fields?.data ?? []}
          fault={unreadable}
          label="Search model calls, or paste a trace's id"
          placeholder='model:gpt-5* cost>0.01 prompt:greet "refund"'
          language={llmLanguage}
          help={<SyntaxHelp rows={llmHelp} />}
        />
        {none ? (
          <EmptyNever
            title="No model calls in this range"
            actions={<SendSnippets gatewayUrl={me.gatewayUrl} />}
          >
            Point a client of OpenAI or Anthropic at the gateway, or send OpenTelemetry spans about models;
            this page comes alive with the first call.
          </EmptyNever>
        ) : (
          <>
            {timeline.data && !unreadable ? (
              <TimelineCard
                timeline={timeline.data}
                measure={measure}
                onMeasure={setMeasure}
                markers={markers}
                range={span}
                onRangeChange={({ fromMs, toMs }) => page.setRange({ kind: "absolute", fromMs, toMs })}
              />
            ) : (
              !fault && <Skeleton className="h-56" />
            )}
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
              {view === "traces" ? (
                <TracesCard
                  question={question}
                  still={still}
                  order={traceOrder(order)}
                  onOrder={setOrder}
                  unreadable={unreadable !== undefined}
                  onClear={() => setQ("")}
                />
              ) : (
                <GroupsCard
                  key={view}
                  of={view}
                  question={question}
                  still={still}
                  sort={{ order: order === "slowest" ? "newest" : order, ascending }}
                  onSort={setOrder}
                  unreadable={unreadable !== undefined}
                  onClear={() => setQ("")}
                />
              )}
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}
