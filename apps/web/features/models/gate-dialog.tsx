"use client";
import type { Gate, Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { FieldGroup } from "@triops/ui/field";
import { Segmented } from "@triops/ui/segmented";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { draftOf, rulesOf } from "./gate-draft.ts";
import { GateFields } from "./gate-fields.tsx";

const scopes = [
  { value: "workspace", label: "The workspace's rules" },
  { value: "model", label: "Rules of its own" },
] as const;

type Props = { gate: Gate; onClose: () => void } & (
  | { model: Model }
  /** Of all models that have none of their own. */
  | { model: null }
);

/** What a promotion must pass: of one model, or of the workspace. */
export function GateDialog({ model, gate, onClose }: Props) {
  const change = useChange<Gate>("models");
  const [scope, setScope] = useState<"workspace" | "model">(gate.scope);
  const [draft, setDraft] = useState(() => draftOf(gate));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={model ? `Promotion rules of ${model.name}` : "Promotion rules of the workspace"}
      description={
        model
          ? "They hold for every way to move an alias, MLflow's client included."
          : "They hold for every model without rules of its own, and for every way to move an alias, MLflow's client included."
      }
      onSubmit={() =>
        change.mutate({
          path: model ? `/models/${model.id}/gate` : "/models/gate",
          body: { ...rulesOf(draft), ...(model ? { inherit: scope === "workspace" } : {}) },
          done: "Rules saved",
          onDone: onClose,
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save rules
          </Button>
        </>
      }
    >
      <FieldGroup>
        {model && <Segmented label="Whose rules" options={scopes} value={scope} onValueChange={setScope} />}
        {(!model || scope === "model") && (
          <GateFields
            draft={draft}
            onChange={setDraft}
            error={change.error}
            aliasesHint={
              model
                ? "With commas between; the workspace's rules protect champion unless they were changed"
                : "With commas between; empty protects none"
            }
          />
        )}
      </FieldGroup>
    </Dialog>
  );
}
