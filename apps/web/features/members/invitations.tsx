"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Invitation } from "@triops/domains/members/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { type Column, DataTable } from "@triops/ui/data-table";
import { Time } from "@triops/ui/time";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { invitationPages } from "./reads.ts";

function Withdraw({ invitation }: { invitation: Invitation }) {
  const change = useChange("members");
  return (
    <Button
      size="sm"
      loading={change.isPending}
      onClick={() =>
        change.mutate({
          method: "DELETE",
          path: `/members/invitations/${invitation.id}`,
          done: "Invitation withdrawn; its link no longer works",
        })
      }
    >
      Withdraw
    </Button>
  );
}

const columns: readonly Column<Invitation>[] = [
  { id: "email", header: "Address", primary: true, cell: (row) => row.email },
  { id: "role", header: "Role", widthPx: 110, cell: (row) => row.role },
  {
    id: "expires",
    header: "Expires",
    widthPx: 160,
    cell: (row) => <Time at={row.expiresAt} format="absolute" />,
  },
  {
    id: "withdraw",
    header: "Actions",
    hideHeader: true,
    widthPx: 110,
    align: "end",
    cell: (row) => <Withdraw invitation={row} />,
  },
];

/** Offers that nobody took up yet; nothing at all when there are none. */
export function Invitations() {
  const pages = useInfiniteQuery(invitationPages());
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const fault = errorOf(pages.error, () => void pages.refetch());
  if (!fault && rows.length === 0) return null;
  return (
    <Card title="Open invitations" flush>
      <DataTable
        caption="Open invitations"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        maxHeight="none"
        rowKeys={false}
        hasMore={pages.hasNextPage}
        onLoadMore={() => void pages.fetchNextPage()}
        {...(fault ? { error: fault } : {})}
      />
    </Card>
  );
}
