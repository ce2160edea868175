"use client";
import type { Incident } from "@triops/domains/incidents/schemas";
import { type Severity, severities } from "@triops/domains/severity";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

const meaning: Record<Severity, string> = {
  sev1: "SEV1 · customers cannot work",
  sev2: "SEV2 · customers notice",
  sev3: "SEV3 · degraded, can wait for office hours",
  sev4: "SEV4 · worth knowing",
};
const options = severities.map((value) => ({ value, label: meaning[value] }));

export function DeclareDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const change = useChange<Incident>("incidents");
  const [title, setTitle] = useState("");
  const [severity, setSeverity] = useState<Severity>("sev3");
  const faults = change.error?.fields ?? [];
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Declare an incident"
      description="For what no monitor saw. It appears at once for everybody in the workspace."
      onSubmit={() =>
        change.mutate({
          path: "/incidents",
          body: { title, severity },
          done: "Incident declared",
          onDone: (incident) => {
            onOpenChange(false);
            setTitle("");
            router.push(paths.incident(incident.id));
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Declare incident
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field
          label="What is wrong?"
          required
          error={faults.find((fault) => fault.path === "title")?.message}
        >
          <Input
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            placeholder="Checkout answers slowly"
            maxLength={200}
          />
        </Field>
        <Field label="Severity">
          <Select options={options} value={severity} onValueChange={setSeverity} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
