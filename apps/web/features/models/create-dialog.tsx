"use client";
import type { Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { ownersIn } from "./owners.ts";

/** A name for versions to come. Clients make it by themselves when they register. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const change = useChange<Model>("models");
  const [draft, setDraft] = useState({ name: "", description: "", owners: "" });
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faultOf = (field: string) =>
    change.error?.fields.find((fault) => fault.path.startsWith(field))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a model"
      description="A place for versions that come later. MLflow's client makes one by itself when it registers."
      onSubmit={() =>
        change.mutate({
          path: "/models",
          body: { name: draft.name, description: draft.description, owners: ownersIn(draft.owners) },
          done: "Model added",
          onDone: (model) => {
            onClose();
            router.push(paths.model(model.name));
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Add model
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Name" required hint="Without / and :" error={faultOf("name")}>
          <Input
            value={draft.name}
            maxLength={256}
            placeholder="house-prices"
            onChange={(event) => put({ name: event.target.value })}
          />
        </Field>
        <Field label="Description" error={faultOf("description")}>
          <Textarea
            value={draft.description}
            maxLength={20_000}
            onChange={(event) => put({ description: event.target.value })}
          />
        </Field>
        <Field label="Owners" hint="People or teams, with commas between" error={faultOf("owners")}>
          <Input value={draft.owners} onChange={(event) => put({ owners: event.target.value })} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
