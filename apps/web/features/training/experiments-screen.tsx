"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { Input } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { FlaskConical, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { answerForExperiments } from "./answer.ts";
import { experimentColumns } from "./experiment-columns.tsx";
import { experimentPages } from "./reads.ts";
import { trackingSnippet } from "./snippets.ts";

const views = ["active", "deleted"] as const;
const parsers = {
  view: parseAsStringLiteral(views).withDefault("active"),
  search: parseAsString.withDefault(""),
};
const viewOptions = [
  { value: "active" as const, label: "Active" },
  { value: "deleted" as const, label: "Trash" },
];

/** What is being trained: experiments, each with its runs. */
export function ExperimentsScreen() {
  const router = useRouter();
  const { webUrl } = useMe();
  const [{ view, search }, set] = useQueryStates(parsers);
  const pages = useInfiniteQuery({ ...experimentPages({ view, search }), refetchInterval: 10_000 });
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const isFirst = view === "active" && search === "" && rows.every((row) => row.runCount === 0);
  return (
    <>
      <PageHeader
        title="Training"
        answer={
          view === "active" && !search && pages.data
            ? answerForExperiments(rows, pages.hasNextPage)
            : undefined
        }
      />
      <PageBody>
        <search className="flex flex-wrap items-center gap-2">
          <Input
            type="search"
            aria-label="Search experiments"
            placeholder="Search names"
            value={search}
            onChange={(event) => void set({ search: event.target.value || null })}
            className="w-full sm:w-56"
          />
          <Segmented
            label="Which experiments"
            options={viewOptions}
            value={view}
            onValueChange={(next) => void set({ view: next })}
          />
        </search>
        <DataTable
          caption="Experiments"
          columns={experimentColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.experiment(row.id))}
          loading={pages.isPending}
          refreshing={pages.isPlaceholderData}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={errorOf(pages.error, () => void pages.refetch())}
          empty={
            search ? (
              <EmptyFilter title="No experiment has such a name" onClear={() => void set({ search: null })} />
            ) : view === "deleted" ? (
              <EmptyNever title="The trash is empty" icon={<Trash2 aria-hidden="true" />}>
                What is moved here can be restored until it is purged.
              </EmptyNever>
            ) : (
              <FirstRun webUrl={webUrl} />
            )
          }
        />
        {isFirst && rows.length > 0 && <FirstRun webUrl={webUrl} />}
      </PageBody>
    </>
  );
}

function FirstRun({ webUrl }: { webUrl: string }) {
  return (
    <EmptyNever
      title="No run has been logged yet"
      icon={<FlaskConical aria-hidden="true" />}
      snippet={trackingSnippet(webUrl)}
    >
      Triops is an MLflow tracking server. Point the client at it with a key that may read and write; this
      page comes alive with the first run.
    </EmptyNever>
  );
}
