"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { DataTable } from "@triops/ui/data-table";
import { SearchInput } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Package, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { lazy, Suspense, useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { promotionPages } from "../promotions/reads.ts";
import { modelColumns } from "./columns.tsx";
import { modelPages } from "./reads.ts";
import { RegistryTabs } from "./registry-tabs.tsx";
import { registerSnippet } from "./snippets.ts";
import { registryAnswer } from "./words.ts";

const CreateDialog = lazy(async () => ({ default: (await import("./create-dialog.tsx")).CreateDialog }));

const orders = ["name", "updated"] as const;
const addressParsers = {
  search: parseAsString.withDefault(""),
  order: parseAsStringLiteral(orders).withDefault("name"),
};
const orderOptions = [
  { value: "name", label: "By name" },
  { value: "updated", label: "Changed last" },
] as const;

export function ModelList() {
  const router = useRouter();
  const { webUrl } = useMe();
  const [{ search, order }, setAddress] = useQueryStates(addressParsers);
  const [creating, setCreating] = useState(false);
  const mayWrite = useRefusal("models:write");
  const pages = useInfiniteQuery(modelPages({ search, order }));
  const waiting = useInfiniteQuery(promotionPages({ state: "waiting" }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const asks = waiting.data?.pages.flatMap((page) => page.data).length ?? 0;
  return (
    <>
      <PageHeader
        title="Registry"
        answer={search === "" && pages.data ? registryAnswer(rows, pages.hasNextPage, asks) : undefined}
        actions={
          <Button
            icon={<Plus aria-hidden="true" />}
            disabledReason={mayWrite}
            onClick={() => setCreating(true)}
          >
            Add model
          </Button>
        }
        tabs={<RegistryTabs active="models" />}
      />
      <PageBody className="pt-4">
        <search className="flex flex-wrap items-center gap-2">
          <div className="w-full sm:w-64">
            <SearchInput
              label="Search models"
              value={search}
              onValueChange={(next) => void setAddress({ search: next || null })}
            />
          </div>
          <Select
            aria-label="Order"
            options={orderOptions}
            value={order}
            onValueChange={(next) => void setAddress({ order: next })}
            className="w-40"
          />
        </search>
        <DataTable
          caption="Registered models"
          columns={modelColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.model(row.name))}
          loading={pages.isPending}
          refreshing={pages.isPlaceholderData}
          hasMore={pages.hasNextPage}
          onLoadMore={() => void pages.fetchNextPage()}
          loadingMore={pages.isFetchingNextPage}
          error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
          empty={
            search !== "" ? (
              <EmptyFilter
                title="No model is called that"
                onClear={() => void setAddress({ search: null })}
              />
            ) : (
              <EmptyNever
                title="Nothing is registered yet"
                icon={<Package aria-hidden="true" />}
                snippet={{ label: "Register a first model", code: registerSnippet(webUrl) }}
                actions={<ButtonLink href={paths.apiKeys()}>Make an API key</ButtonLink>}
              >
                MLflow's own client registers models here; what it logs appears by itself, with its signature,
                its metrics and where it came from.
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
