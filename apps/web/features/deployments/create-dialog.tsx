"use client";
import type { Deployment } from "@triops/domains/deployments/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { emptyVariant, missingIn, variantBody } from "./variant-draft.ts";
import { VariantFields } from "./variant-fields.tsx";

/** A name and its champion; canaries and shadows come later, on its page. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const change = useChange<Deployment>("deployments");
  const [name, setName] = useState("");
  const [draft, setDraft] = useState(emptyVariant);
  const faultAt = (start: string) =>
    change.error?.fields.find((fault) => fault.path.startsWith(start))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New deployment"
      description="A name that requests are sent to, and the version that answers them."
      onSubmit={() => {
        if (missingIn(draft)) return;
        change.mutate({
          path: "/deployments",
          body: { name, variants: [{ role: "champion", weight: 100, ...variantBody(draft) }] },
          done: "Deployed; it answers within a second",
          onDone: (made) => {
            onClose();
            router.push(paths.deployment(made.id));
          },
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabledReason={name === "" ? "Give it a name" : missingIn(draft)}
          >
            Deploy
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field
          label="Name"
          required
          hint="Part of the address of requests: small letters, digits, dots, dashes"
          error={faultAt("name")}
        >
          <Input
            value={name}
            maxLength={100}
            placeholder="prices"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <VariantFields draft={draft} onChange={setDraft} fault={faultAt("variants") ?? faultAt("serve")} />
      </FieldGroup>
    </Dialog>
  );
}
