"use client";
import { useQuery } from "@tanstack/react-query";
import type { RunDetail } from "@triops/domains/training/schemas";
import { Badge } from "@triops/ui/badge";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { TabLinks } from "@triops/ui/tabs";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed } from "@triops/ui/time";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { answerForRun } from "./answer.ts";
import { ArtifactsView } from "./artifacts-view.tsx";
import { runById } from "./reads.ts";
import { RunCharts } from "./run-charts.tsx";
import { DatasetsCard, MetricsCard, PairsCard, RunModelsCard, RunTimes } from "./run-facts.tsx";
import { isUnderWay, RunMark } from "./run-marks.tsx";
import { RunTrashButton } from "./run-menu.tsx";

const tabs = ["overview", "charts", "artifacts"] as const;
const labels = { overview: "Overview", charts: "Metric charts", artifacts: "Artifacts" } as const;
const movingMs = 3_000;

/** One run: what went in, what came out, how it went. */
export function RunScreen({ id }: { id: string }) {
  const query = useQuery({
    ...runById(id),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? movingMs : false),
  });
  const [tab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("overview"));
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const run = query.data;
  if (!run) return <SkeletonRows label="Loading the run" />;
  return (
    <>
      <CrumbLabel>{run.name}</CrumbLabel>
      <PageHeader
        title={run.name}
        badges={
          <>
            <RunMark status={run.status} />
            {run.lifecycleStage === "deleted" && <Badge tone="neutral">In the trash</Badge>}
          </>
        }
        answer={answerForRun(run)}
        facts={
          <>
            <span>
              In <TextLink href={paths.experiment(run.experimentId)}>{run.experimentName}</TextLink>
            </span>
            <RunTimes run={run} />
            {run.startedAt && (
              <span>
                {run.endedAt ? "Took" : "Running for"} <Elapsed from={run.startedAt} to={run.endedAt} />
              </span>
            )}
            <span className="flex min-w-0 items-center gap-1">
              Id <CopyText value={run.id} label="run id" />
            </span>
          </>
        }
        actions={<RunTrashButton run={run} />}
        tabs={
          <TabLinks
            label="Of this run"
            items={tabs.map((value) => ({
              href: paths.run(id, value === "overview" ? {} : { tab: value }),
              label: labels[value],
              active: tab === value,
            }))}
          />
        }
      />
      <PageBody className="pt-4">
        {tab === "overview" && <Overview run={run} />}
        {tab === "charts" && <RunCharts run={run} />}
        {tab === "artifacts" && <ArtifactsView owner={{ runId: id }} artifactUri={run.artifactUri} />}
      </PageBody>
    </>
  );
}

function Overview({ run }: { run: RunDetail }) {
  const note = run.tags["mlflow.note.content"];
  return (
    <>
      {note && <p className="max-w-prose whitespace-pre-wrap text-body text-ink-2">{note}</p>}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <MetricsCard runId={run.id} metrics={run.metrics} />
          <RunModelsCard run={run} />
          <DatasetsCard datasets={run.datasets} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <PairsCard title="Params" pairs={run.params} />
          <PairsCard title="Tags" pairs={run.tags} />
        </div>
      </div>
    </>
  );
}
