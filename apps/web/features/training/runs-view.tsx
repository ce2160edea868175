"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Experiment } from "@triops/domains/training/schemas";
import { ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { Segmented } from "@triops/ui/segmented";
import { ChartScatter, FlaskConical, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { ApiError } from "../../data/api.ts";
import { useMe } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { QueryBar } from "../logs/query-bar.tsx";
import { SyntaxHelp } from "../logs/syntax-help.tsx";
import { ColumnPicker } from "./column-picker.tsx";
import { filterHelp, filterSuggestions } from "./filter-suggestions.ts";
import { experimentKeys, runPages } from "./reads.ts";
import { runColumns } from "./run-columns.tsx";
import { keysOf, orderOf, readKeys, usualKeys, writeKeys } from "./run-keys.ts";
import { isUnderWay } from "./run-marks.tsx";
import { RunsBar } from "./runs-bar.tsx";
import { useRunsState } from "./runs-state.ts";
import { experimentSnippet } from "./snippets.ts";
import { sortOf } from "./sort-text.ts";

const viewOptions = [
  { value: "active" as const, label: "Active" },
  { value: "deleted" as const, label: "Trash" },
];
const nothingSelected: ReadonlySet<string> = new Set();
/** While a run is under way its figures move. */
const movingMs = 5_000;

/** All runs of an experiment: filter, columns, order, selection. */
export function RunsView({ experiment }: { experiment: Experiment }) {
  const router = useRouter();
  const { webUrl } = useMe();
  const [{ filter, sort: sortText, columns: columnText, view }, set] = useRunsState();
  const [selection, setSelection] = useState(nothingSelected);
  const sort = sortOf(sortText);
  const question = {
    experimentIds: experiment.id,
    filter,
    orderBy: orderOf(sort.columnId, sort.direction),
    view,
  };
  const pages = useInfiniteQuery({
    ...runPages(question),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some(({ status }) => isUnderWay(status))) ? movingMs : false,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data]);
  const seenAll = useQuery(experimentKeys(experiment.id)).data;
  const seen = useMemo(() => seenAll ?? keysOf(rows), [seenAll, rows]);
  const keys = useMemo(
    () => (columnText === "-" ? [] : columnText === "" ? usualKeys(seen) : readKeys(columnText)),
    [columnText, seen],
  );
  const columns = useMemo(() => runColumns(keys), [keys]);
  const fault = pages.error;
  const unreadable = fault instanceof ApiError && fault.status === 400 ? fault.message : undefined;
  const chosen = [...selection];
  const clear = () => setSelection(nothingSelected);

  return (
    <>
      <div className="flex flex-wrap items-start gap-2">
        <div className="flex min-w-0 flex-1 basis-80">
          <QueryBar
            value={filter}
            onSearch={(next) => {
              clear();
              void set({ filter: next || null });
            }}
            suggest={(draft, cursor) => filterSuggestions(draft, cursor, seen)}
            fault={unreadable}
            label="Filter runs"
            placeholder="metrics.rmse < 0.7 AND (params.depth = '5' OR NOT tags.team = 'risk')"
            help={<SyntaxHelp rows={filterHelp} />}
          />
        </div>
        <Segmented
          label="Which runs"
          options={viewOptions}
          value={view}
          onValueChange={(next) => {
            clear();
            void set({ view: next });
          }}
        />
        <ColumnPicker
          seen={seen}
          chosen={keys}
          onChosenChange={(next) => void set({ columns: next.length === 0 ? "-" : writeKeys(next) })}
          onReset={() => void set({ columns: null })}
        />
        {rows.length > 1 && view === "active" && (
          <ButtonLink
            icon={<ChartScatter aria-hidden="true" />}
            href={paths.compareRuns({
              experiment: experiment.id,
              filter,
              order: question.orderBy,
            })}
          >
            Compare these
          </ButtonLink>
        )}
      </div>
      {chosen.length > 0 && <RunsBar ids={chosen} deleted={view === "deleted"} onDone={clear} />}
      <DataTable
        caption="Runs"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowLabel={(row) => `Select ${row.name}`}
        onRowOpen={(row) => router.push(paths.run(row.id))}
        sort={sort}
        onSortChange={(next) => void set({ sort: `${next.columnId}:${next.direction}` })}
        selection={selection}
        onSelectionChange={setSelection}
        loading={pages.isPending}
        refreshing={pages.isPlaceholderData}
        hasMore={pages.hasNextPage}
        onLoadMore={() => void pages.fetchNextPage()}
        loadingMore={pages.isFetchingNextPage}
        error={unreadable ? undefined : errorOf(fault, () => void pages.refetch())}
        empty={
          unreadable || filter ? (
            <EmptyFilter
              title={unreadable ? "The filter cannot be read" : "No run fits"}
              onClear={() => void set({ filter: null })}
              clearLabel="Clear the filter"
            />
          ) : view === "deleted" ? (
            <EmptyNever title="The trash is empty" icon={<Trash2 aria-hidden="true" />}>
              Runs moved here can be restored until they are purged.
            </EmptyNever>
          ) : (
            <EmptyNever
              title="No run yet"
              icon={<FlaskConical aria-hidden="true" />}
              snippet={experimentSnippet(webUrl, experiment.name)}
            >
              Each training with these lines becomes a run here, with its params, metrics and files.
            </EmptyNever>
          )
        }
      />
    </>
  );
}
