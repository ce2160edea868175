"use client";
import { useQuery } from "@tanstack/react-query";
import type { LlmSpan, LlmTrace } from "@triops/domains/llm-traces/schemas";
import { Badge } from "@triops/ui/badge";
import { Drawer } from "@triops/ui/drawer";
import { type Fact, Facts } from "@triops/ui/facts";
import { Segmented } from "@triops/ui/segmented";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { TextLink } from "@triops/ui/text-link";
import { formatDuration } from "@triops/ui/units";
import { useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { ServiceLink } from "../changes/service-link.tsx";
import { SpanFields } from "../traces/span-fields.tsx";
import { AddToDataset } from "./add-to-dataset.tsx";
import { MessageList } from "./message-list.tsx";
import { llmSpanById } from "./reads.ts";
import { UsageTable } from "./usage-table.tsx";

type LlmSpanDrawerProps = {
  trace: LlmTrace;
  place: number;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

const ways = [
  { value: "chat" as const, label: "Chat" },
  { value: "raw" as const, label: "Raw" },
];

/** Everything one span says: the conversation, what it used and cost, and what came with it. */
export function LlmSpanDrawer({ trace, place, onClose, onPrevious, onNext }: LlmSpanDrawerProps) {
  const { spans } = trace;
  const spanId = spans.id[place] as string;
  const startMs = trace.startMs + (spans.startUs[place] as number) / 1_000;
  const [way, setWay] = useState<"chat" | "raw">("chat");
  const query = useQuery({
    ...llmSpanById(trace.traceId, spanId, new Date(Math.floor(startMs)).toISOString()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const span = query.data?.spanId === spanId ? query.data : undefined;
  const fault = errorOf(query.error, () => void query.refetch());
  return (
    <Drawer
      title={trace.names[spans.name[place] as number] || "unnamed"}
      defaultWidthPx={520}
      onClose={onClose}
      {...(onPrevious ? { onPrevious } : {})}
      {...(onNext ? { onNext } : {})}
      badges={
        <>
          <Badge tone="outline">{trace.kinds[spans.kind[place] as number]}</Badge>
          {trace.statuses[spans.status[place] as number] === "error" && <Badge tone="sev2">Failed</Badge>}
          {spans.counts[place] === 0 && <Badge tone="neutral">Repeats others; not counted</Badge>}
        </>
      }
    >
      {fault && !span ? (
        fault
      ) : span ? (
        <div className="flex flex-col gap-5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Segmented size="sm" label="Show as" options={ways} value={way} onValueChange={setWay} />
            <AddToDataset span={span} />
          </div>
          {span.statusMessage !== "" && (
            <p className="rounded-card bg-sev2-tint px-3 py-2 text-body text-sev2-text break-words">
              {span.statusMessage}
            </p>
          )}
          <Facts items={factsOf(span)} />
          {way === "chat" ? <Chat span={span} /> : <Raw span={span} />}
        </div>
      ) : (
        <SkeletonRows label="Loading the span" />
      )}
    </Drawer>
  );
}

function Chat({ span }: { span: LlmSpan }) {
  const { body } = span;
  const silent = body.input.length === 0 && body.output.length === 0;
  return (
    <>
      {silent && (
        <p className="text-body text-ink-3">
          {span.hasBody
            ? "No messages came with it: the sender, or its route, does not record them."
            : "The span itself is not stored any more; its figures are."}
        </p>
      )}
      <MessageList title="Asked" messages={body.input} />
      <MessageList title="Answered" messages={body.output} />
      {body.documents.length > 0 && (
        <section>
          <h3 className="mb-1.5 text-body font-semibold text-ink-1">Documents</h3>
          <ol className="flex flex-col gap-2">
            {body.documents.map((document, at) => (
              <li
                key={`${at} ${document.id}`}
                className="rounded-card border border-line-subtle px-3 py-2 text-body text-ink-1"
              >
                <p className="text-dense text-ink-3">
                  {document.id || `document ${at + 1}`}
                  {document.score !== null && `, score ${document.score}`}
                </p>
                <p className="max-h-60 overflow-y-auto whitespace-pre-wrap break-words">{document.content}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {span.usage.length > 0 && <UsageTable span={span} />}
      {body.tools.length > 0 && (
        <section>
          <h3 className="mb-1.5 text-body font-semibold text-ink-1">Tools it was given</h3>
          <ul className="flex flex-col gap-1 text-body text-ink-2">
            {body.tools.map((tool) => (
              <li key={tool.name}>
                <code className="font-mono text-log text-ink-1">{tool.name}</code> {tool.description}
              </li>
            ))}
          </ul>
        </section>
      )}
      {body.parameters.length > 0 && (
        <section>
          <h3 className="mb-1.5 text-body font-semibold text-ink-1">Parameters</h3>
          <Facts items={body.parameters.map(({ name, value }) => ({ label: name, value }))} />
        </section>
      )}
    </>
  );
}

function Raw({ span }: { span: LlmSpan }) {
  return (
    <>
      {span.events.map((event, at) => (
        <SpanFields
          key={`${at} ${event.name}`}
          title={`${event.name}, after ${formatDuration(event.offsetMs)}`}
          scope="attr"
          fields={event.attributes}
        />
      ))}
      <SpanFields title="Attributes" scope="attr" fields={span.attributes} />
      <SpanFields title="Resource" scope="resource" fields={span.resource} />
    </>
  );
}

function factsOf(span: LlmSpan): Fact[] {
  const { prompt } = span;
  const model =
    span.responseModel !== "" && span.responseModel !== span.model
      ? `${span.model}, answered by ${span.responseModel}`
      : span.model;
  const facts: (Fact | false)[] = [
    model !== "" && { label: "Model", value: model },
    span.provider !== "" && { label: "Provider", value: span.provider },
    span.route !== "" && { label: "Route", value: span.route },
    prompt !== null && {
      label: "Prompt",
      value: (
        <TextLink href={paths.prompt(prompt.name)}>
          {prompt.name} v{prompt.version}
          {prompt.label !== "" && ` (${prompt.label})`}
        </TextLink>
      ),
    },
    span.service !== "" && { label: "Service", value: <ServiceLink name={span.service} /> },
    { label: "Took", value: formatDuration(span.durationMs) },
    span.firstTokenMs !== null && {
      label: "Began to answer",
      value: `after ${formatDuration(span.firstTokenMs)}`,
    },
    span.finishReasons.length > 0 && { label: "Ended", value: span.finishReasons.join(", ") },
    span.cache !== "" && span.cache !== "off" && { label: "Cache", value: span.cache },
    span.virtualKey !== "" && { label: "Virtual key", value: span.virtualKey },
    span.team !== "" && { label: "Team", value: span.team },
    span.findings.length > 0 && { label: "Guardrails", value: span.findings.join(", ") },
    span.flags.length > 0 && { label: "Remarks", value: span.flags.join(", ") },
    { label: "Read as", value: `${span.dialect || "gen_ai"}, from ${span.source}` },
    { label: "Span id", value: <CopyText value={span.spanId} label="Copy the span's id" /> },
  ];
  return facts.filter((fact) => fact !== false);
}
