"use client";
import { useQuery } from "@tanstack/react-query";
import type { Span } from "@triops/domains/traces/schemas";
import { Badge } from "@triops/ui/badge";
import { Drawer } from "@triops/ui/drawer";
import { Facts } from "@triops/ui/facts";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatDuration } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { ServiceLink } from "../changes/service-link.tsx";
import { spanById } from "./reads.ts";
import { SpanEvents } from "./span-events.tsx";
import { SpanFields } from "./span-fields.tsx";
import { SpanLogs } from "./span-logs.tsx";
import type { TraceModel } from "./trace-model.ts";

type SpanDrawerProps = {
  model: TraceModel;
  place: number;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

/** Everything one span carries, fetched when it is opened. */
export function SpanDrawer({ model, place, onClose, onPrevious, onNext }: SpanDrawerProps) {
  const { skeleton } = model;
  const { spans } = skeleton;
  const startMs = skeleton.startMs + (spans.startUs[place] as number) / 1_000;
  const spanId = spans.id[place] as string;
  const query = useQuery({
    ...spanById(skeleton.traceId, spanId, new Date(Math.floor(startMs)).toISOString()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const span = query.data?.spanId === spanId ? query.data : undefined;
  const fault = errorOf(query.error, () => void query.refetch());
  const status = skeleton.statuses[spans.status[place] as number] ?? "";
  return (
    <Drawer
      title={skeleton.operations[spans.operation[place] as number] || "unnamed operation"}
      defaultWidthPx={480}
      onClose={onClose}
      {...(onPrevious ? { onPrevious } : {})}
      {...(onNext ? { onNext } : {})}
      badges={
        <>
          {status === "error" && <Badge tone="sev2">Failed</Badge>}
          {status === "ok" && <Badge tone="ok">Ok</Badge>}
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            {
              label: "Service",
              value: <ServiceLink name={skeleton.services[spans.service[place] as number] ?? ""} />,
            },
            { label: "Took", value: formatDuration((spans.durationUs[place] as number) / 1_000) },
            {
              label: "Started",
              value: (
                <>
                  <Time at={startMs} format="full" />{" "}
                  <span className="text-ink-3">
                    {formatDuration((spans.startUs[place] as number) / 1_000)} after the trace
                  </span>
                </>
              ),
            },
            { label: "Kind", value: skeleton.kinds[spans.kind[place] as number] },
            { label: "Span id", value: <CopyText value={spanId} label="Copy the span's id" /> },
          ]}
        />
        {fault && !span ? (
          fault
        ) : span ? (
          <Body span={span} startMs={startMs} />
        ) : (
          <SkeletonRows label="Loading the span" />
        )}
      </div>
    </Drawer>
  );
}

function Body({ span, startMs }: { span: Span; startMs: number }) {
  return (
    <>
      {span.statusMessage !== "" && (
        <p className="rounded-card bg-sev2-tint px-3 py-2 text-body text-sev2-text break-words">
          {span.statusMessage}
        </p>
      )}
      <SpanEvents events={span.events} />
      <SpanFields title="Attributes" scope="attr" fields={span.attributes} />
      {span.links.length > 0 && (
        <section>
          <h3 className="mb-1 text-body font-semibold text-ink-1">Links</h3>
          <ul className="flex flex-col gap-1 text-body">
            {span.links.map((link) => (
              <li key={`${link.traceId} ${link.spanId}`} className="min-w-0">
                <TextLink
                  href={paths.trace(link.traceId, { span: link.spanId })}
                  className="font-mono text-log break-all"
                >
                  {link.traceId}
                </TextLink>
                {Object.entries(link.attributes).map(([key, value]) => (
                  <span key={key} className="ml-2 text-dense text-ink-3">
                    {key} {value}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
      <SpanLogs span={span} startMs={startMs} />
      <SpanFields title="Resource" scope="resource" fields={span.resource} />
      {span.scopeName !== "" && (
        <p className="text-dense text-ink-3">
          Recorded by {span.scopeName} {span.scopeVersion}
        </p>
      )}
    </>
  );
}
