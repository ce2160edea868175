"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Member } from "@triops/domains/members/schemas";
import { Avatar } from "@triops/ui/avatar";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import type { Column } from "@triops/ui/data-table";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { Time } from "@triops/ui/time";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { PagedTable } from "../../data/paged-table.tsx";
import { SettingsTabs } from "../settings/settings-tabs.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberMenu, RoleSelect } from "./member-controls.tsx";
import { memberPages } from "./reads.ts";

const columns: readonly Column<Member>[] = [
  {
    id: "name",
    header: "Person",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <Avatar name={row.name} id={row.userId} />
        <span className="min-w-0">
          <span className="block truncate font-medium text-ink-1">{row.name}</span>
          <span className="block truncate text-dense text-ink-3">{row.email}</span>
        </span>
      </span>
    ),
  },
  { id: "role", header: "Role", widthPx: 150, cell: (row) => <RoleSelect member={row} /> },
  {
    id: "factor",
    header: "Second factor",
    widthPx: 130,
    hideBelow: "md",
    cell: (row) => (row.twoFactor ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>),
  },
  {
    id: "since",
    header: "Member since",
    widthPx: 130,
    hideBelow: "md",
    cell: (row) => <Time at={row.createdAt} />,
  },
  {
    id: "menu",
    header: "Actions",
    hideHeader: true,
    widthPx: 56,
    align: "end",
    cell: (row) => <MemberMenu member={row} />,
  },
];

export function MembersSettings() {
  const pages = useInfiniteQuery(memberPages());
  const mayInvite = useRefusal("members:admin");
  const [inviting, setInviting] = useState(false);
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const count = `${rows.length}${pages.hasNextPage ? "+" : ""}`;
  return (
    <>
      <PageHeader
        title="Members"
        answer={
          pages.data ? `${count} ${rows.length === 1 ? "person works" : "people work"} here.` : undefined
        }
        actions={
          <Button
            variant="primary"
            icon={<UserPlus aria-hidden="true" />}
            disabledReason={mayInvite}
            onClick={() => setInviting(true)}
          >
            Invite
          </Button>
        }
        tabs={<SettingsTabs />}
      />
      <PageBody className="pt-4">
        <PagedTable caption="Members" columns={columns} rows={rows} rowKey={(row) => row.id} pages={pages} />
        {mayInvite === undefined && <Invitations />}
      </PageBody>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  );
}
