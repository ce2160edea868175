"use client";
import type { SavedView } from "@triops/domains/saved-views/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Switch } from "@triops/ui/switch";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";

type SaveDialogProps = {
  screen: SavedView["screen"];
  query: string;
  onOpenChange: (open: boolean) => void;
};

export function SaveDialog({ screen, query, onOpenChange }: SaveDialogProps) {
  const change = useChange<SavedView>("saved-views");
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const faults = change.error?.fields ?? [];
  const taken = change.error?.code === "conflict" ? "You have a view of this name already" : undefined;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Save this view"
      description="Keeps what is asked on this screen: search, filters, columns and range."
      onSubmit={() =>
        change.mutate({
          path: "/saved-views",
          body: { screen, name, query, shared },
          done: "View saved",
          onDone: () => onOpenChange(false),
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save view
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Name" required error={taken ?? faults.find((fault) => fault.path === "name")?.message}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Errors of checkout"
            maxLength={100}
          />
        </Field>
        <Switch
          label="Share with the workspace"
          hint="Everybody here can open it; only you and admins can change it."
          checked={shared}
          onCheckedChange={setShared}
        />
      </FieldGroup>
    </Dialog>
  );
}
