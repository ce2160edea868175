"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ButtonLink } from "@triops/ui/button";
import { EmptyFilter, EmptyNever } from "@triops/ui/data-states";
import { Input } from "@triops/ui/input";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Select } from "@triops/ui/select";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { paths } from "../../shell/paths.ts";
import { monitorColumns } from "./columns.tsx";
import { monitorPages } from "./reads.ts";

const filterParsers = { kind: parseAsString.withDefault(""), search: parseAsString.withDefault("") };
const kindOptions = [
  { value: "", label: "All kinds" },
  { value: "threshold", label: "Threshold" },
  { value: "anomaly", label: "Anomaly" },
  { value: "absence", label: "Absence" },
];

export function MonitorList() {
  const router = useRouter();
  const [{ kind, search }, setFilters] = useQueryStates(filterParsers);
  const mayWrite = useRefusal("monitors:write");
  const pages = useInfiniteQuery(monitorPages({ kind, search }));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const on = rows.filter((monitor) => monitor.enabled);
  const failing = on.filter((monitor) => monitor.evaluationError).length;
  const series = on.reduce((sum, monitor) => sum + monitor.seriesCount, 0);
  const plain = kind === "" && search === "";
  const create = mayWrite === undefined && (
    <ButtonLink href={paths.newMonitor()} variant="primary" icon={<Plus aria-hidden="true" />}>
      New monitor
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Monitors"
        answer={
          plain && rows.length > 0
            ? `${on.length} on, watching ${series} series${failing > 0 ? `; ${failing} cannot be judged` : ""}.`
            : undefined
        }
        actions={create}
      />
      <PageBody>
        <search className="flex flex-wrap items-center gap-2">
          <Input
            type="search"
            aria-label="Search monitors"
            placeholder="Search names"
            value={search}
            onChange={(event) => void setFilters({ search: event.target.value || null })}
            className="w-full sm:w-56"
          />
          <Select
            aria-label="Kind"
            options={kindOptions}
            value={kind}
            onValueChange={(next) => void setFilters({ kind: next || null })}
            className="w-40"
          />
        </search>
        <PagedTable
          caption="Monitors"
          columns={monitorColumns}
          rows={rows}
          rowKey={(row) => row.id}
          onRowOpen={(row) => router.push(paths.monitor(row.id))}
          pages={pages}
          empty={
            plain ? (
              <EmptyNever title="Nothing is watched yet" actions={create || undefined}>
                A monitor judges every series of a metric and opens an alert when one leaves what is allowed
                or expected.
              </EmptyNever>
            ) : (
              <EmptyFilter title="No monitors match" onClear={() => void setFilters(null)} />
            )
          }
        />
      </PageBody>
    </>
  );
}
