"use client";
import type { Deployment } from "@triops/domains/deployments/schemas";
import type { Rollout } from "@triops/domains/rollouts/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { defaultPolicy, policyBody, policyFault } from "./policy-draft.ts";
import { PolicyFields } from "./policy-fields.tsx";
import { keptVariant } from "./route-body.ts";
import { emptyVariant, missingIn, variantBody } from "./variant-draft.ts";
import { VariantFields } from "./variant-fields.tsx";

const ways = [
  { value: "rollout", label: "Roll out" },
  { value: "canary", label: "Canary by hand" },
  { value: "shadow", label: "Shadow" },
] as const;
type Way = (typeof ways)[number]["value"];

const meaning: Record<Way, string> = {
  rollout: "It takes over step by step while its guards hold, and takes itself back when one trips.",
  canary: "It answers a fixed share until you change it.",
  shadow: "It gets copies of requests; its answers are compared and never sent.",
};

/** Another version beside the champion: rolled out, as a canary, or in the shadow. */
export function AddDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const change = useChange<Deployment | Rollout>("deployments");
  const [way, setWay] = useState<Way>("rollout");
  const [draft, setDraft] = useState(emptyVariant);
  const [policy, setPolicy] = useState(defaultPolicy);
  const [share, setShare] = useState("5");
  const [reason, setReason] = useState("");
  const weight = Number(share);
  const champion = deployment.variants.find(({ role }) => role === "champion");
  const fault =
    missingIn(draft) ??
    (way === "rollout"
      ? policyFault(policy)
      : !(weight > 0 && weight <= (way === "canary" ? (champion?.weight ?? 0) : 100))
        ? way === "canary"
          ? `At most ${champion?.weight ?? 0} %, what the champion has to give`
          : "More than 0 %, at most 100 %"
        : undefined);
  const why = reason.trim() === "" ? {} : { reason: reason.trim() };
  const send = () =>
    way === "rollout"
      ? {
          path: "/rollouts",
          body: {
            deploymentId: deployment.id,
            canary: variantBody(draft),
            policy: policyBody(policy),
            ...why,
          },
          done: "The rollout began",
        }
      : {
          path: `/deployments/${deployment.id}/route`,
          body: {
            revision: deployment.revision,
            variants: [
              ...deployment.variants.map((variant) =>
                keptVariant(
                  variant,
                  way === "canary" && variant.role === "champion" ? { weight: variant.weight - weight } : {},
                ),
              ),
              { role: way, weight, ...variantBody(draft) },
            ],
            ...why,
          },
          done: way === "canary" ? "The canary answers within a second" : "The shadow listens",
        };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Add a version to ${deployment.name}`}
      description={meaning[way]}
      onSubmit={() => {
        if (!fault) change.mutate({ ...send(), onDone: onClose });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending} disabledReason={fault}>
            {way === "rollout" ? "Start rollout" : way === "canary" ? "Add canary" : "Add shadow"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Segmented label="How it joins" options={ways} value={way} onValueChange={setWay} />
        <VariantFields draft={draft} onChange={setDraft} fault={change.error?.fields[0]?.message} />
        {way === "rollout" ? (
          <PolicyFields policy={policy} onChange={setPolicy} />
        ) : (
          <Field label={way === "canary" ? "Share of requests" : "Share of requests copied to it"}>
            <Input
              type="number"
              min={0}
              max={100}
              step="any"
              suffix="%"
              value={share}
              onChange={(event) => setShare(event.target.value)}
            />
          </Field>
        )}
        <Field label="Why" hint="Kept in the history and in the feed of changes">
          <Input value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
