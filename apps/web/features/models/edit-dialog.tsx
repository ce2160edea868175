"use client";
import type { Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { ownersIn } from "./owners.ts";

export function EditDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const change = useChange<Model>("models");
  const [owners, setOwners] = useState(model.owners.join(", "));
  const [description, setDescription] = useState(model.description);
  const faultOf = (field: string) =>
    change.error?.fields.find((fault) => fault.path.startsWith(field))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`About ${model.name}`}
      onSubmit={() =>
        change.mutate({
          method: "PATCH",
          path: `/models/${model.id}`,
          body: { description, owners: ownersIn(owners) },
          done: "Saved",
          onDone: onClose,
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Owners" hint="People or teams, with commas between" error={faultOf("owners")}>
          <Input value={owners} onChange={(event) => setOwners(event.target.value)} />
        </Field>
        <Field label="Description" error={faultOf("description")}>
          <Textarea
            value={description}
            maxLength={20_000}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
