"use client";
import { useQuery } from "@tanstack/react-query";
import type { Model } from "@triops/domains/models/schemas";
import type { Promotion } from "@triops/domains/promotions/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMe } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { checkWords } from "../models/gate-words.ts";
import { modelGate } from "../models/reads.ts";

type RequestDialogProps = {
  model: Model;
  version: number;
  /** The alias that was asked for; empty for the first protected one. */
  wanted: string;
  /** Resolves when the address no longer asks for the dialog. */
  onClose: () => Promise<unknown>;
};

/** Asks for a protected alias. An owner may go past the rules, with a reason that stays in the audit log. */
export function RequestDialog({ model, version, wanted, onClose }: RequestDialogProps) {
  const router = useRouter();
  const me = useMe();
  const change = useChange<Promotion>("promotions");
  const gate = useQuery(modelGate(model.id));
  const [chosen, setAlias] = useState(wanted);
  const [reason, setReason] = useState("");
  const [bypass, setBypass] = useState(false);
  const guarded = gate.data?.protectedAliases ?? [];
  const alias = guarded.includes(chosen) ? chosen : (guarded[0] ?? "");
  const now = model.aliases.find((one) => one.alias === alias)?.version;
  const same = now === version ? `${alias} is this version already` : undefined;
  const fault = change.error?.fields.find((one) => one.path === "reason")?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && void onClose()}
      title={`Promote version ${version}`}
      description={
        now === undefined
          ? `${alias || "The alias"} of ${model.name} points at nothing yet.`
          : `${alias} of ${model.name} is version ${now} now.`
      }
      onSubmit={() =>
        !same &&
        change.mutate({
          path: bypass ? "/promotions/bypass" : "/promotions",
          body: { modelId: model.id, alias, version, reason },
          done: bypass ? `${alias} is version ${version}` : "Promotion requested",
          // One after the other: an address that is being rewritten takes a journey elsewhere back.
          onDone: (promotion) => void onClose().then(() => router.push(paths.promotion(promotion.id))),
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={() => void onClose()}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant={bypass ? "danger" : "primary"}
            loading={change.isPending}
            disabledReason={
              same ??
              (alias === "" ? "No alias is protected" : undefined) ??
              (bypass && reason.trim() === "" ? "Say why it cannot wait for an approval" : undefined)
            }
          >
            {bypass ? "Move without approval" : "Request promotion"}
          </Button>
        </>
      }
    >
      <FieldGroup>
        {gate.data ? undefined : errorOf(gate.error, () => void gate.refetch())}
        <Field label="Alias">
          <Select
            options={guarded.map((value) => ({ value, label: value }))}
            value={alias}
            onValueChange={setAlias}
          />
        </Field>
        <Field label="Why" required={bypass} hint="The approver reads this first" error={fault}>
          <Textarea
            value={reason}
            maxLength={5_000}
            placeholder="Trained on the third quarter; better for new customers"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {gate.data && !bypass && (
          <div>
            <p className="mb-1 text-body text-ink-3">It must pass</p>
            <ul className="list-disc pl-4 text-body text-ink-1">
              {checkWords(gate.data.checks).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
        {me.role === "owner" && (
          <Checkbox
            label="Move it now, without checks and approval"
            hint="Only owners can; the reason stays in the audit log and in the change feed"
            checked={bypass}
            onCheckedChange={setBypass}
          />
        )}
        {bypass && (
          <Notice tone="warning">
            Nothing is checked and nobody else has looked. Clients get the version at once.
          </Notice>
        )}
      </FieldGroup>
    </Dialog>
  );
}
