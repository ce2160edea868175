"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { PageBody } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Snippet } from "@triops/ui/snippet";
import { Boxes } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useMe } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { otlpSnippet } from "../sources/snippets.ts";
import { serviceColumns } from "./columns.tsx";
import { type Span, servicePages } from "./reads.ts";
import { serviceParsers } from "./state.ts";

const stateOptions = [
  { value: "", label: "Any health" },
  { value: "unwell", label: "Unwell" },
  { value: "failing", label: "Failing" },
  { value: "degraded", label: "Degraded" },
  { value: "healthy", label: "Healthy" },
  { value: "quiet", label: "Quiet" },
  { value: "archived", label: "Archived" },
];
const tierOptions = [
  { value: "", label: "All tiers" },
  ...["1", "2", "3", "4"].map((value) => ({ value, label: `Tier ${value}` })),
];

export function ServiceList({ span, live }: { span: Span; live: boolean }) {
  const router = useRouter();
  const { gatewayUrl } = useMe();
  const [{ search, state, tier }, set] = useQueryStates(serviceParsers);
  const archived = state === "archived";
  const filters = { search, tier, state: archived ? "" : state, archived: archived ? "only" : "" };
  const pages = useInfiniteQuery(servicePages(filters, span));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const filtered = search !== "" || state !== "" || tier !== "";
  const snippet = otlpSnippet(gatewayUrl);
  return (
    <PageBody>
      <search className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Search services"
          placeholder="Search names, owners, tags"
          value={search}
          onChange={(event) => void set({ search: event.target.value || null })}
          className="w-full sm:w-64"
        />
        <Select
          aria-label="Health"
          options={stateOptions}
          value={state}
          onValueChange={(next) => void set({ state: next || null })}
          className="w-36"
        />
        <Select
          aria-label="Tier"
          options={tierOptions}
          value={tier}
          onValueChange={(next) => void set({ tier: next || null })}
          className="w-32"
        />
      </search>
      <PagedTable
        caption="Services"
        columns={serviceColumns}
        rows={rows}
        rowKey={(row) => row.id}
        onRowOpen={(row) => router.push(paths.service(row.id))}
        pages={pages}
        refreshing={pages.isPlaceholderData && !live}
        error={pages.data ? undefined : errorOf(pages.error, () => void pages.refetch())}
        empty={
          filtered ? (
            <EmptyFilter
              title="No services match"
              onClear={() => void set({ search: null, state: null, tier: null })}
            />
          ) : (
            <EmptyNever title="No service has been heard of yet" icon={<Boxes aria-hidden="true" />}>
              <p>
                Services appear here by themselves when they send traces, logs or metrics with a service.name.
              </p>
              <div className="mt-3 w-full max-w-2xl">
                <Snippet label={snippet.label} code={snippet.code} />
              </div>
            </EmptyNever>
          )
        }
      />
    </PageBody>
  );
}
