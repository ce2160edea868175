"use client";
import type { Run } from "@triops/domains/training/schemas";
import { ButtonLink } from "@triops/ui/button";
import { EmptyNever, LimitNotice, PartialNotice } from "@triops/ui/data-states";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Skeleton, SkeletonRows } from "@triops/ui/skeleton";
import { Tabs } from "@triops/ui/tabs";
import { formatCount } from "@triops/ui/units";
import { ChartScatter } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { lazy, type ReactNode, Suspense } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { CrumbLabel } from "../../shell/slots.tsx";
import { chosenMax } from "./compared-runs.ts";
import { useComparedRuns } from "./use-compared-runs.ts";

const CompareParallel = lazy(async () => ({
  default: (await import("./compare-parallel.tsx")).CompareParallel,
}));
const CompareScatter = lazy(async () => ({
  default: (await import("./compare-scatter.tsx")).CompareScatter,
}));
const CompareCurves = lazy(async () => ({ default: (await import("./compare-curves.tsx")).CompareCurves }));
const CompareDiff = lazy(async () => ({ default: (await import("./compare-diff.tsx")).CompareDiff }));

const tabs = ["parallel", "scatter", "curves", "differences"] as const;
const parsers = {
  tab: parseAsStringLiteral(tabs).withDefault("parallel"),
  experiment: parseAsString.withDefault(""),
  filter: parseAsString.withDefault(""),
  order: parseAsString.withDefault(""),
};

/** Up to 500 runs side by side. */
export function CompareScreen() {
  const [{ tab, experiment, filter, order }, set] = useQueryStates(parsers);
  const compared = useComparedRuns({ experiment, filter, order });
  const { runs, asked, pending } = compared;
  const fault = errorOf(runs.length > 0 ? null : compared.error, compared.retry);
  const back = experiment === "" ? paths.training() : paths.experiment(experiment, { filter });
  return (
    <>
      <CrumbLabel>Compare</CrumbLabel>
      <PageHeader
        title="Compare runs"
        answer={pending || runs.length === 0 ? undefined : answerFor(runs, compared.more)}
        actions={<ButtonLink href={back}>Choose runs</ButtonLink>}
      />
      <PageBody>
        {compared.more && !pending && (
          <LimitNotice>
            The first {chosenMax} runs of the list are compared; narrow the filter to see others.
          </LimitNotice>
        )}
        {asked !== null && !pending && runs.length > 0 && runs.length < asked && (
          <PartialNotice>
            {formatCount(asked - runs.length)} of {formatCount(asked)} runs are not there any more.
          </PartialNotice>
        )}
        {fault ??
          (pending ? (
            <SkeletonRows label="Loading the runs" />
          ) : runs.length === 0 ? (
            <EmptyNever
              title="No runs to compare"
              icon={<ChartScatter aria-hidden="true" />}
              actions={<ButtonLink href={paths.training()}>Experiments</ButtonLink>}
            >
              Select runs in an experiment and press Compare, or compare everything that a filter lists.
            </EmptyNever>
          ) : (
            <Tabs
              label="Ways to compare"
              value={tab}
              onValueChange={(next) => void set({ tab: next as (typeof tabs)[number] })}
              items={[
                {
                  value: "parallel",
                  label: "Parallel",
                  content: (
                    <Late>
                      <CompareParallel runs={runs} />
                    </Late>
                  ),
                },
                {
                  value: "scatter",
                  label: "Scatter",
                  content: (
                    <Late>
                      <CompareScatter runs={runs} />
                    </Late>
                  ),
                },
                {
                  value: "curves",
                  label: "Metric curves",
                  content: (
                    <Late>
                      <CompareCurves runs={runs} />
                    </Late>
                  ),
                },
                {
                  value: "differences",
                  label: "Differences",
                  content: (
                    <Late>
                      <CompareDiff runs={runs} />
                    </Late>
                  ),
                },
              ]}
            />
          ))}
      </PageBody>
    </>
  );
}

function Late({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<Skeleton className="h-96" />}>
      <div className="flex flex-col gap-4">{children}</div>
    </Suspense>
  );
}

function answerFor(runs: readonly Run[], more: boolean): string {
  const experiments = new Set(runs.map(({ experimentId }) => experimentId)).size;
  const where = experiments > 1 ? ` from ${formatCount(experiments)} experiments` : "";
  return `${more ? "The first " : ""}${formatCount(runs.length)} ${runs.length === 1 ? "run" : "runs"}${where} side by side.`;
}
