"use client";
import { useQuery } from "@tanstack/react-query";
import type { Metric } from "@triops/domains/metrics/schemas";
import { EmptyFilter } from "@triops/ui/data-states";
import { type Column, DataTable } from "@triops/ui/data-table";
import { Input } from "@triops/ui/input";
import { Time } from "@triops/ui/time";
import { useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { metricNames, type Span } from "./reads.ts";

const columns: readonly Column<Metric>[] = [
  {
    id: "metric",
    header: "Metric",
    primary: true,
    cell: (row) => <span className="font-mono text-dense">{row.metric}</span>,
  },
  { id: "kind", header: "Kind", widthPx: 100, cell: (row) => row.kind },
  { id: "unit", header: "Unit", widthPx: 90, hideBelow: "md", cell: (row) => row.unit || "none" },
  {
    id: "series",
    header: "Series",
    widthPx: 90,
    align: "end",
    cell: (row) => <span className="tabular-nums">{row.seriesCount}</span>,
  },
  {
    id: "seen",
    header: "Last seen",
    widthPx: 120,
    hideBelow: "md",
    cell: (row) => <Time at={row.lastSeen} />,
  },
];

/** Every metric that arrived lately; choosing one opens it as its kind is best looked at. */
export function MetricTable({ span, onChoose }: { span: Span; onChoose: (metric: Metric) => void }) {
  const [search, setSearch] = useState("");
  const names = useQuery(metricNames(span, search));
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Input
        type="search"
        aria-label="Search metrics"
        placeholder="Search metrics"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="w-full sm:w-72"
      />
      <DataTable
        caption="Metrics"
        columns={columns}
        rows={names.data?.data ?? []}
        rowKey={(row) => row.metric}
        onRowOpen={onChoose}
        loading={names.isPending}
        refreshing={names.isPlaceholderData}
        error={errorOf(names.error, () => void names.refetch())}
        empty={
          <EmptyFilter
            title="No metric has this name"
            onClear={() => setSearch("")}
            clearLabel="Clear search"
          />
        }
      />
    </div>
  );
}
