"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { severities } from "@triops/domains/severity";
import { Button } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { CircleCheck, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { answerFor } from "./answer.ts";
import { incidentColumns } from "./columns.tsx";
import { DeclareDialog } from "./declare-dialog.tsx";
import { incidentPages } from "./reads.ts";

const filterParsers = {
  state: parseAsString.withDefault("active"),
  severity: parseAsString.withDefault(""),
  search: parseAsString.withDefault(""),
};

const stateOptions = [
  { value: "active", label: "Active" },
  { value: "open", label: "Open" },
  { value: "acknowledged", label: "Acknowledged" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All states" },
] as const;
const severityOptions = [
  { value: "", label: "All severities" },
  ...severities.map((value) => ({ value, label: value.toUpperCase() })),
];

export function IncidentList() {
  const router = useRouter();
  const [filters, setFilters] = useQueryStates(filterParsers);
  const [declaring, setDeclaring] = useState(false);
  const mayWrite = useRefusal("incidents:write");
  const { state, severity, search } = filters;
  const pages = useInfiniteQuery(incidentPages({ state: state === "all" ? "" : state, severity, search }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const filtered = state !== "active" || severity !== "" || search !== "";
  return (
    <>
      <PageHeader
        title="Incidents"
        answer={
          state === "active" && !severity && !search && pages.data
            ? answerFor(rows, pages.hasNextPage)
            : undefined
        }
        actions={
          <Button
            variant="primary"
            icon={<Plus aria-hidden="true" />}
            disabledReason={mayWrite}
            onClick={() => setDeclaring(true)}
          >
            Declare incident
          </Button>
        }
      />
      <PageBody>
        <search className="flex flex-wrap items-center gap-2">
          <Input
            type="search"
            aria-label="Search incidents"
            placeholder="Search titles"
            value={search}
            onChange={(event) => void setFilters({ search: event.target.value || null })}
            className="w-full sm:w-56"
          />
          <Select
            aria-label="State"
            options={stateOptions}
            value={state as (typeof stateOptions)[number]["value"]}
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
        <PagedTable
          caption="Incidents"
          columns={incidentColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.incident(row.id))}
          pages={pages}
          empty={
            filtered ? (
              <EmptyFilter
                title="No incidents match"
                onClear={() => void setFilters(null)}
                clearLabel="Show active"
              />
            ) : (
              <EmptyNever
                title="All quiet"
                icon={<CircleCheck aria-hidden="true" />}
                actions={
                  <Button onClick={() => void setFilters({ state: "all" })}>Show past incidents</Button>
                }
              >
                Nothing needs you. When a monitor opens an alert, an incident appears here by itself.
              </EmptyNever>
            )
          }
        />
      </PageBody>
      <DeclareDialog open={declaring} onOpenChange={setDeclaring} />
    </>
  );
}
