"use client";
import { useQuery } from "@tanstack/react-query";
import type { LabelRequest } from "@triops/domains/label-requests/schemas";
import type { Prompt } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMe } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { promptGate } from "./reads.ts";

type LabelDialogProps = { prompt: Prompt; version: number; onClose: () => Promise<unknown> };

const usual = ["production", "staging"];
const otherValue = "";

/** Points a label at a version; asks for it where the label is protected. */
export function LabelDialog({ prompt, version, onClose }: LabelDialogProps) {
  const router = useRouter();
  const me = useMe();
  const gate = useQuery(promptGate());
  const change = useChange<Prompt | LabelRequest>("prompts");
  const [chosen, setChosen] = useState("production");
  const [other, setOther] = useState("");
  const [reason, setReason] = useState("");
  const [bypass, setBypass] = useState(false);
  const label = chosen === otherValue ? other.trim() : chosen;
  const guarded = gate.data?.protectedLabels.includes(label) ?? false;
  const now = prompt.labels.find((one) => one.label === label)?.version ?? null;
  const names = [
    ...new Set([...usual, ...(gate.data?.protectedLabels ?? []), ...prompt.labels.map((one) => one.label)]),
  ];
  const why =
    (gate.data ? undefined : "Still loading") ??
    (label === "" ? "Name the label" : undefined) ??
    (now === version ? `${label} is this version already` : undefined) ??
    (bypass && reason.trim() === "" ? "Say why it cannot wait for an approval" : undefined);
  const fault = change.error?.fields[0];
  const submit = () => {
    if (why !== undefined) return;
    if (!guarded)
      return change.mutate({
        path: `/prompts/${prompt.id}/set-label`,
        body: { label, version, from: now },
        done: `${label} is v${version}`,
        onDone: () => void onClose(),
      });
    change.mutate({
      path: bypass ? "/label-requests/bypass" : "/label-requests",
      body: { promptId: prompt.id, label, version, reason },
      done: bypass ? `${label} is v${version}` : "Label requested",
      // One after the other: an address that is being rewritten takes a journey elsewhere back.
      onDone: ({ id }) => void onClose().then(() => router.push(paths.labelRequest(id))),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && void onClose()}
      title={`Label version ${version}`}
      description={
        now === null
          ? `${label || "The label"} points at nothing yet.`
          : `${label} is v${now} now; callers get v${version} within a second.`
      }
      onSubmit={submit}
      footer={
        <>
          <Button variant="ghost" onClick={() => void onClose()}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant={bypass && guarded ? "danger" : "primary"}
            loading={change.isPending}
            disabledReason={why}
          >
            {guarded ? (bypass ? "Move without approval" : "Request label") : "Move label"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        {gate.data ? undefined : errorOf(gate.error, () => void gate.refetch())}
        <Field label="Label">
          <Select
            options={[
              ...names.map((value) => ({
                value,
                label: gate.data?.protectedLabels.includes(value) ? `${value} (protected)` : value,
              })),
              { value: otherValue, label: "Another label" },
            ]}
            value={chosen}
            onValueChange={setChosen}
          />
        </Field>
        {chosen === otherValue && (
          <Field
            label="Name of the label"
            required
            hint="Lower-case letters, digits, _ . and -"
            error={fault?.message}
          >
            <Input value={other} maxLength={64} onChange={(event) => setOther(event.target.value)} />
          </Field>
        )}
        {guarded && (
          <>
            <Field
              label="Why"
              required={bypass}
              hint="The approver reads this first"
              error={chosen === otherValue ? undefined : fault?.message}
            >
              <Textarea
                value={reason}
                maxLength={5_000}
                placeholder="Asks for the order number first; fewer turns in the playground"
                onChange={(event) => setReason(event.target.value)}
              />
            </Field>
            {!bypass && (
              <p className="text-body text-ink-3">
                {label} is protected: checks run, and another member approves before it moves.
              </p>
            )}
            {me.role === "owner" && (
              <Checkbox
                label="Move it now, without approval"
                hint="Only owners can; the reason stays in the audit log and in the change feed"
                checked={bypass}
                onCheckedChange={setBypass}
              />
            )}
            {bypass && (
              <Notice tone="warning">Nobody else has looked. Callers get the version at once.</Notice>
            )}
          </>
        )}
      </FieldGroup>
    </Dialog>
  );
}
