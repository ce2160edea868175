"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { SearchInput } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Plug, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { LlmTabs } from "../llm-routes/llm-tabs.tsx";
import { providerColumns } from "./columns.tsx";
import { providerHealth, providerPages } from "./reads.ts";
import { providerSnippet } from "./snippets.ts";
import { providersAnswer } from "./words.ts";

const ProviderDialog = lazy(async () => ({ default: (await import("./form-dialog.tsx")).ProviderDialog }));

/** Figures of the last quarter of an hour are asked for this often. */
const freshMs = 10_000;

export function ProviderList() {
  const router = useRouter();
  const { webUrl } = useMe();
  const [search, setSearch] = useQueryState("search", parseAsString.withDefault(""));
  // A link may ask for the form to be open; from then on it is nobody's address.
  const [wanted, setWanted] = useQueryState("add", parseAsBoolean.withDefault(false));
  const [adding, setAdding] = useState(wanted);
  const mayWrite = useRefusal("llm-providers:admin");
  const pages = useInfiniteQuery(providerPages({ search }));
  const found = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const ids = found.slice(0, 200).map(({ id }) => id);
  const health = useQuery({ ...providerHealth(ids), enabled: ids.length > 0, refetchInterval: freshMs });
  const byId = new Map(health.data?.data.map((one) => [one.id, one]));
  const rows = found.map((row) => ({ ...row, health: byId.get(row.id) }));
  const add = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      disabledReason={mayWrite}
      onClick={() => setAdding(true)}
    >
      Add provider
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Routes & keys"
        answer={search === "" && pages.data ? providersAnswer(found, byId, pages.hasNextPage) : undefined}
        actions={add}
        tabs={<LlmTabs active="providers" />}
      />
      <PageBody className="pt-4">
        <div className="w-full sm:w-64">
          <SearchInput
            label="Search providers"
            value={search}
            onValueChange={(next) => void setSearch(next || null)}
          />
        </div>
        <PagedTable
          caption="Providers"
          columns={providerColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.provider(row.id))}
          pages={pages}
          empty={
            search !== "" ? (
              <EmptyFilter title="No provider is called that" onClear={() => void setSearch(null)} />
            ) : (
              <EmptyNever
                title="No provider yet"
                icon={<Plug aria-hidden="true" />}
                snippet={{ label: "Add a provider by API", code: providerSnippet(webUrl) }}
                actions={add}
              >
                A provider answers calls: OpenAI, Anthropic, Azure, a model on your own machine. Its key is
                sealed here, and programs never see it.
              </EmptyNever>
            )
          }
        />
      </PageBody>
      {adding && !mayWrite && (
        <Suspense>
          <ProviderDialog
            onClose={() => {
              setAdding(false);
              if (wanted) void setWanted(null);
            }}
            onSaved={(saved) => {
              setAdding(false);
              router.push(paths.provider(saved.id));
            }}
          />
        </Suspense>
      )}
    </>
  );
}
