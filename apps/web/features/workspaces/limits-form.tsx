"use client";
import type { Workspace } from "@triops/domains/workspaces/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

type Limits = Workspace["limits"];

const mebibyte = 1_048_576;

/** `scale`: what one of the shown unit is in the stored one. */
const fields: readonly { key: keyof Limits; label: string; aside?: string; hint: string; scale: number }[] = [
  {
    key: "requestsPerSecondMax",
    label: "Requests a second",
    hint: "For each gateway process. Above it 429; bursts of ten seconds are let through.",
    scale: 1,
  },
  {
    key: "bytesPerSecondMax",
    label: "Data a second",
    aside: "MiB, as sent",
    hint: "For each gateway process. Above it 429.",
    scale: mebibyte,
  },
  {
    key: "apiRequestsPerSecondMax",
    label: "MLflow API requests a second",
    hint: "Of one key or member. Above it 429; bursts of ten seconds are let through.",
    scale: 1,
  },
  { key: "seriesMax", label: "Series", hint: "Within a day; new ones beyond are refused.", scale: 1 },
  {
    key: "labelsPerSeriesMax",
    label: "Labels of a series",
    hint: "A series with more is refused.",
    scale: 1,
  },
];

const shown = (limits: Limits): Record<keyof Limits, string> =>
  Object.fromEntries(
    fields.map(({ key, scale }) => [key, String(Math.round((limits[key] / scale) * 1_000) / 1_000)]),
  ) as Record<keyof Limits, string>;

/** How much the workspace may send. What is used of it stands under Sources. */
export function LimitsForm({ workspace }: { workspace: Workspace }) {
  const change = useChange<Workspace>("workspaces");
  const mayChange = useRefusal("workspaces:admin");
  const [texts, setTexts] = useState(() => shown(workspace.limits));
  const faultOf = (key: string) =>
    change.error?.fields.find((fault) => fault.path === `limits.${key}`)?.message;
  const before = shown(workspace.limits);
  const changed = fields.filter(({ key }) => texts[key] !== before[key]);
  return (
    <Card title="Limits">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayChange || changed.length === 0) return;
          const limits = changed.map(({ key, scale }) => [key, Math.round(Number(texts[key]) * scale)]);
          change.mutate({
            method: "PATCH",
            path: `/workspaces/${workspace.id}`,
            body: { limits: Object.fromEntries(limits) },
            done: "Limits saved: the gateway follows within seconds",
          });
        }}
      >
        <FieldGroup className="pt-1">
          {fields.map(({ key, label, aside, hint }) => (
            <Field key={key} label={label} hint={hint} error={faultOf(key)} {...(aside ? { aside } : {})}>
              <Input
                value={texts[key]}
                inputMode="decimal"
                readOnly={mayChange !== undefined}
                onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
              />
            </Field>
          ))}
          <div>
            <Button
              type="submit"
              variant="primary"
              loading={change.isPending}
              disabledReason={mayChange ?? (changed.length === 0 ? "Nothing has changed" : undefined)}
            >
              Save limits
            </Button>
          </div>
        </FieldGroup>
      </form>
    </Card>
  );
}
