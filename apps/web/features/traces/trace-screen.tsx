"use client";
import type { TraceSkeleton } from "@triops/domains/traces/schemas";
import { Badge } from "@triops/ui/badge";
import { ButtonLink } from "@triops/ui/button";
import { WithDrawer } from "@triops/ui/drawer";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { CopyText } from "@triops/ui/snippet";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration } from "@triops/ui/units";
import { ScrollText } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { logsAround } from "./links.ts";
import type { LaneView } from "./minimap.tsx";
import { endMsOf, isArriving, OpenedTrace } from "./opened-trace.tsx";
import { traceById } from "./reads.ts";
import { buildTrace, findSpans } from "./trace-model.ts";
import { TraceNotices } from "./trace-notices.tsx";
import { useTraceState } from "./trace-state.ts";
import { TraceToolbar } from "./trace-toolbar.tsx";
import { Waterfall } from "./waterfall.tsx";

const SpanDrawer = lazy(async () => ({ default: (await import("./span-drawer.tsx")).SpanDrawer }));

/** Everything about one request: which service did what, when, and what held it up. */
export function TraceScreen({ traceId }: { traceId: string }) {
  const { at } = useTraceState();
  return (
    <OpenedTrace traceId={traceId} asked={traceById(traceId, at)}>
      {(trace) => <Trace trace={trace} />}
    </OpenedTrace>
  );
}

const nothing: ReadonlySet<number> = new Set();

function Trace({ trace }: { trace: TraceSkeleton }) {
  const { span, find, critical, openSpan, setFind, setCritical } = useTraceState();
  const model = useMemo(() => buildTrace(trace), [trace]);
  const [collapsed, setCollapsed] = useState(nothing);
  const [zoom, setZoom] = useState<LaneView | null>(null);
  const [foundAt, setFoundAt] = useState(-1);
  const found = useMemo(() => findSpans(model, find), [model, find]);
  const open = useMemo(() => (span === "" ? -1 : trace.spans.id.indexOf(span)), [trace, span]);

  const whole = { fromUs: 0, toUs: Math.max(model.durationUs, 1e-3) };
  const top = model.order[0] ?? 0;
  const service = trace.services[trace.spans.service[top] as number] ?? "";
  const operation = trace.operations[trace.spans.operation[top] as number] ?? "";
  const step = (by: 1 | -1) => {
    if (found.length > 0) setFoundAt((before) => (before + by + found.length) % found.length);
  };
  const openRow = open < 0 ? -1 : (model.row[open] as number);
  const neighbour = (by: 1 | -1) => {
    const place = openRow < 0 ? undefined : model.order[openRow + by];
    return place === undefined ? undefined : () => openSpan(trace.spans.id[place] ?? null);
  };
  const arriving = isArriving(trace);
  return (
    <WithDrawer
      drawer={
        open >= 0 && (
          <Suspense>
            <SpanDrawer
              model={model}
              place={open}
              onClose={() => openSpan(null)}
              onPrevious={neighbour(-1)}
              onNext={neighbour(1)}
            />
          </Suspense>
        )
      }
    >
      <CrumbLabel>{trace.traceId.slice(0, 8)}</CrumbLabel>
      <PageHeader
        title={
          <>
            <span className="text-ink-3">{service || "unnamed service"}</span>{" "}
            {operation || "unnamed operation"}
          </>
        }
        badges={
          <>
            {model.errorCount > 0 && (
              <Badge tone="sev2">
                {formatCount(model.errorCount)} {model.errorCount === 1 ? "span failed" : "spans failed"}
              </Badge>
            )}
            {arriving && <Badge tone="accent">May still be arriving</Badge>}
          </>
        }
        facts={
          <>
            <span>
              Took{" "}
              <span className="font-medium text-ink-1 tabular-nums">{formatDuration(trace.durationMs)}</span>
            </span>
            <span>
              Started <Time at={trace.time} format="full" />
            </span>
            <span>
              {formatCount(model.spanCount)} {model.spanCount === 1 ? "span" : "spans"} of{" "}
              {trace.services.length === 1 ? "1 service" : `${trace.services.length} services`}
            </span>
            <CopyText value={trace.traceId} label="Copy the trace's id" />
          </>
        }
        actions={
          <ButtonLink
            href={paths.logs(logsAround(`trace:${trace.traceId}`, trace.startMs, endMsOf(trace)))}
            icon={<ScrollText aria-hidden="true" />}
          >
            Logs of this trace
          </ButtonLink>
        }
      />
      <PageBody>
        <TraceNotices model={model} />
        <TraceToolbar
          model={model}
          find={find}
          onFind={(text) => {
            setFind(text);
            setFoundAt(-1);
          }}
          foundCount={found.length}
          foundAt={foundAt}
          onStep={step}
          critical={critical}
          onCriticalChange={setCritical}
          collapsed={collapsed}
          onCollapsedChange={setCollapsed}
          onResetZoom={zoom ? () => setZoom(null) : undefined}
        />
        <Waterfall
          model={model}
          open={open}
          onOpen={(place) => openSpan(trace.spans.id[place] ?? null)}
          found={found}
          lookAt={foundAt >= 0 ? (found[foundAt] ?? -1) : -1}
          onStep={step}
          criticalOnly={critical}
          view={zoom ?? whole}
          onViewChange={setZoom}
          collapsed={collapsed}
          onCollapsedChange={setCollapsed}
        />
      </PageBody>
    </WithDrawer>
  );
}
