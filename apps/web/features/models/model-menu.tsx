"use client";
import type { Model } from "@triops/domains/models/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { ConfirmDialog, Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

/** Rename and delete: rare, so behind one button. */
export function ModelMenu({ model }: { model: Model }) {
  const router = useRouter();
  const change = useChange<Model>("models");
  const mayWrite = useRefusal("models:write");
  const [asking, setAsking] = useState<"rename" | "delete" | null>(null);
  const [name, setName] = useState(model.name);
  const held = model.aliases.find((alias) => alias.protected);
  const kept = held && `${held.alias} points at one of its versions; it must be taken away first`;
  return (
    <>
      <Menu
        trigger={<IconButton label={`Actions on ${model.name}`} icon={<Ellipsis aria-hidden="true" />} />}
      >
        <MenuItem
          icon={<Pencil aria-hidden="true" />}
          disabledReason={mayWrite ?? kept}
          onSelect={() => setAsking("rename")}
        >
          Rename
        </MenuItem>
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite ?? kept}
          onSelect={() => setAsking("delete")}
        >
          Delete
        </MenuItem>
      </Menu>
      <Dialog
        open={asking === "rename"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Rename ${model.name}`}
        description="Its versions and aliases come along. Clients that use the old name find nothing."
        size="sm"
        onSubmit={() =>
          change.mutate({
            path: `/models/${model.id}/rename`,
            body: { name },
            done: "Renamed",
            onDone: () => {
              setAsking(null);
              router.replace(paths.model(name));
            },
          })
        }
        footer={
          <>
            <Button variant="ghost" onClick={() => setAsking(null)}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" loading={change.isPending}>
              Rename
            </Button>
          </>
        }
      >
        <Field label="Name" required hint="Without / and :" error={change.error?.fields[0]?.message}>
          <Input value={name} maxLength={256} onChange={(event) => setName(event.target.value)} />
        </Field>
      </Dialog>
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Delete ${model.name}?`}
        confirmLabel="Delete model"
        typeToConfirm={model.name}
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/models/${model.id}`,
            done: "Deleted",
            onDone: () => router.push(paths.models()),
          })
        }
      >
        Its {model.versions} {model.versions === 1 ? "version" : "versions"}, aliases, tags and card go with
        it. Runs and their artifacts stay.
      </ConfirmDialog>
    </>
  );
}
