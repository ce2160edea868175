import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import type { Draft } from "./draft.ts";

const kinds = [
  { value: "anomaly", label: "Unusual" },
  { value: "threshold", label: "Beyond a limit" },
  { value: "absence", label: "Silent" },
] as const;
const explains: Record<Draft["kind"], string> = {
  anomaly: "Learns each series by hour and weekday and fires once for each episode outside what it expects.",
  threshold: "Fires when the value passes a limit and stays there.",
  absence: "Fires when a series that used to arrive stops arriving.",
};
const operators = [
  { value: ">", label: "is above" },
  { value: ">=", label: "is at least" },
  { value: "<", label: "is below" },
  { value: "<=", label: "is at most" },
] as const;
const sensitivities = [
  { value: "low", label: "Low: only the rarest" },
  { value: "medium", label: "Medium" },
  { value: "high", label: "High: more, sooner" },
] as const;
const directions = [
  { value: "both", label: "Above or below" },
  { value: "above", label: "Only above" },
  { value: "below", label: "Only below" },
] as const;

export function ConditionFields({ draft, update }: { draft: Draft; update: (part: Partial<Draft>) => void }) {
  const lasting = (
    <Field label="For at least" aside="minutes">
      <Input
        inputMode="numeric"
        value={draft.forMinutes}
        onChange={(event) => update({ forMinutes: event.target.value })}
      />
    </Field>
  );
  return (
    <div className="flex flex-col gap-3 pt-1">
      <Segmented
        label="Kind of rule"
        options={kinds}
        value={draft.kind}
        onValueChange={(kind) => update({ kind })}
        className="self-start"
      />
      <p className="text-body text-ink-2">{explains[draft.kind]}</p>
      <div className="grid gap-3 sm:grid-cols-3">
        {draft.kind === "threshold" && (
          <>
            <Field label="The value">
              <Select options={operators} value={draft.op} onValueChange={(op) => update({ op })} />
            </Field>
            <Field label="Limit" required>
              <Input
                inputMode="decimal"
                value={draft.value}
                placeholder="0.9"
                onChange={(event) => update({ value: event.target.value })}
              />
            </Field>
            {lasting}
            <Field label="Over again at" aside="optional" hint="A limit of its own keeps it from flickering.">
              <Input
                inputMode="decimal"
                value={draft.recoverValue}
                placeholder={draft.value || "0.85"}
                onChange={(event) => update({ recoverValue: event.target.value })}
              />
            </Field>
          </>
        )}
        {draft.kind === "anomaly" && (
          <>
            <Field label="Sensitivity">
              <Select
                options={sensitivities}
                value={draft.sensitivity}
                onValueChange={(sensitivity) => update({ sensitivity })}
              />
            </Field>
            <Field label="Direction">
              <Select
                options={directions}
                value={draft.direction}
                onValueChange={(direction) => update({ direction })}
              />
            </Field>
            {lasting}
          </>
        )}
        {draft.kind === "absence" && (
          <Field label="Silent for" aside="minutes" required>
            <Input
              inputMode="numeric"
              value={draft.afterMinutes}
              onChange={(event) => update({ afterMinutes: event.target.value })}
            />
          </Field>
        )}
      </div>
    </div>
  );
}
