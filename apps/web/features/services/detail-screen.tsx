"use client";
import { useQuery } from "@tanstack/react-query";
import type { ServiceWithHealth } from "@triops/domains/services/schemas";
import { Badge } from "@triops/ui/badge";
import { Button, ButtonLink } from "@triops/ui/button";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Share2 } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { AboutCard } from "./about-card.tsx";
import { AlertsCard } from "./alerts-card.tsx";
import { serviceAnswer } from "./answer.ts";
import { DependenciesCard } from "./dependencies-card.tsx";
import { HealthBadge } from "./health-badge.tsx";
import { serviceById } from "./reads.ts";

/* What stands below the answer loads beside the page instead of before it. */
const SignalsCard = lazy(async () => ({ default: (await import("./signals-card.tsx")).SignalsCard }));
const OperationsCard = lazy(async () => ({
  default: (await import("./operations-card.tsx")).OperationsCard,
}));
const TracesCard = lazy(async () => ({ default: (await import("./traces-card.tsx")).TracesCard }));
const LogsCard = lazy(async () => ({ default: (await import("./logs-card.tsx")).LogsCard }));

export function ServiceDetail({ id, nowMs }: { id: string; nowMs: number }) {
  const page = usePageRange(nowMs);
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const [operation, setOperation] = useQueryState("operation", parseAsString.withDefault(""));
  const query = useQuery(serviceById(id, span));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const service = query.data;
  if (!service) return <SkeletonRows label="Loading the service" />;
  return (
    <>
      <PageRangePicker page={page} />
      <CrumbLabel>{service.name}</CrumbLabel>
      <PageHeader
        title={service.name}
        answer={serviceAnswer(service)}
        badges={
          <>
            <HealthBadge state={service.health.state} />
            {service.archivedAt && <Badge>Archived</Badge>}
          </>
        }
        actions={
          <>
            <ButtonLink
              href={paths.services({ view: "map", focus: service.name })}
              icon={<Share2 aria-hidden="true" />}
            >
              Show on map
            </ButtonLink>
            <ArchiveButton service={service} />
          </>
        }
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Suspense fallback={<SkeletonRows label="Loading its signals" />}>
            <SignalsCard
              service={service}
              span={span}
              live={page.live}
              operation={operation}
              onOperationChange={(next) => void setOperation(next)}
              onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
            />
            <OperationsCard
              id={id}
              span={span}
              operation={operation}
              onChoose={(next) => void setOperation(next === operation ? null : next)}
            />
            <TracesCard name={service.name} span={span} />
            <LogsCard name={service.name} span={span} />
          </Suspense>
        </div>
        <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
          <AboutCard service={service} />
          <AlertsCard name={service.name} />
          <DependenciesCard id={id} name={service.name} span={span} />
        </aside>
      </PageBody>
    </>
  );
}

function ArchiveButton({ service }: { service: ServiceWithHealth }) {
  const change = useChange("services");
  const mayWrite = useRefusal("services:write");
  const archived = service.archivedAt !== null;
  return (
    <Button
      disabledReason={mayWrite}
      loading={change.isPending}
      onClick={() =>
        change.mutate({
          path: `/services/${service.id}/${archived ? "restore" : "archive"}`,
          done: archived ? "Restored" : "Archived; its telemetry stays",
        })
      }
    >
      {archived ? "Restore" : "Archive"}
    </Button>
  );
}
