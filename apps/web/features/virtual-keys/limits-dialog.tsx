"use client";
import { noLimits } from "@triops/domains/virtual-keys/rules";
import type { Team, WorkspaceLimits } from "@triops/domains/virtual-keys/schemas";
import { Button } from "@triops/ui/button";
import { ConfirmDialog, Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { draftOfLimits, limitsOf } from "./limits-draft.ts";
import { LimitsFields } from "./limits-fields.tsx";

/** A team and what all its keys may spend together; `null` makes a new one. */
export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const change = useChange<Team>("teams");
  const [name, setName] = useState(team?.name ?? "");
  const [limits, setLimits] = useState(() => draftOfLimits(team?.limits ?? noLimits));
  const [deleting, setDeleting] = useState(false);
  const faults = change.error?.fields ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={team ? `Team ${team.name}` : "New team"}
      description="Its limits hold for all its keys together, on top of their own."
      onSubmit={() => {
        if (name.trim() === "") return;
        change.mutate({
          ...(team ? { method: "PATCH" as const } : {}),
          path: team ? `/teams/${team.id}` : "/teams",
          body: { name: name.trim(), limits: limitsOf(limits) },
          done: team ? "Saved; it holds within a second" : "Team made",
          onDone: onClose,
        });
      }}
      footer={
        <>
          {team && (
            <Button
              variant="ghost"
              className="mr-auto"
              disabledReason={team.keys > 0 ? "Keys belong to it: move or revoke them first" : undefined}
              onClick={() => setDeleting(true)}
            >
              Delete
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabledReason={name.trim() === "" ? "Give it a name" : undefined}
          >
            {team ? "Save team" : "Make team"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Name" required error={faults.find(({ path }) => path === "name")?.message}>
          <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </Field>
        <LimitsFields draft={limits} onChange={setLimits} faults={faults} />
      </FieldGroup>
      {team && (
        <ConfirmDialog
          open={deleting}
          onOpenChange={setDeleting}
          title={`Delete team ${team.name}?`}
          confirmLabel="Delete team"
          pending={change.isPending}
          onConfirm={() =>
            change.mutate({ method: "DELETE", path: `/teams/${team.id}`, done: "Deleted", onDone: onClose })
          }
        >
          Its limits end. What its keys spent stays on record.
        </ConfirmDialog>
      )}
    </Dialog>
  );
}

/** What the whole workspace may spend; nothing is outside of it. */
export function WorkspaceLimitsDialog({
  current,
  onClose,
}: {
  current: WorkspaceLimits;
  onClose: () => void;
}) {
  const change = useChange<WorkspaceLimits>("llm-limits");
  const [limits, setLimits] = useState(() => draftOfLimits(current.limits));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Limits of the workspace"
      description="They hold for every call through the gateway, whatever key it comes with."
      onSubmit={() =>
        change.mutate({
          method: "PATCH",
          path: "/llm-limits",
          body: { limits: limitsOf(limits) },
          done: "Saved; it holds within a second",
          onDone: onClose,
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save limits
          </Button>
        </>
      }
    >
      <LimitsFields draft={limits} onChange={setLimits} faults={change.error?.fields ?? []} />
    </Dialog>
  );
}
