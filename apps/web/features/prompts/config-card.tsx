"use client";
import { Card } from "@triops/ui/card";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import type { Fields } from "./draft.ts";

type ConfigCardProps = { config: Fields; readOnly: boolean; onChange: (config: Fields) => void };

const numbers = [
  { key: "temperature", label: "Temperature" },
  { key: "max_tokens", label: "Most tokens" },
  { key: "top_p", label: "Top p" },
] as const;
const named = new Set<string>(["model", "tools", "response_format", ...numbers.map(({ key }) => key)]);

/** What goes along with every call of this version, unless the caller says otherwise. */
export function ConfigCard({ config, readOnly, onChange }: ConfigCardProps) {
  const put = (key: string, value: unknown) => {
    const { [key]: _before, ...rest } = config;
    onChange(value === undefined ? rest : { ...rest, [key]: value });
  };
  const others = Object.fromEntries(Object.entries(config).filter(([key]) => !named.has(key)));
  return (
    <Card title="Settings of the call">
      <FieldGroup>
        <Field label="Route or model" hint="The public name of a route">
          <Input
            value={typeof config.model === "string" ? config.model : ""}
            maxLength={200}
            readOnly={readOnly}
            placeholder="as the caller says"
            onChange={(event) => put("model", event.target.value || undefined)}
          />
        </Field>
        <div className="grid grid-cols-3 gap-2">
          {numbers.map(({ key, label }) => (
            <Field key={key} label={label}>
              <Input
                type="number"
                step="any"
                min={0}
                readOnly={readOnly}
                value={typeof config[key] === "number" ? String(config[key]) : ""}
                onChange={(event) =>
                  put(key, event.target.value === "" ? undefined : Number(event.target.value))
                }
              />
            </Field>
          ))}
        </div>
        <JsonField
          label="Tools"
          hint="A list, as OpenAI takes them"
          value={config.tools}
          readOnly={readOnly}
          fits={Array.isArray}
          onChange={(value) => put("tools", value)}
        />
        <JsonField
          label="Response format"
          hint="For structured answers: a json_schema"
          value={config.response_format}
          readOnly={readOnly}
          fits={isObject}
          onChange={(value) => put("response_format", value)}
        />
        <JsonField
          label="Anything else"
          hint="A JSON object; clients get it with the version"
          value={Object.keys(others).length > 0 ? others : undefined}
          readOnly={readOnly}
          fits={isObject}
          onChange={(value) => {
            const kept = Object.fromEntries(Object.entries(config).filter(([key]) => named.has(key)));
            onChange({ ...kept, ...(value as Fields | undefined) });
          }}
        />
      </FieldGroup>
    </Card>
  );
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type JsonFieldProps = {
  label: string;
  hint: string;
  value: unknown;
  readOnly: boolean;
  fits: (value: unknown) => boolean;
  onChange: (value: unknown) => void;
};

/** Text of its own while it is being typed: half a JSON is no value yet. */
function JsonField({ label, hint, value, readOnly, fits, onChange }: JsonFieldProps) {
  const told = value === undefined ? "" : JSON.stringify(value, null, 2);
  const [typed, setTyped] = useState<{ text: string; of: string }>({ text: told, of: told });
  const text = typed.of === told ? typed.text : told;
  const parsed = read(text);
  const error =
    parsed === null || (parsed.value !== undefined && !fits(parsed.value))
      ? "This is no such JSON"
      : undefined;
  return (
    <Field label={label} hint={hint} error={error}>
      <Textarea
        mono
        rows={1}
        className="min-h-control"
        readOnly={readOnly}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          const now = read(next);
          if (now === null || (now.value !== undefined && !fits(now.value)))
            return setTyped({ text: next, of: told });
          setTyped({ text: next, of: now.value === undefined ? "" : JSON.stringify(now.value, null, 2) });
          onChange(now.value);
        }}
      />
    </Field>
  );
}

function read(text: string): { value: unknown } | null {
  if (text.trim() === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
