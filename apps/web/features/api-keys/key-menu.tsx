"use client";
import { rotatedElsewhere } from "@triops/domains/api-keys/rules";
import type { ApiKey, NewApiKey, NewWebhookSecret } from "@triops/domains/api-keys/schemas";
import { IconButton } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ban, Ellipsis, FileKey, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { SecretDialog } from "./secret-dialog.tsx";

type KeyMenuProps = { apiKey: ApiKey; ended: boolean; onMade: (made: NewApiKey) => void };

export function KeyMenu({ apiKey, ended, onMade }: KeyMenuProps) {
  const change = useChange<NewApiKey>("api-keys");
  const mayWrite = useRefusal("api-keys:admin");
  const makeSecret = useChange<NewWebhookSecret>("api-keys");
  const [asking, setAsking] = useState<"rotate" | "revoke" | "secret" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const reason = mayWrite ?? (ended ? "This key has ended" : undefined);
  const blocked = reason ? { disabledReason: reason } : {};
  const elsewhere = reason ?? rotatedElsewhere(apiKey);
  const rotateBlocked = elsewhere ? { disabledReason: elsewhere } : {};
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions on ${apiKey.name}`} icon={<Ellipsis aria-hidden="true" />} size="sm" />
        }
      >
        <MenuItem
          icon={<RefreshCw aria-hidden="true" />}
          onSelect={() => setAsking("rotate")}
          {...rotateBlocked}
        >
          Rotate
        </MenuItem>
        <MenuItem icon={<FileKey aria-hidden="true" />} onSelect={() => setAsking("secret")} {...blocked}>
          {apiKey.hasWebhookSecret ? "Replace webhook secret" : "Make webhook secret"}
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
        open={asking === "secret"}
        onOpenChange={(open) => setAsking(open ? "secret" : null)}
        title={`A webhook secret for “${apiKey.name}”?`}
        confirmLabel={apiKey.hasWebhookSecret ? "Replace secret" : "Make secret"}
        danger={apiKey.hasWebhookSecret}
        pending={makeSecret.isPending}
        onConfirm={() =>
          makeSecret.mutate({
            path: `/api-keys/${apiKey.id}/webhook-secret`,
            onDone: (made) => {
              setAsking(null);
              setSecret(made.secret);
            },
          })
        }
      >
        GitHub signs what it sends with it. From then on unsigned events from GitHub under this key are
        refused{apiKey.hasWebhookSecret && ", and so are those signed with the secret it has now"}.
      </ConfirmDialog>
      <SecretDialog
        title={`Webhook secret of “${apiKey.name}”`}
        label="Webhook secret"
        secret={secret}
        onClose={() => setSecret(null)}
      />
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
