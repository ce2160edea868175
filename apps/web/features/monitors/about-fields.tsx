import { severities } from "@triops/domains/severity";
import type { FieldFault } from "@triops/kernel/errors";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import type { Draft } from "./draft.ts";

const severityOptions = severities.map((value) => ({ value, label: value.toUpperCase() }));

type AboutFieldsProps = {
  draft: Draft;
  update: (part: Partial<Draft>) => void;
  faults: readonly FieldFault[];
};

export function AboutFields({ draft, update, faults }: AboutFieldsProps) {
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.message;
  return (
    <FieldGroup className="pt-1">
      <Field label="Name" required error={faultOf("name")} hint="Titles of its alerts begin with this.">
        <Input
          value={draft.name}
          maxLength={200}
          onChange={(event) => update({ name: event.target.value })}
        />
      </Field>
      <Field label="Severity of its alerts">
        <Select
          options={severityOptions}
          value={draft.severity}
          onValueChange={(severity) => update({ severity })}
        />
      </Field>
      <Field label="Description" hint="What it means and what to do first." error={faultOf("description")}>
        <Textarea
          rows={4}
          maxLength={2_000}
          value={draft.description}
          onChange={(event) => update({ description: event.target.value })}
        />
      </Field>
    </FieldGroup>
  );
}
