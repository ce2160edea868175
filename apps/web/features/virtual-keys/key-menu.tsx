"use client";
import { blockedBecause, virtualKeyState } from "@triops/domains/virtual-keys/rules";
import type { NewVirtualKey, VirtualKey } from "@triops/domains/virtual-keys/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { useNow } from "@triops/ui/now";
import { Ban, Ellipsis, Pencil, RefreshCw } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

const KeyDialog = lazy(async () => ({ default: (await import("./key-dialog.tsx")).KeyDialog }));

export function KeyActions({
  virtualKey,
  onMade,
}: {
  virtualKey: VirtualKey;
  onMade: (made: NewVirtualKey) => void;
}) {
  const now = useNow();
  const change = useChange<NewVirtualKey>("virtual-keys");
  const mayWrite = useRefusal("virtual-keys:admin");
  const [asking, setAsking] = useState<"rotate" | "revoke" | "edit" | null>(null);
  const { id, name } = virtualKey;
  const reason = mayWrite ?? blockedBecause(virtualKeyState(virtualKey, new Date(now))) ?? undefined;
  const close = () => setAsking(null);
  return (
    <>
      <Button icon={<Pencil aria-hidden="true" />} disabledReason={reason} onClick={() => setAsking("edit")}>
        Change limits
      </Button>
      <Menu trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis aria-hidden="true" />} />}>
        <MenuItem
          icon={<RefreshCw aria-hidden="true" />}
          disabledReason={reason}
          onSelect={() => setAsking("rotate")}
        >
          Rotate
        </MenuItem>
        <MenuItem
          danger
          icon={<Ban aria-hidden="true" />}
          disabledReason={reason}
          onSelect={() => setAsking("revoke")}
        >
          Revoke
        </MenuItem>
      </Menu>
      {asking === "edit" && (
        <Suspense>
          <KeyDialog virtualKey={virtualKey} onClose={close} />
        </Suspense>
      )}
      <ConfirmDialog
        open={asking === "rotate"}
        onOpenChange={(open) => !open && close()}
        title={`Rotate “${name}”?`}
        confirmLabel="Rotate key"
        danger={false}
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            path: `/virtual-keys/${id}/rotate`,
            onDone: (made) => {
              close();
              onMade(made);
            },
          })
        }
      >
        A new key with the same limits is made. The old one works for another hour, and both count as one.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "revoke"}
        onOpenChange={(open) => !open && close()}
        title={`Revoke “${name}”?`}
        confirmLabel="Revoke key"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({ path: `/virtual-keys/${id}/revoke`, done: "Key revoked", onDone: close })
        }
      >
        Programs that use it are refused within a second. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
