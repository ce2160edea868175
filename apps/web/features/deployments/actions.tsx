"use client";
import { blockedBecause } from "@triops/domains/deployments/rules";
import type { Deployment } from "@triops/domains/deployments/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ellipsis, Power, Trash2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { routingText } from "./words.ts";

/** Roll back in two presses; switch off and delete behind a menu. */
export function DeploymentActions({ deployment }: { deployment: Deployment }) {
  const router = useRouter();
  const change = useChange<Deployment>("deployments");
  const mayWrite = useRefusal("deployments:write");
  const [asking, setAsking] = useState<"roll-back" | "disable" | "delete" | null>(null);
  const { id, name, enabled } = deployment;
  const untouched = deployment.revision <= 1 ? "Nothing has changed since it was made" : undefined;
  const close = () => setAsking(null);
  const dialog = (which: "roll-back" | "disable" | "delete") => ({
    open: asking === which,
    onOpenChange: (open: boolean) => !open && close(),
    pending: change.isPending,
  });
  return (
    <>
      <Button
        icon={<Undo2 aria-hidden="true" />}
        disabledReason={mayWrite ?? untouched}
        onClick={() => setAsking("roll-back")}
      >
        Roll back
      </Button>
      <Menu trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis aria-hidden="true" />} />}>
        <MenuItem
          icon={<Power aria-hidden="true" />}
          disabledReason={mayWrite}
          onSelect={() =>
            enabled
              ? setAsking("disable")
              : change.mutate({ path: `/deployments/${id}/enable`, done: "It answers again" })
          }
        >
          {enabled ? "Switch off" : "Switch on"}
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite ?? blockedBecause.remove(deployment) ?? undefined}
          onSelect={() => setAsking("delete")}
        >
          Delete
        </MenuItem>
      </Menu>
      <ConfirmDialog
        {...dialog("roll-back")}
        title={`Roll ${name} back?`}
        confirmLabel="Roll back"
        onConfirm={() =>
          change.mutate({
            path: `/deployments/${id}/roll-back`,
            onDone: close,
            done: "Rolled back; all gateways have it within a second",
          })
        }
      >
        {deployment.rolloutId
          ? "The rollout ends, and who answered before it answers everything again, within a second on all gateways."
          : "Who answered before the last move answers again, within a second on all gateways. Done twice, it undoes itself."}
        <p className="mt-2 text-ink-3">Now: {routingText(deployment.variants)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        {...dialog("disable")}
        title={`Switch ${name} off?`}
        confirmLabel="Switch off"
        onConfirm={() =>
          change.mutate({ path: `/deployments/${id}/disable`, done: "Switched off", onDone: close })
        }
      >
        Requests get 503 until it is switched on again.
      </ConfirmDialog>
      <ConfirmDialog
        {...dialog("delete")}
        title={`Delete ${name}?`}
        confirmLabel="Delete deployment"
        typeToConfirm={name}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/deployments/${id}`,
            done: "Deleted",
            onDone: () => router.push(paths.deployments()),
          })
        }
      >
        The name is free again. Predictions that were stored stay until they expire.
      </ConfirmDialog>
    </>
  );
}
