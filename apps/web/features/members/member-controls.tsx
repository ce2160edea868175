"use client";
import type { Member } from "@triops/domains/members/schemas";
import { type Role, roles } from "@triops/kernel/context";
import { IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Select } from "@triops/ui/select";
import { Ellipsis, UserMinus } from "lucide-react";
import { useState } from "react";
import { useMe, useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

const roleOptions = roles.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));

export function RoleSelect({ member }: { member: Member }) {
  const change = useChange("members");
  const mayChange = useRefusal("members:admin");
  if (mayChange) return <span>{member.role}</span>;
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      options={roleOptions}
      value={member.role}
      disabled={change.isPending}
      onValueChange={(role: Role) =>
        change.mutate({
          path: `/members/${member.id}/change-role`,
          body: { role },
          done: `${member.name} is now ${role}`,
        })
      }
    />
  );
}

export function MemberMenu({ member }: { member: Member }) {
  const me = useMe();
  const change = useChange("members");
  const mayChange = useRefusal("members:admin");
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions on ${member.name}`} icon={<Ellipsis aria-hidden="true" />} size="sm" />
        }
      >
        <MenuItem
          danger
          icon={<UserMinus aria-hidden="true" />}
          onSelect={() => setRemoving(true)}
          {...(mayChange ? { disabledReason: mayChange } : {})}
        >
          {member.id === me.memberId ? "Leave the workspace" : "Remove from the workspace"}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={`Remove ${member.name}?`}
        confirmLabel="Remove"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/members/${member.id}`,
            done: `${member.name} was removed`,
            onDone: () => setRemoving(false),
          })
        }
      >
        Their access ends with their next request. What they wrote and did stays in timelines and the audit
        log.
      </ConfirmDialog>
    </>
  );
}
