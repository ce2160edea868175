"use client";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import type { Column, Parameters } from "./board.ts";
import { readObject, readParameters } from "./cells.ts";

type ParameterFieldsProps = { column: Column; letter: string; onChange: (change: Partial<Column>) => void };

/** What goes along with the messages. Empty leaves it to the route and the model. */
export function ParameterFields({ column, letter, onChange }: ParameterFieldsProps) {
  const { parameters, responseSchema } = column;
  const put = (change: Partial<Parameters>) => onChange({ parameters: { ...parameters, ...change } });
  const fault = readParameters(parameters).fault ?? undefined;
  const schemaFault = readObject(responseSchema, "The schema").fault ?? undefined;
  const count =
    [parameters.temperature, parameters.maxTokens, parameters.topP].filter((one) => one !== "").length +
    (parameters.more.trim() === "" ? 0 : 1) +
    (responseSchema.trim() === "" ? 0 : 1);
  return (
    <details className="group rounded-control border border-line-subtle">
      <summary className="cursor-pointer px-2.5 py-1.5 text-body text-ink-2">
        Parameters{" "}
        <span className="text-ink-3">
          {count === 0 ? "as the route has them" : `${count} set`}
          {(fault ?? schemaFault) && <span className="text-sev1-text"> · {fault ?? schemaFault}</span>}
        </span>
      </summary>
      <div className="flex flex-col gap-3 border-line-subtle border-t p-2.5">
        <div className="grid grid-cols-3 gap-2">
          <Field label="Temperature">
            <Input
              inputMode="decimal"
              aria-label={`Column ${letter}, temperature`}
              value={parameters.temperature}
              onChange={(event) => put({ temperature: event.target.value })}
            />
          </Field>
          <Field label="Most tokens">
            <Input
              inputMode="numeric"
              aria-label={`Column ${letter}, most tokens`}
              value={parameters.maxTokens}
              onChange={(event) => put({ maxTokens: event.target.value })}
            />
          </Field>
          <Field label="Top p">
            <Input
              inputMode="decimal"
              aria-label={`Column ${letter}, top p`}
              value={parameters.topP}
              onChange={(event) => put({ topP: event.target.value })}
            />
          </Field>
        </div>
        <Field label="More parameters" hint="A JSON object in OpenAI's spelling" error={fault}>
          <Textarea
            mono
            rows={1}
            value={parameters.more}
            placeholder='{"seed": 7}'
            onChange={(event) => put({ more: event.target.value })}
          />
        </Field>
        <Field
          label="Schema of the answer"
          hint="A JSON Schema: it is asked of the model, and the answer is held against it"
          error={schemaFault}
        >
          <Textarea
            mono
            rows={1}
            value={responseSchema}
            placeholder='{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"]}'
            onChange={(event) => onChange({ responseSchema: event.target.value })}
          />
        </Field>
      </div>
    </details>
  );
}
