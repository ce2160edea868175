"use client";
import { useQuery } from "@tanstack/react-query";
import type { LogHistogram, LogLine } from "@triops/domains/logs/schemas";
import { Button } from "@triops/ui/button";
import { EmptyNever } from "@triops/ui/data-states";
import { WithDrawer } from "@triops/ui/drawer";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TabLinks } from "@triops/ui/tabs";
import { formatCount } from "@triops/ui/units";
import { lazy, Suspense, useState } from "react";
import { ApiError } from "../../data/api.ts";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { useCatchUp, useStillSpan } from "../../data/still-span.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { useChangeMarkers } from "../changes/markers.ts";
import { otlpSnippet } from "../sources/snippets.ts";
import { LevelHistogram } from "./level-histogram.tsx";
import { LinesView } from "./lines-view.tsx";
import { useLogsState } from "./logs-state.ts";
import { QueryBar } from "./query-bar.tsx";
import { logFacets, logHistogram } from "./reads.ts";
import { useTabVisible } from "./tab-visible.ts";
import { useViewHref } from "./view-href.ts";

const SavedViewsMenu = lazy(async () => ({
  default: (await import("../saved-views/saved-views-menu.tsx")).SavedViewsMenu,
}));
const TemplatesView = lazy(async () => ({ default: (await import("./templates-view.tsx")).TemplatesView }));
const LineDrawer = lazy(async () => ({ default: (await import("./line-drawer.tsx")).LineDrawer }));

/** Search what machines wrote, follow it as it comes in, and see which messages it consists of. */
export function LogsScreen({ nowMs }: { nowMs: number }) {
  const me = useMe();
  const page = usePageRange(nowMs);
  const state = useLogsState();
  const { q, view } = state;
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const tab = useTabVisible();
  // Whoever comes back after a while sees what came meanwhile.
  const frozen = useStillSpan(page, `${q} ${tab.returns} ${page.live ? "" : page.toMs}`);
  const histogram = useQuery(logHistogram(q, span));
  const facets = useQuery(logFacets(q, frozen));
  useCatchUp(frozen, facets.data?.data.every(({ values }) => values.length === 0) ?? false);
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs });
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const viewHref = useViewHref();

  const fault = histogram.error;
  const unreadable = fault instanceof ApiError && fault.status === 400 ? fault.message : undefined;
  const none = q === "" && histogram.data?.total === 0 && lines.length === 0 && !histogram.isPlaceholderData;
  const openAt = lines.findIndex((line) => line.id === state.line);
  const neighbour = (by: 1 | -1) => {
    const next = openAt < 0 ? undefined : lines[openAt + by];
    return next ? () => state.openLine(next.id) : undefined;
  };
  const zoom = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    page.setRange({ kind: "absolute", fromMs, toMs });

  return (
    <WithDrawer
      drawer={
        state.line !== "" && (
          <Suspense>
            <LineDrawer
              id={state.line}
              actions={{ q, onSearch: state.setQ, columns: state.columns, onColumnsChange: state.setColumns }}
              onClose={() => state.openLine(null)}
              onOpen={state.openLine}
              onPrevious={neighbour(-1)}
              onNext={neighbour(1)}
            />
          </Suspense>
        )
      }
    >
      <PageRangePicker page={page} />
      <PageHeader
        title="Logs"
        answer={
          histogram.data && !none && !unreadable ? answerFor(histogram.data, q, lines.length) : undefined
        }
        actions={
          <Suspense fallback={<Button>Saved views</Button>}>
            <SavedViewsMenu screen="logs" leaveOut={leaveOut} />
          </Suspense>
        }
        tabs={
          <TabLinks
            label="Views of the logs"
            items={[
              { href: viewHref("lines"), label: "Lines", active: view === "lines" },
              { href: viewHref("templates"), label: "Templates", active: view === "templates" },
            ]}
          />
        }
      />
      <PageBody className="pt-4">
        <div className="flex items-start gap-2">
          <QueryBar value={q} onSearch={state.setQ} facets={facets.data?.data ?? []} fault={unreadable} />
        </div>
        {(unreadable === undefined && errorOf(fault, () => void histogram.refetch())) || null}
        {none ? (
          <EmptyNever title="No logs in this range" snippet={otlpSnippet(me.gatewayUrl)}>
            Point any OpenTelemetry SDK or Collector at Triops, or Fluent Bit and Vector with their
            OpenTelemetry output; this page comes alive with the first line.
          </EmptyNever>
        ) : (
          histogram.data && (
            <LevelHistogram histogram={histogram.data} span={span} markers={markers} onZoom={zoom} />
          )
        )}
        {view === "lines" ? (
          <div className={none || unreadable !== undefined ? "hidden" : undefined}>
            <LinesView
              page={page}
              visible={tab.visible}
              state={state}
              frozen={frozen}
              facets={facets.data}
              onLinesChange={setLines}
            />
          </div>
        ) : (
          !none &&
          unreadable === undefined && (
            <Suspense fallback={<SkeletonRows label="Loading templates" />}>
              <TemplatesView q={q} span={span} live={page.live} onSearch={state.setQ} />
            </Suspense>
          )
        )}
      </PageBody>
    </WithDrawer>
  );
}

const leaveOut = ["line"] as const;

/** Lines of the last seconds are listed before they are counted: then nothing is said for a moment. */
function answerFor({ total, levels }: LogHistogram, q: string, listed: number): string | undefined {
  const of = (names: readonly string[]) =>
    levels
      .filter(({ level }) => names.includes(level))
      .reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
  if (total === 0) return listed === 0 ? "Nothing in this range matches." : undefined;
  const errors = of(["error", "fatal"]);
  const share = errors === 0 ? "none of them an error" : `${formatCount(errors)} of them errors`;
  return `${formatCount(total)} ${total === 1 ? "line" : "lines"}${q === "" ? "" : " match"}, ${share}.`;
}
