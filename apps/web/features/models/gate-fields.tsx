"use client";
import { Checkbox } from "@triops/ui/checkbox";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import type { ApiError } from "../../data/api.ts";
import type { GateDraft } from "./gate-draft.ts";

const directions = [
  { value: "higher", label: "Higher is better" },
  { value: "lower", label: "Lower is better" },
] as const;
const marginKinds = [
  { value: "absolute", label: "as a number" },
  { value: "relative", label: "as a share (0.05 = 5 %)" },
] as const;

type Props = {
  draft: GateDraft;
  onChange: (draft: GateDraft) => void;
  error: ApiError | null;
  aliasesHint: string;
};

/** The rules themselves, whoever they are of. */
export function GateFields({ draft, onChange, error, aliasesHint }: Props) {
  const put = (more: Partial<GateDraft>) => onChange({ ...draft, ...more });
  const faultOf = (name: string) => error?.fields.find((fault) => fault.path.includes(name))?.message;
  return (
    <>
      <Field label="Protected aliases" hint={aliasesHint} error={faultOf("protectedAliases")}>
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
  );
}
