"use client";
import { allMark } from "@triops/domains/dashboards/rules";
import type { Variable } from "@triops/domains/dashboards/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Checkbox } from "@triops/ui/checkbox";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import type { Variables } from "../variables/use-variables.ts";

const kinds = [
  { value: "query", label: "Values of a label" },
  { value: "custom", label: "A list" },
  { value: "interval", label: "Intervals" },
  { value: "text", label: "Text" },
  { value: "constant", label: "Constant" },
] as const;

const variablesMax = 40;

type FormProps = {
  variables: readonly Variable[];
  state: Variables;
  onChange(variables: Variable[], key?: string): void;
};

/** Variables: what `$name` stands for in queries, titles and texts. */
export function VariablesForm({ variables, state, onChange }: FormProps) {
  const add = () => {
    let number = variables.length + 1;
    while (variables.some((one) => one.name === `variable${number}`)) number++;
    onChange([...variables, { ...blankVariable, name: `variable${number}` }]);
  };
  return (
    <Card
      title="Variables"
      actions={
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          disabledReason={variables.length >= variablesMax ? `At most ${variablesMax}` : undefined}
          onClick={add}
        >
          Add variable
        </Button>
      }
    >
      {variables.length === 0 && (
        <p className="text-body text-ink-2">
          A variable stands as <code className="font-mono">$name</code> in queries and titles. Readers choose
          its value, and panels can repeat for each.
        </p>
      )}
      <ul className="flex flex-col divide-y divide-line-subtle">
        {variables.map((variable, at) => (
          <li key={at} className="py-4 first:pt-0 last:pb-0">
            <OneVariable
              variable={variable}
              options={state.options.get(variable.name) ?? []}
              fault={state.faults.get(variable.name)}
              taken={variables.some((other, index) => index !== at && other.name === variable.name)}
              onChange={(next, key) => onChange(variables.with(at, next), key && `variable-${at}-${key}`)}
              actions={
                <>
                  <IconButton
                    size="sm"
                    label={`Move ${variable.name} up`}
                    icon={<ArrowUp aria-hidden="true" />}
                    disabledReason={at === 0 ? "It is the first" : undefined}
                    onClick={() => onChange(variables.toSpliced(at, 1).toSpliced(at - 1, 0, variable))}
                  />
                  <IconButton
                    size="sm"
                    label={`Move ${variable.name} down`}
                    icon={<ArrowDown aria-hidden="true" />}
                    disabledReason={at === variables.length - 1 ? "It is the last" : undefined}
                    onClick={() => onChange(variables.toSpliced(at, 1).toSpliced(at + 1, 0, variable))}
                  />
                  <IconButton
                    size="sm"
                    label={`Remove ${variable.name}`}
                    icon={<Trash2 aria-hidden="true" />}
                    onClick={() => onChange(variables.toSpliced(at, 1))}
                  />
                </>
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const blankVariable: Variable = {
  name: "",
  label: "",
  kind: "query",
  query: "",
  pattern: "",
  values: [],
  multi: false,
  includeAll: false,
  allValue: "",
  chosen: [],
  hidden: false,
};

type OneProps = {
  variable: Variable;
  options: readonly string[];
  fault: string | undefined;
  taken: boolean;
  onChange(variable: Variable, key?: string): void;
  actions: React.ReactNode;
};

function OneVariable({ variable, options, fault, taken, onChange, actions }: OneProps) {
  const { kind, name } = variable;
  const set = (part: Partial<Variable>, key?: string) => onChange({ ...variable, ...part }, key);
  const choosable = kind === "query" || kind === "custom";
  return (
    <FieldGroup>
      <div className="flex items-end gap-2">
        <Field
          label="Name"
          className="min-w-0 flex-1"
          error={
            !/^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(name)
              ? "A letter, then letters, digits and _"
              : taken
                ? "Another one has this name"
                : undefined
          }
        >
          <Input
            mono
            value={name}
            maxLength={60}
            onChange={(event) => set({ name: event.target.value }, "name")}
          />
        </Field>
        <Field label="Kind" className="w-40">
          <Select options={kinds} value={kind} onValueChange={(next) => set({ kind: next })} />
        </Field>
        <span className="flex h-control items-center">{actions}</span>
      </div>
      {kind === "query" && (
        <>
          <Field
            label="Query"
            hint="label_values(metric, label), label_values(label) or metrics(pattern); other variables may stand in it"
            error={variable.query === "" ? undefined : fault}
          >
            <Input
              mono
              value={variable.query}
              placeholder="label_values(up, instance)"
              onChange={(event) => set({ query: event.target.value }, "query")}
            />
          </Field>
          <Field
            label="Only what matches"
            aside="RE2, optional"
            hint="The first group, if there is one, is the value"
          >
            <Input
              mono
              value={variable.pattern}
              onChange={(event) => set({ pattern: event.target.value }, "pattern")}
            />
          </Field>
        </>
      )}
      {(kind === "custom" || kind === "interval") && (
        <Field label="Values" hint={kind === "interval" ? "1m, 5m, 1h" : "With commas between"}>
          <Input
            mono
            key={variable.values.join(",")}
            defaultValue={variable.values.join(", ")}
            onBlur={(event) => set({ values: readValues(event.target.value) })}
          />
        </Field>
      )}
      {(kind === "text" || kind === "constant") && (
        <Field label="Value">
          <Input
            value={variable.chosen[0] ?? ""}
            maxLength={500}
            onChange={(event) => set({ chosen: [event.target.value] }, "value")}
          />
        </Field>
      )}
      <Field label="Label" aside="optional" hint="What readers see instead of the name">
        <Input
          value={variable.label}
          maxLength={100}
          onChange={(event) => set({ label: event.target.value }, "label")}
        />
      </Field>
      {choosable && (
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          <Checkbox
            label="Several at once"
            checked={variable.multi}
            onCheckedChange={(multi) => set({ multi })}
          />
          <Checkbox
            label="All"
            checked={variable.includeAll}
            onCheckedChange={(includeAll) => set({ includeAll, chosen: includeAll ? [allMark] : [] })}
          />
          <Checkbox label="Hidden" checked={variable.hidden} onCheckedChange={(hidden) => set({ hidden })} />
        </div>
      )}
      {choosable && options.length > 0 && (
        <p className="truncate text-dense text-ink-3">
          {options.length} {options.length === 1 ? "value" : "values"}: {options.slice(0, 8).join(", ")}
          {options.length > 8 && "…"}
        </p>
      )}
    </FieldGroup>
  );
}

const readValues = (text: string): string[] =>
  [...new Set(text.split(",").map((value) => value.trim()))].filter((value) => value !== "").slice(0, 500);
