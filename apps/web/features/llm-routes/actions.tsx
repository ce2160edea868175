"use client";
import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import { Button, ButtonLink, IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ellipsis, Pencil, Power, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

export function RouteActions({ route }: { route: LlmRoute }) {
  const router = useRouter();
  const change = useChange<LlmRoute>("routes");
  const mayWrite = useRefusal("llm-routes:write");
  const [asking, setAsking] = useState<"disable" | "delete" | null>(null);
  const { id, name, enabled } = route;
  const close = () => setAsking(null);
  return (
    <>
      {mayWrite ? (
        <Button icon={<Pencil aria-hidden="true" />} disabledReason={mayWrite}>
          Edit
        </Button>
      ) : (
        <ButtonLink href={paths.editRoute(id)} icon={<Pencil aria-hidden="true" />}>
          Edit
        </ButtonLink>
      )}
      <Menu trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis aria-hidden="true" />} />}>
        <MenuItem
          icon={<Power aria-hidden="true" />}
          disabledReason={mayWrite}
          onSelect={() =>
            enabled
              ? setAsking("disable")
              : change.mutate({ path: `/routes/${id}/enable`, done: "It answers again" })
          }
        >
          {enabled ? "Switch off" : "Switch on"}
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite}
          onSelect={() => setAsking("delete")}
        >
          Delete
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking === "disable"}
        onOpenChange={(open) => !open && close()}
        title={`Switch ${name} off?`}
        confirmLabel="Switch off"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({ path: `/routes/${id}/disable`, done: "Switched off", onDone: close })
        }
      >
        Programs that ask for it are refused until it is switched on again.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => !open && close()}
        title={`Delete ${name}?`}
        confirmLabel="Delete route"
        typeToConfirm={name}
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/routes/${id}`,
            done: "Deleted",
            onDone: () => router.push(paths.routes()),
          })
        }
      >
        Programs that ask for it are told that there is no such model. Records of its calls stay.
      </ConfirmDialog>
    </>
  );
}
