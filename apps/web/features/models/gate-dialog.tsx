"use client";
import type { Gate, Model } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { ownersIn as namesIn } from "./owners.ts";

const scopes = [
  { value: "workspace", label: "The workspace's rules" },
  { value: "model", label: "Rules of its own" },
] as const;
const directions = [
  { value: "higher", label: "Higher is better" },
  { value: "lower", label: "Lower is better" },
] as const;
const marginKinds = [
  { value: "absolute", label: "as a number" },
  { value: "relative", label: "as a share (0.05 = 5 %)" },
] as const;

/** What a promotion of this model must pass. */
export function GateDialog({ model, gate, onClose }: { model: Model; gate: Gate; onClose: () => void }) {
  const change = useChange<Gate>("models");
  const { comparison } = gate.checks;
  const [draft, setDraft] = useState({
    scope: gate.scope as "workspace" | "model",
    protectedAliases: gate.protectedAliases.join(", "),
    requireSignature: gate.checks.requireSignature,
    requireSmoke: gate.checks.requireSmoke,
    requiredMetrics: gate.checks.requiredMetrics.join(", "),
    metric: comparison?.metric ?? "",
    direction: comparison?.direction ?? ("higher" as "higher" | "lower"),
    margin: String(comparison?.margin ?? 0),
    marginKind: comparison?.marginKind ?? ("absolute" as "absolute" | "relative"),
    expiresAfterHours: String(gate.checks.expiresAfterHours),
  });
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faultOf = (...names: string[]) =>
    change.error?.fields.find((fault) => names.some((name) => fault.path.includes(name)))?.message;
  const own = draft.scope === "model";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Promotion rules of ${model.name}`}
      description="They hold for every way to move an alias, MLflow's client included."
      onSubmit={() =>
        change.mutate({
          path: `/models/${model.id}/gate`,
          body: {
            inherit: !own,
            protectedAliases: namesIn(draft.protectedAliases),
            checks: {
              requireSignature: draft.requireSignature,
              requireSmoke: draft.requireSmoke,
              requiredMetrics: namesIn(draft.requiredMetrics),
              comparison:
                draft.metric.trim() === ""
                  ? null
                  : {
                      metric: draft.metric.trim(),
                      direction: draft.direction,
                      margin: Number(draft.margin),
                      marginKind: draft.marginKind,
                    },
              expiresAfterHours: Number(draft.expiresAfterHours),
            },
          },
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
        <Segmented
          label="Whose rules"
          options={scopes}
          value={draft.scope}
          onValueChange={(scope) => put({ scope })}
        />
        {own && (
          <>
            <Field
              label="Protected aliases"
              hint="With commas between; the workspace's rules protect champion"
              error={faultOf("protectedAliases")}
            >
              <Input
                value={draft.protectedAliases}
                onChange={(event) => put({ protectedAliases: event.target.value })}
              />
            </Field>
            <Checkbox
              label="A signature is required"
              hint="And it takes what the champion takes"
              checked={draft.requireSignature}
              onCheckedChange={(requireSignature) => put({ requireSignature })}
            />
            <Checkbox
              label="A trial inference must succeed"
              hint="With the input example that was logged with the version"
              checked={draft.requireSmoke}
              onCheckedChange={(requireSmoke) => put({ requireSmoke })}
            />
            <Field label="Required metrics" hint="With commas between" error={faultOf("requiredMetrics")}>
              <Input
                value={draft.requiredMetrics}
                placeholder="rmse, r2"
                onChange={(event) => put({ requiredMetrics: event.target.value })}
              />
            </Field>
            <Field
              label="Metric to beat the champion on"
              hint="Leave it empty to compare none"
              error={faultOf("comparison.metric")}
            >
              <Input
                value={draft.metric}
                placeholder="rmse"
                onChange={(event) => put({ metric: event.target.value })}
              />
            </Field>
            {draft.metric.trim() !== "" && (
              <>
                <Segmented
                  label="Direction"
                  options={directions}
                  value={draft.direction}
                  onValueChange={(direction) => put({ direction })}
                />
                <div className="grid grid-cols-2 gap-3">
                  <Field label="May be worse by" error={faultOf("margin")}>
                    <Input
                      type="number"
                      min={0}
                      step="any"
                      value={draft.margin}
                      onChange={(event) => put({ margin: event.target.value })}
                    />
                  </Field>
                  <Field label="Meant">
                    <Select
                      options={marginKinds}
                      value={draft.marginKind}
                      onValueChange={(marginKind) => put({ marginKind })}
                    />
                  </Field>
                </div>
              </>
            )}
            <Field label="A request expires after" aside="hours" error={faultOf("expiresAfterHours")}>
              <Input
                type="number"
                min={1}
                max={2_160}
                value={draft.expiresAfterHours}
                onChange={(event) => put({ expiresAfterHours: event.target.value })}
              />
            </Field>
          </>
        )}
      </FieldGroup>
    </Dialog>
  );
}
