"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { SearchInput } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Switch } from "@triops/ui/switch";
import { FileUp, LayoutDashboard, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense } from "react";
import { useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { newId } from "./addresses.ts";
import { dashboardColumns } from "./columns.tsx";
import { dashboardFacets, dashboardPages, dashboardStarters } from "./reads.ts";
import { StarterCards } from "./starter-cards.tsx";

const ImportDialog = lazy(async () => ({ default: (await import("./import-dialog.tsx")).ImportDialog }));

const parsers = {
  search: parseAsString.withDefault(""),
  tag: parseAsString.withDefault(""),
  folder: parseAsString.withDefault(""),
  starred: parseAsBoolean.withDefault(false),
  import: parseAsBoolean.withDefault(false),
};

export function DashboardList() {
  const router = useRouter();
  const [{ import: importing, ...filters }, set] = useQueryStates(parsers);
  const mayWrite = useRefusal("dashboards:write");
  const pages = useInfiniteQuery(dashboardPages(filters));
  const facets = useQuery(dashboardFacets());
  const starters = useQuery(dashboardStarters());
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const filtered = filters.search !== "" || filters.tag !== "" || filters.folder !== "" || filters.starred;
  const tags = facets.data?.tags ?? [];
  const folders = facets.data?.folders ?? [];
  const available = starters.data?.data.filter((one) => one.available).length ?? 0;
  const newButton =
    mayWrite === undefined ? (
      <ButtonLink href={paths.dashboard(newId)} variant="primary" icon={<Plus aria-hidden="true" />}>
        New dashboard
      </ButtonLink>
    ) : (
      <Button variant="primary" icon={<Plus aria-hidden="true" />} disabledReason={mayWrite}>
        New dashboard
      </Button>
    );
  const importButton = (
    <Button
      icon={<FileUp aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => void set({ import: true })}
    >
      Import
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Dashboards"
        answer={!filtered && pages.data ? answerFor(rows.length, pages.hasNextPage, available) : undefined}
        actions={
          <>
            {importButton}
            {newButton}
          </>
        }
      />
      <PageBody>
        <search className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <SearchInput
            label="Search dashboards"
            value={filters.search}
            onValueChange={(search) => void set({ search: search || null })}
            className="w-full sm:w-64"
          />
          {(tags.length > 0 || filters.tag) && (
            <Select
              aria-label="Tag"
              options={[
                { value: "", label: "All tags" },
                ...tags.map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` })),
              ]}
              value={filters.tag}
              onValueChange={(tag) => void set({ tag: tag || null })}
              className="w-40"
            />
          )}
          {(folders.length > 0 || filters.folder) && (
            <Select
              aria-label="Folder"
              options={[
                { value: "", label: "All folders" },
                ...folders.map(({ folder, count }) => ({ value: folder, label: `${folder} (${count})` })),
              ]}
              value={filters.folder}
              onValueChange={(folder) => void set({ folder: folder || null })}
              className="w-40"
            />
          )}
          <Switch
            label="Favourites"
            checked={filters.starred}
            onCheckedChange={(starred) => void set({ starred: starred || null })}
            className="flex-row-reverse items-center gap-2"
          />
        </search>
        <PagedTable
          caption="Dashboards"
          columns={dashboardColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.dashboard(row.id))}
          pages={pages}
          empty={
            filtered ? (
              <EmptyFilter title="No dashboards match" onClear={() => void set(null)} />
            ) : (
              <EmptyNever
                title="No dashboards of your own yet"
                icon={<LayoutDashboard aria-hidden="true" />}
                actions={
                  <>
                    {newButton}
                    {importButton}
                  </>
                }
                snippet={importSnippet}
              >
                Begin with a built-in one below and make a copy, write your own, or bring one along from
                Grafana.
              </EmptyNever>
            )
          }
        />
        <StarterCards query={starters} />
      </PageBody>
      {importing && (
        <Suspense>
          <ImportDialog onClose={() => void set({ import: null })} />
        </Suspense>
      )}
    </>
  );
}

const importSnippet = {
  label: "From a terminal",
  code: `jq '{json: .}' dashboard.json |
  curl "$TRIOPS/api/v1/dashboards/import" \\
    -H "Authorization: Bearer $KEY" \\
    -H "Content-Type: application/json" -d @-`,
};

function answerFor(count: number, more: boolean, available: number): string {
  const own = count === 0 ? "None of your own yet" : `${count}${more ? " and more" : ""} of your own`;
  return `${own}, ${available} built in for what arrives.`;
}
