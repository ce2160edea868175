"use client";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Checkbox } from "@triops/ui/checkbox";
import { Notice } from "@triops/ui/data-states";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { type Draft, type Fields, templateOf } from "./draft.ts";
import { declare, typeWord, type VariableType, variablesIn, variableTypeOptions } from "./variables.ts";

type VariablesCardProps = { draft: Draft; readOnly: boolean; onChange: (variables: Fields | null) => void };

/** What the prompt takes: names come from its text, types and what may be left out from its author. */
export function VariablesCard({ draft, readOnly, onChange }: VariablesCardProps) {
  const [asJson, setAsJson] = useState<string | null>(null);
  const template = templateOf(draft);
  const { variables, fault } = variablesIn(template, draft.variables);
  const jsonFault =
    asJson === null || asJson.trim() === "" || isObject(asJson) ? null : "This is no JSON object";
  return (
    <Card
      title="Variables"
      aside={draft.variables ? "typed" : "as the text says"}
      actions={
        !readOnly && (
          <Button
            size="sm"
            variant="ghost"
            disabledReason={jsonFault ?? undefined}
            onClick={() =>
              setAsJson(
                asJson === null ? (draft.variables ? JSON.stringify(draft.variables, null, 2) : "") : null,
              )
            }
          >
            {asJson === null ? "As JSON Schema" : "As list"}
          </Button>
        )
      }
    >
      {fault && (
        <Notice tone="error" role="alert">
          {fault}
        </Notice>
      )}
      {asJson !== null && (
        <Textarea
          mono
          rows={6}
          aria-label="JSON Schema of the variables"
          aria-invalid={jsonFault !== null}
          value={asJson}
          placeholder='{"type":"object","properties":{"tone":{"enum":["kind","brief"]}}}'
          onChange={(event) => {
            const text = event.target.value;
            setAsJson(text);
            if (text.trim() === "") onChange(null);
            else if (isObject(text)) onChange(JSON.parse(text) as Fields);
          }}
        />
      )}
      {jsonFault && <p className="mt-1 text-dense text-sev1-text">{jsonFault}</p>}
      {asJson === null && !fault && variables.length === 0 && (
        <p className="text-body text-ink-3">None. Write {"{{name}}"} where a value shall stand.</p>
      )}
      {asJson === null && variables.length > 0 && (
        <ul className="flex flex-col gap-2.5">
          {variables.map(({ name, type, required }) => (
            <li key={name} className="flex min-w-0 flex-col gap-1">
              <span className="truncate font-mono text-body text-ink-1">{name}</span>
              {type === "messages" || readOnly ? (
                <span className="text-dense text-ink-3">
                  {typeWord(type)}
                  {!required && ", may be left out"}
                </span>
              ) : (
                <span className="flex items-center gap-3">
                  <Select
                    aria-label={`Type of ${name}`}
                    options={variableTypeOptions}
                    value={type}
                    onValueChange={(next) =>
                      onChange(declare(template, draft.variables, name, { type: next as VariableType }))
                    }
                    className="w-36"
                  />
                  <Checkbox
                    label="Needed"
                    checked={required}
                    onCheckedChange={(next) =>
                      onChange(declare(template, draft.variables, name, { required: next }))
                    }
                  />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
