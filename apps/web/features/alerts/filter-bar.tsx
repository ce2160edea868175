"use client";
import { severities } from "@triops/domains/severity";
import { matcherText } from "@triops/domains/silences/rules";
import { type FilterChip, FilterChips } from "@triops/ui/filter-chips";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { conditionsOf, type ListAddress, stateOptions, whereOf } from "./filters.ts";
import { sourceNames } from "./sources.ts";
import { WhereInput } from "./where-input.tsx";

const severityOptions = [
  { value: "", label: "All severities" },
  ...severities.map((value) => ({ value, label: value.toUpperCase() })),
];
const sourceOptions = [
  { value: "", label: "All sources" },
  ...Object.entries(sourceNames).map(([value, label]) => ({ value, label })),
];
const groupOptions = [
  { value: "", label: "One by one" },
  { value: "alertname", label: "By name" },
  { value: "service", label: "By service" },
  { value: "severity", label: "By severity" },
  { value: "source", label: "By source" },
  { value: "instance", label: "By instance" },
  { value: "job", label: "By job" },
  { value: "namespace", label: "By namespace" },
];

type Change = Partial<Record<keyof ListAddress | "by", string | null>>;

export function FilterBar({
  address,
  by,
  onChange,
}: {
  address: ListAddress;
  by: string;
  onChange: (change: Change) => void;
}) {
  const { state, severity, source, service, search, monitorId, where } = address;
  const conditions = conditionsOf(where);
  const chips: FilterChip[] = [
    ...(service ? [{ id: "service", field: "service", value: service }] : []),
    ...(monitorId ? [{ id: "monitorId", field: "monitor", value: "one of them" }] : []),
    ...conditions.map((condition, at) => ({
      id: `where ${at}`,
      field: condition.name,
      operator: matcherText({ ...condition, name: "", value: "" }).slice(0, -2),
      value: condition.value,
    })),
  ];
  function remove(id: string) {
    if (id.startsWith("where ")) {
      const at = Number(id.slice(6));
      onChange({ where: whereOf(conditions.filter((_, i) => i !== at)) || null });
    } else onChange({ [id]: null });
  }
  return (
    <div className="flex flex-col gap-2">
      <search className="flex flex-wrap items-start gap-2">
        <Input
          type="search"
          aria-label="Search alerts"
          placeholder="Search titles"
          value={search}
          onChange={(event) => onChange({ search: event.target.value || null })}
          className="w-full sm:w-48"
        />
        <WhereInput where={where} onWhere={(next) => onChange({ where: next || null })} />
        <Select
          aria-label="State"
          options={stateOptions}
          value={state as (typeof stateOptions)[number]["value"]}
          onValueChange={(next) => onChange({ state: next })}
          className="w-44"
        />
        <Select
          aria-label="Severity"
          options={severityOptions}
          value={severity}
          onValueChange={(next) => onChange({ severity: next || null })}
          className="w-36"
        />
        <Select
          aria-label="Source"
          options={sourceOptions}
          value={source}
          onValueChange={(next) => onChange({ source: next || null })}
          className="w-36"
        />
        <Select
          aria-label="Group"
          options={groupOptions}
          value={by}
          onValueChange={(next) => onChange({ by: next || null })}
          className="w-36"
        />
      </search>
      {chips.length > 0 && (
        <FilterChips
          chips={chips}
          onRemove={remove}
          onClear={() => onChange({ where: null, service: null, monitorId: null })}
        />
      )}
    </div>
  );
}
