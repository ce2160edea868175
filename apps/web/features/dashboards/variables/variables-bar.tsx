"use client";
import { allMark } from "@triops/domains/dashboards/rules";
import type { Variable } from "@triops/domains/dashboards/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Combobox } from "@triops/ui/combobox";
import { Input, SearchInput } from "@triops/ui/input";
import { Popover } from "@triops/ui/popover";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import type { Variables } from "./use-variables.ts";

/** What the reader may choose: one control for each variable that is not hidden. */
export function VariablesBar({ variables, state }: { variables: readonly Variable[]; state: Variables }) {
  const shown = variables.filter((variable) => !variable.hidden && variable.kind !== "constant");
  if (shown.length === 0) return null;
  return (
    <search aria-label="Variables" className="flex flex-wrap items-end gap-x-3 gap-y-2">
      {shown.map((variable) => (
        <VariableControl key={variable.name} variable={variable} state={state} />
      ))}
    </search>
  );
}

function VariableControl({ variable, state }: { variable: Variable; state: Variables }) {
  const { name, kind } = variable;
  const label = variable.label || name;
  const bound = state.bound.get(name);
  const options = state.options.get(name) ?? [];
  const fault = state.faults.get(name);
  const id = useId();
  const current = bound?.values[0] ?? "";
  return (
    <div className="flex min-w-0 max-w-full flex-col gap-0.5">
      <span id={id} className="truncate text-dense text-ink-3">
        {label}
      </span>
      {kind === "text" ? (
        <TextValue
          key={current}
          label={label}
          value={current}
          onChange={(value) => state.set(name, [value])}
        />
      ) : variable.multi || variable.includeAll ? (
        <ManyValues variable={variable} label={label} state={state} options={options} />
      ) : (
        <Combobox
          aria-label={label}
          options={withCurrent(options, current).map((value) => ({ value }))}
          value={current}
          onValueChange={(value) => state.set(name, [value])}
          loading={!state.ready}
          empty={fault ?? "No values in this time range"}
          placeholder={state.ready ? "None" : "Loading"}
          className="w-44"
        />
      )}
      {fault && <span className="max-w-44 text-dense text-sev1-text">{fault}</span>}
    </div>
  );
}

/** A value from a link may not be among today's options; it is shown all the same. */
const withCurrent = (options: readonly string[], current: string): readonly string[] =>
  current === "" || options.includes(current) ? options : [current, ...options];

function TextValue({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  return (
    <Input
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onChange(text)}
      onKeyDown={(event) => event.key === "Enter" && onChange(text)}
      className="w-44"
    />
  );
}

const shownMax = 200;

function ManyValues({
  variable,
  label,
  state,
  options,
}: {
  variable: Variable;
  label: string;
  state: Variables;
  options: readonly string[];
}) {
  const [search, setSearch] = useState("");
  const { name, multi, includeAll } = variable;
  const bound = state.bound.get(name);
  const all = bound?.all ?? false;
  const chosen = all ? [] : (bound?.values ?? []);
  const words = all ? "All" : chosen.length === 0 ? (state.ready ? "None" : "Loading") : chosen.join(" + ");
  const matching = [...new Set([...chosen, ...options])].filter((value) =>
    value.toLowerCase().includes(search.toLowerCase()),
  );
  const toggle = (value: string) => {
    if (!multi) return state.set(name, [value]);
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    state.set(name, next.length > 0 ? next : includeAll ? [allMark] : null);
  };
  return (
    <Popover
      label={label}
      className="flex max-h-96 w-72 flex-col gap-2"
      trigger={
        <Button aria-label={`${label}: ${words}`} className="w-44 justify-between font-normal">
          <span className="truncate">{words}</span>
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {options.length > 8 && (
        <SearchInput label={`Filter ${label}`} value={search} onValueChange={setSearch} />
      )}
      <div className="-mx-1 flex min-h-0 flex-col gap-0.5 overflow-y-auto px-1">
        {includeAll && (
          <Checkbox label="All" checked={all} onCheckedChange={() => state.set(name, [allMark])} />
        )}
        {matching.slice(0, shownMax).map((value) => (
          <Checkbox
            key={value}
            label={value}
            checked={chosen.includes(value)}
            onCheckedChange={() => toggle(value)}
          />
        ))}
        {matching.length === 0 && <p className="text-body text-ink-3">No values in this time range</p>}
        {matching.length > shownMax && (
          <p className="text-dense text-ink-3">{matching.length - shownMax} more: type to narrow down</p>
        )}
      </div>
    </Popover>
  );
}
