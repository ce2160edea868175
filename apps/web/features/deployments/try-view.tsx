"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { Deployment } from "@triops/domains/deployments/schemas";
import type { TryAnswer } from "@triops/domains/deployments/try-schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { PageBody } from "@triops/ui/page-header";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { Snippet } from "@triops/ui/snippet";
import { Textarea } from "@triops/ui/textarea";
import { Play } from "lucide-react";
import { useState } from "react";
import { type ApiError, callApi } from "../../data/api.ts";
import { useMe, useRefusal } from "../../data/me.tsx";
import { versionByNumber, versionFiles } from "../models/reads.ts";
import { fieldsOf } from "../models/signature.ts";
import { askSnippet } from "./snippets.ts";
import { exampleBody, exampleValues, type FormField, filledBody, formFields } from "./try-form.ts";
import { TryResult } from "./try-result.tsx";

const ways = [
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
] as const;
type Way = (typeof ways)[number]["value"];

const booleans = [
  { value: "false", label: "false" },
  { value: "true", label: "true" },
];

/** Asks the deployment as any caller would, from a form of its signature or with JSON. */
export function TryView({ deployment }: { deployment: Deployment }) {
  const { gatewayUrl } = useMe();
  const mayWrite = useRefusal("deployments:write");
  // A question, not a change: nothing of the deployment is different afterwards.
  const change = useMutation<TryAnswer, ApiError, string>({
    mutationFn: (body) => callApi<TryAnswer>("GET", `/deployments/${deployment.id}/try`, { query: { body } }),
  });
  const champion = deployment.variants.find(({ role }) => role === "champion");
  const inputs = fieldsOf(champion?.signature?.inputs ?? null);
  const fields = formFields(inputs);
  const [way, setWay] = useState<Way>(fields.length > 0 ? "form" : "json");
  const [values, setValues] = useState<Record<string, string>>({});
  const [json, setJson] = useState(() => JSON.stringify(exampleBody(inputs), null, 2));
  const [pressed, setPressed] = useState(false);
  const registered = champion?.serve.kind === "onnx" && /^\d+$/.test(champion.version);
  const version = useQuery({
    ...versionByNumber(champion?.model ?? "", champion?.version ?? ""),
    enabled: registered,
  });
  const files = useQuery({ ...versionFiles(version.data?.id ?? ""), enabled: version.data !== undefined });
  const example = exampleValues(inputs, files.data?.inputExample);
  const filled = filledBody(inputs, values);
  const parsed = way === "json" ? parsedBody(json) : filled.body;
  const send = () => {
    setPressed(true);
    if (parsed) change.mutate(JSON.stringify(parsed));
  };
  return (
    <PageBody className="grid gap-4 pt-4 lg:grid-cols-2">
      <Card
        title="Ask"
        actions={
          fields.length > 0 && (
            <Segmented size="sm" label="How to ask" options={ways} value={way} onValueChange={setWay} />
          )
        }
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {way === "form" ? (
            <FieldGroup>
              {Object.keys(example).length > 0 && (
                <Button className="self-start" onClick={() => setValues(example)}>
                  Fill in the input example
                </Button>
              )}
              <div className="grid gap-3 sm:grid-cols-2">
                {fields.map((field) => (
                  <OneField
                    key={field.key}
                    field={field}
                    value={values[field.key] ?? ""}
                    fault={pressed ? filled.faults[field.key] : undefined}
                    onChange={(value) => setValues({ ...values, [field.key]: value })}
                  />
                ))}
              </div>
            </FieldGroup>
          ) : (
            <Field
              label="Body"
              hint="dataframe_split, dataframe_records, instances or inputs, as MLflow takes them"
              error={pressed && parsed === null ? "This is not a JSON object" : undefined}
            >
              <Textarea mono rows={10} value={json} onChange={(event) => setJson(event.target.value)} />
            </Field>
          )}
          <div className="flex justify-end">
            <Button
              type="submit"
              variant="primary"
              icon={<Play aria-hidden="true" />}
              loading={change.isPending}
              disabledReason={mayWrite}
            >
              Ask
            </Button>
          </div>
        </form>
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <TryResult answer={change.data} error={change.error} />
        <Card title="From a program">
          <Snippet
            label="Ask with curl"
            code={askSnippet(gatewayUrl, deployment.name, parsed ?? exampleBody(inputs))}
          />
        </Card>
      </div>
    </PageBody>
  );
}

function parsedBody(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

type OneFieldProps = {
  field: FormField;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
};

function OneField({ field, value, fault, onChange }: OneFieldProps) {
  return (
    <Field
      label={field.label}
      hint={field.hint}
      required={field.required}
      error={fault}
      {...(field.kind === "json" ? { className: "sm:col-span-2" } : {})}
    >
      {field.kind === "boolean" ? (
        <Select options={booleans} value={value || "false"} onValueChange={onChange} />
      ) : field.kind === "json" ? (
        <Textarea mono rows={3} value={value} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <Input
          value={value}
          {...(field.kind === "text" ? {} : { inputMode: "decimal" as const })}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
