"use client";
import { Button, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field } from "@triops/ui/field";
import { Input as TextInput } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { Copy, Plus, Trash2 } from "lucide-react";
import { newKey } from "../prompts/draft.ts";
import { typeWord, type Variable } from "../prompts/variables.ts";
import type { Input } from "./board.ts";

/** Rows beyond these are an evaluation's business. */
export const inputsMax = 10;

type InputsCardProps = {
  variables: readonly Variable[];
  inputs: readonly Input[];
  onChange: (inputs: Input[]) => void;
  onRun: () => void;
};

/** The values that every column is run with; several rows are run one beside the other. */
export function InputsCard({ variables, inputs, onChange, onRun }: InputsCardProps) {
  const put = (at: number, name: string, value: string) =>
    onChange(
      inputs.map((input, i) => (i === at ? { ...input, values: { ...input.values, [name]: value } } : input)),
    );
  const full = inputs.length >= inputsMax ? `At most ${inputsMax} rows here` : undefined;
  return (
    <Card
      title="Variables"
      aside={
        variables.length === 0
          ? "The prompts take none; write {{name}} to make one"
          : inputs.length > 1
            ? `${inputs.length} rows`
            : undefined
      }
      actions={
        variables.length > 0 && (
          <Button
            size="sm"
            icon={<Plus aria-hidden="true" />}
            disabledReason={full}
            onClick={() => onChange([...inputs, { id: newKey(), values: {} }])}
          >
            Row
          </Button>
        )
      }
    >
      {variables.length > 0 && (
        <ol className="flex flex-col gap-3">
          {inputs.map((input, at) => (
            <li key={input.id} className="flex min-w-0 items-start gap-2">
              {inputs.length > 1 && (
                <span className="w-5 shrink-0 pt-7 text-body text-ink-3 tabular-nums">{at + 1}</span>
              )}
              <div className="grid min-w-0 flex-1 grid-cols-1 gap-2 sm:grid-cols-[repeat(auto-fit,minmax(14rem,1fr))]">
                {variables.map((variable) => (
                  <Field
                    key={variable.name}
                    label={inputs.length > 1 ? `${variable.name}, row ${at + 1}` : variable.name}
                    aside={`${typeWord(variable.type)}${variable.required ? "" : ", optional"}`}
                  >
                    <ValueField
                      variable={variable}
                      value={input.values[variable.name] ?? ""}
                      onChange={(value) => put(at, variable.name, value)}
                      onRun={onRun}
                    />
                  </Field>
                ))}
              </div>
              {inputs.length > 1 && (
                <span className="flex shrink-0 pt-6">
                  <IconButton
                    size="sm"
                    variant="ghost"
                    label={`Copy row ${at + 1}`}
                    icon={<Copy aria-hidden="true" />}
                    disabledReason={full}
                    onClick={() => onChange(inputs.toSpliced(at + 1, 0, { ...input, id: newKey() }))}
                  />
                  <IconButton
                    size="sm"
                    variant="ghost"
                    label={`Remove row ${at + 1}`}
                    icon={<Trash2 aria-hidden="true" />}
                    onClick={() => onChange(inputs.toSpliced(at, 1))}
                  />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

type ValueFieldProps = {
  variable: Variable;
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
};

const truths = [
  { value: "", label: "not given" },
  { value: "true", label: "true" },
  { value: "false", label: "false" },
];

function ValueField({ variable: { type, schema }, value, onChange, onRun }: ValueFieldProps) {
  const runs = (event: { key: string; metaKey: boolean; ctrlKey: boolean; preventDefault(): void }) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onRun();
  };
  if (type === "boolean") return <Select options={truths} value={value} onValueChange={onChange} />;
  const choices = Array.isArray(schema.enum) ? schema.enum.filter((one) => typeof one === "string") : [];
  if (choices.length > 0)
    return (
      <Select
        options={[{ value: "", label: "not given" }, ...choices.map((one) => ({ value: one, label: one }))]}
        value={value}
        onValueChange={onChange}
      />
    );
  if (type === "number" || type === "integer")
    return (
      <TextInput
        inputMode="decimal"
        value={value}
        onKeyDown={runs}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <Textarea
      rows={1}
      mono={type !== "text"}
      value={value}
      placeholder={type === "messages" ? '[{"role":"user","content":"Hello"}]' : ""}
      className="min-h-control"
      onKeyDown={runs}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
