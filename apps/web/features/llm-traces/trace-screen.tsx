"use client";
import type { LlmTrace } from "@triops/domains/llm-traces/schemas";
import { Badge } from "@triops/ui/badge";
import { ButtonLink } from "@triops/ui/button";
import { WithDrawer } from "@triops/ui/drawer";
import { SearchInput } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatUsd } from "@triops/ui/units";
import { ScrollText, Waypoints } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { logsAround } from "../traces/links.ts";
import type { LaneView } from "../traces/minimap.tsx";
import { endMsOf, OpenedTrace } from "../traces/opened-trace.tsx";
import { buildTrace, findSpans } from "../traces/trace-model.ts";
import { TraceNotices } from "../traces/trace-notices.tsx";
import { Waterfall } from "../traces/waterfall.tsx";
import { asTree } from "./as-tree.ts";
import { sessionHref, userHref } from "./group-columns.tsx";
import { llmTraceById } from "./reads.ts";
import { ScoresCard } from "./scores-card.tsx";
import { useLlmTraceState } from "./trace-state.ts";
import { traceAnswer } from "./words.ts";

const SpanDrawer = lazy(async () => ({ default: (await import("./span-drawer.tsx")).LlmSpanDrawer }));
const GraphView = lazy(async () => ({ default: (await import("./graph-view.tsx")).GraphView }));

const views = [
  { value: "tree" as const, label: "Tree" },
  { value: "graph" as const, label: "Agent graph" },
];

/** Everything models, agents and tools did for one request, and what it cost. */
export function LlmTraceScreen({ traceId }: { traceId: string }) {
  const { at } = useLlmTraceState();
  return (
    <OpenedTrace traceId={traceId} asked={llmTraceById(traceId, at)}>
      {(trace) => <Trace trace={trace} />}
    </OpenedTrace>
  );
}

const nothing: ReadonlySet<number> = new Set();

function Trace({ trace }: { trace: LlmTrace }) {
  const { span, find, view, at, openSpan, setFind, setView } = useLlmTraceState();
  const model = useMemo(() => buildTrace(asTree(trace)), [trace]);
  const [collapsed, setCollapsed] = useState(nothing);
  const [zoom, setZoom] = useState<LaneView | null>(null);
  const [foundAt, setFoundAt] = useState(-1);
  const found = useMemo(() => findSpans(model, find), [model, find]);
  const open = span === "" ? -1 : trace.spans.id.indexOf(span);
  const whole = { fromUs: 0, toUs: Math.max(model.durationUs, 1e-3) };
  const step = (by: 1 | -1) => {
    if (found.length > 0) setFoundAt((before) => (before + by + found.length) % found.length);
  };
  const openRow = open < 0 ? -1 : (model.row[open] as number);
  const neighbour = (by: 1 | -1) => {
    const place = openRow < 0 ? undefined : model.order[openRow + by];
    return place === undefined ? undefined : () => openSpan(trace.spans.id[place] ?? null);
  };
  const { summary } = trace;
  return (
    <WithDrawer
      drawer={
        open >= 0 && (
          <Suspense>
            <SpanDrawer
              trace={trace}
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
        title={summary?.name || trace.names[0] || "Trace"}
        answer={summary ? traceAnswer(summary) : undefined}
        badges={
          <>
            {model.errorCount > 0 && (
              <Badge tone="sev2">
                {formatCount(model.errorCount)} {model.errorCount === 1 ? "span failed" : "spans failed"}
              </Badge>
            )}
            {(summary?.findingCount ?? 0) > 0 && <Badge tone="sev3">A guardrail found something</Badge>}
            {summary?.tags.map((tag) => (
              <Badge key={tag} tone="outline">
                {tag}
              </Badge>
            ))}
          </>
        }
        facts={
          <>
            <span>
              Started <Time at={trace.time} format="full" />
            </span>
            {summary?.user && (
              <span>
                User <TextLink href={userHref(summary.user)}>{summary.user}</TextLink>
              </span>
            )}
            {summary?.session && (
              <span>
                Session <TextLink href={sessionHref(summary.session, trace.time)}>{summary.session}</TextLink>
              </span>
            )}
            {summary?.prompts.map((prompt) => (
              <span key={`${prompt.name} ${prompt.version}`}>
                Prompt{" "}
                <TextLink href={paths.prompt(prompt.name)}>
                  {prompt.name} v{prompt.version}
                </TextLink>
              </span>
            ))}
            <CopyText value={trace.traceId} label="Copy the trace's id" />
          </>
        }
        actions={
          <>
            <ButtonLink
              href={paths.trace(trace.traceId, { at: trace.time })}
              icon={<Waypoints aria-hidden="true" />}
            >
              Whole trace
            </ButtonLink>
            <ButtonLink
              href={paths.logs(logsAround(`trace:${trace.traceId}`, trace.startMs, endMsOf(trace)))}
              icon={<ScrollText aria-hidden="true" />}
            >
              Logs
            </ButtonLink>
          </>
        }
      />
      <PageBody>
        <TraceNotices model={model} />
        <div className="flex flex-wrap items-center gap-2">
          <Segmented label="View" options={views} value={view} onValueChange={setView} />
          {view === "tree" && (
            <SearchInput
              label="Find spans"
              placeholder="Find by name, kind or model"
              value={find}
              onValueChange={(text) => {
                setFind(text);
                setFoundAt(-1);
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
              }}
              className="w-64 max-sm:w-full"
            />
          )}
          {view === "tree" && find !== "" && (
            <span className="text-body text-ink-2" role="status">
              {formatCount(found.length)} found
            </span>
          )}
        </div>
        {view === "tree" ? (
          <Waterfall
            model={model}
            open={open}
            onOpen={(place) => openSpan(trace.spans.id[place] ?? null)}
            found={found}
            lookAt={foundAt >= 0 ? (found[foundAt] ?? -1) : -1}
            onStep={step}
            criticalOnly={false}
            view={zoom ?? whole}
            onViewChange={setZoom}
            collapsed={collapsed}
            onCollapsedChange={setCollapsed}
            noteOf={(place) => costNote(trace, place)}
            names="Kind and name"
          />
        ) : (
          <Suspense fallback={<SkeletonRows label="Loading the graph" />}>
            <GraphView traceId={trace.traceId} at={at ?? trace.time} />
          </Suspense>
        )}
        <ScoresCard about={{ traceId: trace.traceId }} at={trace.time} />
      </PageBody>
    </WithDrawer>
  );
}

/** What a span and all below it cost; a call without a price says so. */
function costNote({ spans }: LlmTrace, place: number): string {
  const total = spans.totalUsd[place];
  if (total) return formatUsd(Number(total));
  return spans.unpriced[place] ? "no price" : "";
}
