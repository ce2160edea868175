"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Badge } from "@triops/ui/badge";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { CopyText } from "@triops/ui/snippet";
import { TabLinks } from "@triops/ui/tabs";
import { Time } from "@triops/ui/time";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { answerForRuns } from "./answer.ts";
import { ExperimentMenu } from "./experiment-menu.tsx";
import { ModelsView } from "./models-view.tsx";
import { experimentById, runPages } from "./reads.ts";
import { orderOf } from "./run-keys.ts";
import { useRunsState } from "./runs-state.ts";
import { RunsView } from "./runs-view.tsx";
import { sortOf } from "./sort-text.ts";

const tabs = ["runs", "models"] as const;

/** One experiment: its runs, and the models they logged. */
export function ExperimentScreen({ id }: { id: string }) {
  const query = useQuery(experimentById(id));
  const [tab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("runs"));
  const answer = useAnswer(id);
  const fault = errorOf(query.error, () => void query.refetch());
  if (fault && !query.data) return <PageBody className="pt-6">{fault}</PageBody>;
  const experiment = query.data;
  if (!experiment) return <SkeletonRows label="Loading the experiment" />;
  return (
    <>
      <CrumbLabel>{experiment.name}</CrumbLabel>
      <PageHeader
        title={experiment.name}
        badges={experiment.lifecycleStage === "deleted" && <Badge tone="neutral">In the trash</Badge>}
        answer={tab === "runs" ? answer : undefined}
        facts={
          <>
            <span className="flex items-center gap-1">
              Id <CopyText value={experiment.id} label="experiment id" />
            </span>
            <span>
              Created <Time at={experiment.createdAt} />
            </span>
          </>
        }
        actions={<ExperimentMenu experiment={experiment} />}
        tabs={
          <TabLinks
            label="Of this experiment"
            items={[
              { href: paths.experiment(id), label: "Runs", active: tab === "runs" },
              {
                href: paths.experiment(id, { tab: "models" }),
                label: "Logged models",
                active: tab === "models",
              },
            ]}
          />
        }
      />
      <PageBody className="pt-4">
        {tab === "runs" ? <RunsView experiment={experiment} /> : <ModelsView experimentIds={id} />}
      </PageBody>
    </>
  );
}

/** From the same read as the list, so nothing is asked twice. */
function useAnswer(id: string): string | undefined {
  const [{ filter, sort, view }] = useRunsState();
  const { columnId, direction } = sortOf(sort);
  const pages = useInfiniteQuery(
    runPages({ experimentIds: id, filter, orderBy: orderOf(columnId, direction), view }),
  );
  if (!pages.data || pages.isPlaceholderData || pages.error) return undefined;
  const rows = pages.data.pages.flatMap((page) => page.data);
  return answerForRuns(rows, pages.hasNextPage, filter !== "");
}
