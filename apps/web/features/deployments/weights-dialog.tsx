"use client";
import type { Deployment } from "@triops/domains/deployments/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { keptVariant } from "./route-body.ts";
import { readWeights, type WeightDraft, withShare } from "./weights.ts";
import { roleLabel, variantName } from "./words.ts";

/** Shares of champion and canaries; one that gets 0 leaves. */
export function WeightsDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const change = useChange<Deployment>("deployments");
  const answering = deployment.variants.filter(({ role }) => role !== "shadow");
  const championId = answering.find(({ role }) => role === "champion")?.id ?? "";
  const [began] = useState(deployment.revision);
  const [reason, setReason] = useState("");
  const [draft, setDraft] = useState<WeightDraft>(
    Object.fromEntries(answering.map(({ id, weight }) => [id, String(weight)])),
  );
  const read = readWeights(draft);
  const fault = "fault" in read ? read.fault : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Change shares"
      description="What a canary takes, the champion gives. A canary with 0 % leaves the deployment."
      size="sm"
      onSubmit={() => {
        if ("fault" in read) return;
        const kept = deployment.variants
          .map((variant) => keptVariant(variant, { weight: read.weights[variant.id] ?? variant.weight }))
          .filter(({ role, weight }) => role !== "canary" || weight > 0);
        change.mutate({
          path: `/deployments/${deployment.id}/route`,
          body: { variants: kept, revision: began, ...(reason.trim() === "" ? {} : { reason }) },
          done: "Traffic moved; all gateways have it within a second",
          onDone: onClose,
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending} disabledReason={fault}>
            Move traffic
          </Button>
        </>
      }
    >
      <FieldGroup>
        {answering.map((variant) => (
          <Field
            key={variant.id}
            label={`${roleLabel[variant.role]}: ${variantName(variant)}`}
            error={variant.id === championId ? (fault ?? change.error?.fields[0]?.message) : undefined}
          >
            <Input
              type="number"
              min={0}
              max={100}
              step="any"
              suffix="%"
              value={draft[variant.id] ?? ""}
              onChange={(event) => setDraft(withShare(draft, variant.id, event.target.value, championId))}
            />
          </Field>
        ))}
        <Field label="Why" hint="Kept in the history and in the feed of changes">
          <Input value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
