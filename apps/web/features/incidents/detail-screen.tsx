"use client";
import { useQuery } from "@tanstack/react-query";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Elapsed, Time } from "@triops/ui/time";
import { CommentForm } from "../../data/comment-form.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { CrumbLabel } from "../../shell/slots.tsx";
import { ChangesAround } from "../changes/around-card.tsx";
import { IncidentActions } from "./actions.tsx";
import { IncidentAlerts } from "./alerts-card.tsx";
import { IncidentState } from "./columns.tsx";
import { Facts } from "./facts-card.tsx";
import { incidentById } from "./reads.ts";
import { IncidentTimeline } from "./timeline.tsx";

export function IncidentDetail({ id }: { id: string }) {
  const query = useQuery(incidentById(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const incident = query.data;
  if (!incident) return <SkeletonRows label="Loading the incident" />;
  const over = incident.state === "resolved";
  return (
    <>
      <CrumbLabel>{`#${incident.number}`}</CrumbLabel>
      <PageHeader
        title={
          <>
            <span className="text-ink-3 tabular-nums">#{incident.number}</span> {incident.title}
          </>
        }
        badges={
          <>
            <SeverityBadge level={incident.severity} />
            <IncidentState state={incident.state} />
          </>
        }
        facts={
          <>
            <span>
              Opened <Time at={incident.openedAt} />
            </span>
            <span>
              {over ? "Lasted" : "Running for"} <Elapsed from={incident.openedAt} to={incident.resolvedAt} />
            </span>
            <span>
              {incident.openAlertCount} of {incident.alertCount} alerts open
            </span>
          </>
        }
        actions={<IncidentActions incident={incident} />}
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <CommentForm
            noun="incidents"
            id={id}
            label="Add to the timeline"
            placeholder="What did you see, try or decide?"
            charsMax={10_000}
          />
          <IncidentTimeline id={id} />
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <Facts incident={incident} />
          <IncidentAlerts id={id} />
          <ChangesAround from={incident.openedAt} to={incident.resolvedAt} />
        </aside>
      </PageBody>
    </>
  );
}
