"use client";
import { useQuery } from "@tanstack/react-query";
import type { LogDetail } from "@triops/domains/logs/schemas";
import { Badge } from "@triops/ui/badge";
import { ButtonLink } from "@triops/ui/button";
import { CopyButton } from "@triops/ui/copy-button";
import { Drawer } from "@triops/ui/drawer";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Waypoints } from "lucide-react";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { ServiceLink } from "../changes/service-link.tsx";
import { type FieldActions, FieldRow } from "./field-row.tsx";
import { levelLook } from "./levels.ts";
import { prettyBody } from "./pretty-body.ts";
import { logById } from "./reads.ts";
import { SurroundingLines } from "./surrounding-lines.tsx";

type LineDrawerProps = {
  id: string;
  actions: FieldActions;
  onClose: () => void;
  onOpen: (id: string) => void;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
};

/** All of one record: its message, every attribute with what can be done with it, its trace, the lines around it. */
export function LineDrawer({ id, actions, onClose, onOpen, onPrevious, onNext }: LineDrawerProps) {
  const query = useQuery({ ...logById(id), staleTime: Number.POSITIVE_INFINITY });
  const line = query.data?.id === id ? query.data : undefined;
  const fault = errorOf(query.error, () => void query.refetch());
  return (
    <Drawer
      title="Log line"
      defaultWidthPx={520}
      onClose={onClose}
      {...(onPrevious ? { onPrevious } : {})}
      {...(onNext ? { onNext } : {})}
      badges={
        line && (
          <SeverityBadge level={levelLook(line.level).mark}>{levelLook(line.level).label}</SeverityBadge>
        )
      }
      footer={
        line &&
        line.traceId !== "" && (
          <ButtonLink
            variant="primary"
            href={paths.trace(line.traceId, { span: line.spanId })}
            icon={<Waypoints aria-hidden="true" />}
          >
            Open its trace
          </ButtonLink>
        )
      }
    >
      {fault && !line ? (
        fault
      ) : !line ? (
        <SkeletonRows label="Loading the line" />
      ) : (
        <Detail line={line} actions={actions} onOpen={onOpen} />
      )}
    </Drawer>
  );
}

function Detail({
  line,
  actions,
  onOpen,
}: {
  line: LogDetail;
  actions: FieldActions;
  onOpen: (id: string) => void;
}) {
  const own = Object.entries(line.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const shared = Object.entries(line.resource).sort(([a], [b]) => (a < b ? -1 : 1));
  const row = (field: string, label: string, value: string, shown?: React.ReactNode) =>
    value === "" ? null : (
      <FieldRow key={field} field={field} label={label} value={value} actions={actions}>
        {shown}
      </FieldRow>
    );
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-body text-ink-3">
        <Time at={line.time} format="full" />
        {line.eventName && <Badge mono>{line.eventName}</Badge>}
      </p>
      <div className="relative rounded-card border border-line-subtle bg-raised">
        <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-words py-2 pr-10 pl-3 font-mono text-log text-ink-1">
          {prettyBody(line.body)}
        </pre>
        <div className="absolute top-1 right-1 rounded-control bg-raised">
          <CopyButton value={line.body} label="Copy the message" />
        </div>
      </div>
      <dl>
        {row("service", "Service", line.service, <ServiceLink name={line.service} />)}
        {row(
          "trace",
          "Trace",
          line.traceId,
          <TextLink href={paths.trace(line.traceId, { span: line.spanId })}>{line.traceId}</TextLink>,
        )}
        {row("span", "Span", line.spanId)}
        {row("session", "Session", line.sessionId)}
        {row("template", "Template", line.templateId)}
        {row("level", "Level", line.level)}
        {row("scope", "Scope", line.scopeName)}
      </dl>
      {own.length > 0 && (
        <section>
          <h3 className="mb-1 text-body font-semibold text-ink-1">Attributes</h3>
          <dl>{own.map(([key, value]) => row(`attr.${key}`, key, value))}</dl>
        </section>
      )}
      {shared.length > 0 && (
        <section>
          <h3 className="mb-1 text-body font-semibold text-ink-1">Resource</h3>
          <dl>{shared.map(([key, value]) => row(`resource.${key}`, key, value))}</dl>
        </section>
      )}
      <SurroundingLines id={line.id} line={line} onOpen={onOpen} />
    </div>
  );
}
