"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { severities } from "@triops/domains/severity";
import { ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { Input } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { BellOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { alertColumns } from "./columns.tsx";
import { alertPages } from "./reads.ts";

const filterParsers = {
  state: parseAsString.withDefault("open"),
  severity: parseAsString.withDefault(""),
  search: parseAsString.withDefault(""),
  monitorId: parseAsString.withDefault(""),
};
const stateOptions = [
  { value: "open", label: "Open" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All states" },
];
const severityOptions = [
  { value: "", label: "All severities" },
  ...severities.map((value) => ({ value, label: value.toUpperCase() })),
];

export function AlertList() {
  const router = useRouter();
  const [{ state, severity, search, monitorId }, setFilters] = useQueryStates(filterParsers);
  const pages = useInfiniteQuery(
    alertPages({ state: state === "all" ? "" : state, severity, search, monitorId }),
  );
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const plain = !severity && !search && !monitorId;
  const count = `${rows.length}${pages.hasNextPage ? "+" : ""}`;
  return (
    <>
      <PageHeader
        title="Alerts"
        answer={
          state === "open" && plain && pages.data
            ? rows.length === 0
              ? "Nothing claims to be wrong."
              : `${count} ${rows.length === 1 ? "alert is" : "alerts are"} open.`
            : undefined
        }
      />
      <PageBody>
        <search className="flex flex-wrap items-center gap-2">
          <Input
            type="search"
            aria-label="Search alerts"
            placeholder="Search titles"
            value={search}
            onChange={(event) => void setFilters({ search: event.target.value || null })}
            className="w-full sm:w-56"
          />
          <Select
            aria-label="State"
            options={stateOptions}
            value={state}
            onValueChange={(next) => void setFilters({ state: next })}
            className="w-40"
          />
          <Select
            aria-label="Severity"
            options={severityOptions}
            value={severity}
            onValueChange={(next) => void setFilters({ severity: next || null })}
            className="w-40"
          />
        </search>
        <DataTable
          caption="Alerts"
          columns={alertColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.alert(row.id))}
          loading={pages.isPending}
          refreshing={pages.isPlaceholderData}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={errorOf(pages.error, () => void pages.refetch())}
          empty={
            plain && state === "open" ? (
              <EmptyNever
                title="No alert is open"
                icon={<BellOff aria-hidden="true" />}
                actions={<ButtonLink href={paths.monitors()}>See what is watched</ButtonLink>}
              >
                Monitors open alerts here when a series leaves what is allowed or expected.
              </EmptyNever>
            ) : (
              <EmptyFilter
                title="No alerts match"
                onClear={() => void setFilters(null)}
                clearLabel="Show open"
              />
            )
          }
        />
      </PageBody>
    </>
  );
}
