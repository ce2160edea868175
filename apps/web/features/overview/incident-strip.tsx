"use client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Incident } from "@triops/domains/incidents/schemas";
import { Card } from "@triops/ui/card";
import { DataTable } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { useRouter } from "next/navigation";
import type { Page } from "../../data/reads.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { incidentColumns } from "../incidents/columns.tsx";

const shownMax = 5;

/** The incidents that are not over; nothing at all when there are none, since the answer says so already. */
export function IncidentStrip({
  query,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Page<Incident>>, Error>;
}) {
  const router = useRouter();
  const fault = errorOf(query.error, () => void query.refetch());
  const rows = query.data?.pages[0]?.data.slice(0, shownMax) ?? [];
  if (!fault && rows.length === 0) return null;
  return (
    <Card
      title="Active incidents"
      flush
      actions={<TextLink href={paths.incidents()}>All incidents</TextLink>}
    >
      <DataTable
        caption="Active incidents"
        columns={incidentColumns}
        rows={rows}
        rowKey={(row) => row.id}
        onRowOpen={(row) => router.push(paths.incident(row.id))}
        maxHeight="none"
        {...(fault ? { error: fault } : {})}
      />
    </Card>
  );
}
