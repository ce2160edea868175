"use client";
import { useQuery } from "@tanstack/react-query";
import type { AlertGroup } from "@triops/domains/alerts/schemas";
import { EmptyFilter } from "@triops/ui/data-states";
import { type Column, DataTable } from "@triops/ui/data-table";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { Time } from "@triops/ui/time";
import { formatCount } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { alertGroups } from "./reads.ts";

const columns: readonly Column<AlertGroup>[] = [
  {
    id: "severity",
    header: "Worst",
    widthPx: 92,
    cell: (group) => <SeverityBadge level={group.severity} />,
  },
  {
    id: "value",
    header: "Group",
    primary: true,
    cell: (group) =>
      group.value === "" ? (
        <span className="text-ink-3">without</span>
      ) : (
        <span className="font-medium break-all">{group.value}</span>
      ),
  },
  {
    id: "count",
    header: "Open",
    widthPx: 100,
    align: "end",
    cell: (group) => <span className="tabular-nums">{formatCount(group.count)}</span>,
  },
  {
    id: "silenced",
    header: "Silenced",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (group) => <span className="tabular-nums">{formatCount(group.silenced)}</span>,
  },
  { id: "newest", header: "Newest", widthPx: 120, cell: (group) => <Time at={group.newestAt} /> },
];

const silencedBy: Readonly<Record<string, string>> = { heard: "false", silenced: "true" };

/** All open alerts by one label, the largest groups first; a group leads to its alerts. */
export function GroupTable({
  by,
  state,
  onOpen,
}: {
  by: string;
  state: string;
  onOpen: (value: string) => void;
}) {
  const query = useQuery(alertGroups(by, silencedBy[state]));
  return (
    <>
      <DataTable
        caption={`Open alerts by ${by}`}
        columns={columns}
        rows={query.data?.data ?? []}
        rowKey={(group) => group.value}
        onRowOpen={(group) => onOpen(group.value)}
        loading={query.isPending}
        refreshing={query.isPlaceholderData}
        error={errorOf(query.error, () => void query.refetch())}
        empty={<EmptyFilter title="No alert is open">Groups are made of open alerts.</EmptyFilter>}
      />
      {query.data?.more && <p className="text-dense text-ink-3">Only the 100 largest groups are shown.</p>}
    </>
  );
}
