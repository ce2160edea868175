"use client";
import { Button, IconButton } from "@triops/ui/button";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Plus, X } from "lucide-react";
import { emptyLine, type Line } from "./draft.ts";

const operators = [
  { value: "=", label: "is", isRegex: false, isEqual: true },
  { value: "!=", label: "is not", isRegex: false, isEqual: false },
  { value: "=~", label: "matches", isRegex: true, isEqual: true },
  { value: "!~", label: "does not match", isRegex: true, isEqual: false },
] as const;
const options = operators.map(({ value, label }) => ({ value, label }));
const operatorOf = (line: Line) =>
  operators.find((one) => one.isRegex === line.isRegex && one.isEqual === line.isEqual)?.value ?? "=";

/** All conditions must hold; patterns are RE2 for the whole value. */
export function ConditionFields({
  lines,
  onLines,
}: {
  lines: readonly Line[];
  onLines: (lines: Line[]) => void;
}) {
  const change = (key: number, part: Partial<Line>) =>
    onLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-body font-medium text-ink-1">Alerts with all of these labels</legend>
      {lines.map((line, at) => (
        <div key={line.key} className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
          <Input
            mono
            aria-label={`Label ${at + 1}`}
            placeholder="alertname"
            value={line.name}
            maxLength={256}
            onChange={(event) => change(line.key, { name: event.target.value })}
            className="w-full sm:w-52"
          />
          <Select
            aria-label={`Comparison ${at + 1}`}
            options={options}
            value={operatorOf(line)}
            onValueChange={(next) => {
              const operator = operators.find((one) => one.value === next);
              if (operator) change(line.key, { isRegex: operator.isRegex, isEqual: operator.isEqual });
            }}
            className="w-40 shrink-0"
          />
          <Input
            mono
            aria-label={`Value ${at + 1}`}
            placeholder={line.isRegex ? "web-.*|api" : "value"}
            value={line.value}
            maxLength={4_096}
            onChange={(event) => change(line.key, { value: event.target.value })}
            className="min-w-0 flex-1"
          />
          <IconButton
            label={`Remove condition ${at + 1}`}
            icon={<X aria-hidden="true" />}
            onClick={() => onLines(lines.filter((one) => one.key !== line.key))}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden="true" />}
          onClick={() => onLines([...lines, emptyLine()])}
        >
          Add a condition
        </Button>
      </div>
    </fieldset>
  );
}
