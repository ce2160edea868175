"use client";
import type { ApiKey, NewApiKey } from "@triops/domains/api-keys/schemas";
import { IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ban, Ellipsis, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

type KeyMenuProps = { apiKey: ApiKey; ended: boolean; onMade: (made: NewApiKey) => void };

export function KeyMenu({ apiKey, ended, onMade }: KeyMenuProps) {
  const change = useChange<NewApiKey>("api-keys");
  const mayWrite = useRefusal("api-keys:admin");
  const [asking, setAsking] = useState<"rotate" | "revoke" | null>(null);
  const reason = mayWrite ?? (ended ? "This key has ended" : undefined);
  const blocked = reason ? { disabledReason: reason } : {};
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions on ${apiKey.name}`} icon={<Ellipsis aria-hidden="true" />} size="sm" />
        }
      >
        <MenuItem icon={<RefreshCw aria-hidden="true" />} onSelect={() => setAsking("rotate")} {...blocked}>
          Rotate
        </MenuItem>
        <MenuItem danger icon={<Ban aria-hidden="true" />} onSelect={() => setAsking("revoke")} {...blocked}>
          Revoke
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking === "rotate"}
        onOpenChange={(open) => setAsking(open ? "rotate" : null)}
        title={`Rotate “${apiKey.name}”?`}
        confirmLabel="Rotate key"
        danger={false}
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            path: `/api-keys/${apiKey.id}/rotate`,
            onDone: (made) => {
              setAsking(null);
              onMade(made);
            },
          })
        }
      >
        A new key with the same scopes is made. The old one works for another hour, so that programs can
        change over.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "revoke"}
        onOpenChange={(open) => setAsking(open ? "revoke" : null)}
        title={`Revoke “${apiKey.name}”?`}
        confirmLabel="Revoke key"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            path: `/api-keys/${apiKey.id}/revoke`,
            done: "Key revoked",
            onDone: () => setAsking(null),
          })
        }
      >
        Programs that use it are refused within seconds. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
