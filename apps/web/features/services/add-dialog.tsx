"use client";
import type { Service } from "@triops/domains/services/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

type AddDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

export function AddDialog({ open, onOpenChange }: AddDialogProps) {
  const router = useRouter();
  const change = useChange<Service>("services");
  const [name, setName] = useState("");
  const [owner, setOwner] = useState("");
  const faults = change.error?.fields ?? [];
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add a service"
      description="Services that send telemetry appear by themselves. This is for one that does not send yet."
      onSubmit={() =>
        change.mutate({
          path: "/services",
          body: { name, owner },
          done: "Service added",
          onDone: (service) => {
            onOpenChange(false);
            router.push(paths.service(service.id));
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Add service
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field
          label="Name"
          required
          hint="As its service.name will say, so that its telemetry finds it"
          error={faults.find((fault) => fault.path === "name")?.message}
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={200} />
        </Field>
        <Field label="Owner" aside="optional">
          <Input
            value={owner}
            onChange={(event) => setOwner(event.target.value)}
            placeholder="Team checkout"
            maxLength={100}
          />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
