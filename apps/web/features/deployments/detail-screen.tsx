"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@triops/ui/badge";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TabLinks } from "@triops/ui/tabs";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { usePageRange } from "../../data/time-range.ts";
import { PageRangePicker } from "../../shell/page-range-picker.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { DeploymentActions } from "./actions.tsx";
import { DeploymentState } from "./columns.tsx";
import { HistoryCard } from "./history-card.tsx";
import { deploymentById, liveFigures } from "./reads.ts";
import { RolloutCard } from "./rollout-card.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { VariantsCard } from "./variants-card.tsx";
import { deploymentAnswer } from "./words.ts";

const TrafficCard = lazy(async () => ({ default: (await import("./traffic-card.tsx")).TrafficCard }));
const ShadowsCard = lazy(async () => ({ default: (await import("./shadows-card.tsx")).ShadowsCard }));
const PredictionsView = lazy(async () => ({
  default: (await import("./predictions-view.tsx")).PredictionsView,
}));
const TryView = lazy(async () => ({ default: (await import("./try-view.tsx")).TryView }));

const views = ["overview", "predictions", "try"] as const;
const freshMs = 10_000;

export function DeploymentDetail({ id, nowMs }: { id: string; nowMs: number }) {
  const page = usePageRange(nowMs);
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const [view] = useQueryState("view", parseAsStringLiteral(views).withDefault("overview"));
  const query = useQuery(deploymentById(id));
  const live = useQuery({ ...liveFigures([id]), refetchInterval: freshMs });
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const deployment = query.data;
  if (!deployment) return <SkeletonRows label="Loading the deployment" />;
  const tab = (value: (typeof views)[number], label: string) => ({
    href: paths.deployment(id, value === "overview" ? {} : { view: value }),
    label,
    active: view === value,
  });
  return (
    <>
      {view !== "try" && <PageRangePicker page={page} />}
      <CrumbLabel>{deployment.name}</CrumbLabel>
      <PageHeader
        title={deployment.name}
        answer={deploymentAnswer(deployment, live.data?.data[0])}
        badges={
          <>
            <DeploymentState {...deployment} />
            <Badge tone="outline">revision {deployment.revision}</Badge>
          </>
        }
        actions={<DeploymentActions deployment={deployment} />}
        tabs={
          <TabLinks
            label="Views of the deployment"
            items={[tab("overview", "Overview"), tab("predictions", "Predictions"), tab("try", "Try it")]}
          />
        }
      />
      <Suspense fallback={<SkeletonRows label="Loading" />}>
        {view === "predictions" && <PredictionsView deployment={deployment} span={span} live={page.live} />}
        {view === "try" && <TryView deployment={deployment} />}
        {view === "overview" && (
          <PageBody className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <RolloutCard deployment={deployment} />
              <VariantsCard deployment={deployment} />
              <TrafficCard
                name={deployment.name}
                span={span}
                live={page.live}
                onRangeChange={(next) => page.setRange({ kind: "absolute", ...next })}
              />
              {deployment.variants.some(({ role }) => role === "shadow") && (
                <ShadowsCard name={deployment.name} span={span} />
              )}
            </div>
            <aside className="flex min-w-0 flex-col gap-4" aria-label="Facts">
              <SettingsCard deployment={deployment} span={span} />
              <HistoryCard deployment={deployment} />
            </aside>
          </PageBody>
        )}
      </Suspense>
    </>
  );
}
