"use client";
import { changeRefusal } from "@triops/domains/saved-views/rules";
import type { SavedView } from "@triops/domains/saved-views/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Input } from "@triops/ui/input";
import { Check, Lock, Pencil, RefreshCw, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useMe } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

type ManageDialogProps = {
  views: readonly SavedView[];
  /** What the screen asks now: a view can be set to it. */
  query: string;
  onOpenChange: (open: boolean) => void;
};

export function ManageDialog({ views, query, onOpenChange }: ManageDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Saved views"
      description="Rename, share or delete what is kept for this screen."
      footer={<Button onClick={() => onOpenChange(false)}>Done</Button>}
    >
      {views.length === 0 ? (
        <p className="text-body text-ink-2">None is left.</p>
      ) : (
        <ul className="flex flex-col">
          {views.map((view) => (
            <ViewRow key={view.id} view={view} query={query} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function ViewRow({ view, query }: { view: SavedView; query: string }) {
  const me = useMe();
  const change = useChange("saved-views");
  const [name, setName] = useState<string | null>(null);
  const actor = { kind: "member" as const, id: me.memberId, name: me.name, role: me.role };
  const refused =
    me.role === "viewer"
      ? "This needs the role editor; yours is viewer"
      : (changeRefusal(view, actor) ?? undefined);
  const path = `/saved-views/${view.id}`;
  const patch = (body: object, done: string) =>
    change.mutate({ method: "PATCH", path, body, done, onDone: () => setName(null) });
  return (
    <li className="flex min-h-row items-center gap-1 border-line-subtle border-b py-1 last:border-b-0">
      {name === null ? (
        <span className="min-w-0 flex-1 truncate text-body text-ink-1">
          {view.name}
          <span className="text-ink-3">
            {" "}
            · {view.shared ? (view.mine ? "shared" : `shared by ${view.ownerName}`) : "private"}
          </span>
        </span>
      ) : (
        <Input
          aria-label={`New name of ${view.name}`}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") patch({ name }, "View renamed");
          }}
          className="flex-1"
        />
      )}
      {name === null ? (
        <IconButton
          size="sm"
          label={`Rename ${view.name}`}
          disabledReason={refused}
          icon={<Pencil aria-hidden="true" />}
          onClick={() => setName(view.name)}
        />
      ) : (
        <IconButton
          size="sm"
          label="Keep the new name"
          icon={<Check aria-hidden="true" />}
          onClick={() => patch({ name }, "View renamed")}
        />
      )}
      <IconButton
        size="sm"
        label={`Set ${view.name} to what is shown now`}
        disabledReason={refused ?? (view.query === query ? "It is what is shown now" : undefined)}
        icon={<RefreshCw aria-hidden="true" />}
        onClick={() => patch({ query }, "View updated")}
      />
      <IconButton
        size="sm"
        label={view.shared ? `Make ${view.name} private` : `Share ${view.name}`}
        disabledReason={refused}
        icon={view.shared ? <Lock aria-hidden="true" /> : <Users aria-hidden="true" />}
        onClick={() => patch({ shared: !view.shared }, view.shared ? "View is private now" : "View shared")}
      />
      <IconButton
        size="sm"
        label={`Delete ${view.name}`}
        disabledReason={refused}
        icon={<Trash2 aria-hidden="true" />}
        onClick={() => change.mutate({ method: "DELETE", path, done: "View deleted" })}
      />
    </li>
  );
}
