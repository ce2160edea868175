"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { SearchInput } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Plus, Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { deploymentColumns } from "./columns.tsx";
import { deploymentPages, liveFigures } from "./reads.ts";
import { deploySnippet } from "./snippets.ts";
import { listAnswer } from "./words.ts";

const CreateDialog = lazy(async () => ({ default: (await import("./create-dialog.tsx")).CreateDialog }));

/** Figures of the last 15 minutes are asked for this often. */
const freshMs = 10_000;

export function DeploymentList() {
  const router = useRouter();
  const { webUrl } = useMe();
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  const [creating, setCreating] = useState(false);
  const mayWrite = useRefusal("deployments:write");
  const pages = useInfiniteQuery(deploymentPages({ search }));
  const found = pages.data?.pages.flatMap((page) => page.data) ?? [];
  // As many as one question may name; further down the list figures are left out.
  const ids = found.slice(0, 200).map((row) => row.id);
  const live = useQuery({ ...liveFigures(ids), enabled: ids.length > 0, refetchInterval: freshMs });
  const figures = new Map(live.data?.data.map((one) => [one.id, one]));
  const rows = found.map((row) => ({ ...row, live: figures.get(row.id) }));
  const create = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => setCreating(true)}
    >
      New deployment
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Deployments"
        answer={search === "" && pages.data ? listAnswer(found, pages.hasNextPage) : undefined}
        actions={create}
      />
      <PageBody>
        <div className="w-full sm:w-64">
          <SearchInput
            label="Search deployments"
            value={search}
            onValueChange={(next) => void setSearch(next || null)}
          />
        </div>
        <DataTable
          caption="Deployments"
          columns={deploymentColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.deployment(row.id))}
          loading={pages.isPending}
          refreshing={pages.isPlaceholderData}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
          empty={
            search !== "" ? (
              <EmptyFilter title="No deployment is called that" onClear={() => void setSearch(null)} />
            ) : (
              <EmptyNever
                title="Nothing is deployed yet"
                icon={<Rocket aria-hidden="true" />}
                snippet={{ label: "Deploy a version by API", code: deploySnippet(webUrl) }}
              >
                A deployment is a name that requests are sent to, and the versions that answer them: a
                champion, canaries with a share, shadows that only listen. Make one here or by API:
              </EmptyNever>
            )
          }
        />
      </PageBody>
      {creating && (
        <Suspense>
          <CreateDialog onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  );
}
