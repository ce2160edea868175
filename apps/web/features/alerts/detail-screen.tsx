"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { blockedBecause } from "@triops/domains/alerts/rules";
import type { Alert } from "@triops/domains/alerts/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { lazy, Suspense } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { ServiceLink } from "../changes/service-link.tsx";
import { AlertHistory } from "./alert-history.tsx";
import { AlertLabels, AlertState } from "./columns.tsx";
import { commonConditions, whereOf } from "./filters.ts";
import { OutsideCard } from "./outside-card.tsx";
import { alertById, alertHistory } from "./reads.ts";
import { RunsCard } from "./runs-card.tsx";

/** Reads what other systems may have stored, for which it brings a validator along: loaded by itself. */
const EvidenceCard = lazy(() => import("./evidence-card.tsx"));

export function AlertDetail({ id }: { id: string }) {
  const query = useQuery(alertById(id));
  const history = useInfiniteQuery(alertHistory(id));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const alert = query.data;
  if (!alert) return <SkeletonRows label="Loading the alert" />;
  return (
    <>
      <CrumbLabel>{alert.title}</CrumbLabel>
      <PageHeader
        title={alert.title}
        badges={
          <>
            <SeverityBadge level={alert.severity} />
            <AlertState state={alert.state} silenced={alert.silenced} />
          </>
        }
        facts={
          <>
            <span>
              Opened <Time at={alert.openedAt} />
            </span>
            <span>
              {alert.state === "open" ? "Open for" : "Lasted"}{" "}
              <Elapsed from={alert.openedAt} to={alert.resolvedAt} />
            </span>
            {alert.incidentId && <TextLink href={paths.incident(alert.incidentId)}>Its incident</TextLink>}
            {alert.monitorId && <TextLink href={paths.monitor(alert.monitorId)}>Its monitor</TextLink>}
            {alert.service && (
              <span>
                Service <ServiceLink name={alert.service} />
              </span>
            )}
          </>
        }
        actions={
          <>
            <SilenceButton alert={alert} />
            <ResolveButton alert={alert} />
          </>
        }
      />
      <PageBody>
        {alert.silenced && <SilencedNotice alert={alert} />}
        <AlertLabels labels={alert.labels} all />
        {alert.source !== "monitor" && <OutsideCard alert={alert} />}
        <Suspense fallback={<SkeletonRows label="Loading the evidence" />}>
          <EvidenceCard alert={alert} />
        </Suspense>
        <Card title="History">
          <AlertHistory query={history} />
        </Card>
        <RunsCard alert={alert} />
      </PageBody>
    </>
  );
}

function SilencedNotice({ alert }: { alert: Alert }) {
  return (
    <Notice tone="info" role="status">
      {alert.state === "open" ? "Silenced: it calls nobody." : "It was silenced until its end."}{" "}
      {alert.silencedBy.map((id, at) => (
        <TextLink key={id} href={paths.silence(id)}>
          {alert.silencedBy.length === 1 ? "See the silence" : `Silence ${at + 1}`}
        </TextLink>
      ))}
    </Notice>
  );
}

function SilenceButton({ alert }: { alert: Alert }) {
  const mayWrite = useRefusal("silences:write");
  const conditions = commonConditions([alert]);
  const reason = mayWrite ?? blockedBecause.silence(alert) ?? undefined;
  if (reason || !conditions) return <Button disabledReason={reason ?? "It has no labels"}>Silence</Button>;
  return <ButtonLink href={paths.newSilence({ where: whereOf(conditions) })}>Silence</ButtonLink>;
}

function ResolveButton({ alert }: { alert: Alert }) {
  const change = useChange("alerts");
  const mayWrite = useRefusal("alerts:write");
  const reason = mayWrite ?? blockedBecause.resolve(alert) ?? undefined;
  return (
    <Button
      disabledReason={reason}
      loading={change.isPending}
      onClick={() => change.mutate({ path: `/alerts/${alert.id}/resolve`, done: "Alert resolved" })}
    >
      Resolve by hand
    </Button>
  );
}
