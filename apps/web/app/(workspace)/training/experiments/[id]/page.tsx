import type { Metadata } from "next";
import { ExperimentScreen } from "../../../../../features/training/experiment-screen.tsx";
import { experimentById, experimentKeys, runPages } from "../../../../../features/training/reads.ts";
import { orderOf } from "../../../../../features/training/run-keys.ts";
import { sortOf } from "../../../../../features/training/sort-text.ts";
import { Prefetched } from "../../../../../server/prefetch.tsx";

export const metadata: Metadata = { title: "Experiment" };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const { id } = await params;
  const given = await searchParams;
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : "");
  const { columnId, direction } = sortOf(text("sort"));
  const question = {
    experimentIds: id,
    filter: text("filter"),
    orderBy: orderOf(columnId, direction),
    view: text("view") === "deleted" ? ("deleted" as const) : ("active" as const),
  };
  const runs = text("tab") === "models" ? [] : [runPages(question), experimentKeys(id)];
  return (
    <Prefetched reads={[experimentById(id), ...runs]}>
      <ExperimentScreen id={id} />
    </Prefetched>
  );
}
