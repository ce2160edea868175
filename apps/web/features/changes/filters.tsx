"use client";
import { changeKinds, changeSources, kindLabel } from "@triops/domains/changes/rules";
import type { ChangeFacets } from "@triops/domains/changes/schemas";
import { Combobox } from "@triops/ui/combobox";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { parseAsString } from "nuqs";

export const filterParsers = {
  kind: parseAsString.withDefault(""),
  service: parseAsString.withDefault(""),
  actor: parseAsString.withDefault(""),
  source: parseAsString.withDefault(""),
  search: parseAsString.withDefault(""),
  from: parseAsString.withDefault(""),
  to: parseAsString.withDefault(""),
  change: parseAsString,
};

export type Filters = { kind: string; service: string; actor: string; source: string; search: string };

const sourceOptions = [
  { value: "", label: "All sources" },
  ...Object.entries(changeSources).map(([value, label]) => ({ value, label })),
];
const knownKinds = Object.keys(changeKinds);

type FeedFiltersProps = {
  filters: Filters;
  facets: ChangeFacets | undefined;
  onChange: (next: Partial<Record<keyof Filters, string | null>>) => void;
};

export function FeedFilters({ filters, facets, onChange }: FeedFiltersProps) {
  const kinds = new Set([...(facets?.kinds.map(({ value }) => value) ?? []), ...knownKinds]);
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Input
        type="search"
        aria-label="Search changes"
        placeholder="Search titles and targets"
        value={filters.search}
        onChange={(event) => onChange({ search: event.target.value || null })}
        className="w-full sm:w-56"
      />
      <Select
        aria-label="Kind"
        options={[
          { value: "", label: "All kinds" },
          ...[...kinds].map((value) => ({ value, label: kindLabel(value) })),
        ]}
        value={filters.kind}
        onValueChange={(next) => onChange({ kind: next || null })}
        className="w-36"
      />
      <Combobox
        aria-label="Service"
        options={choices("All services", facets?.services, filters.service)}
        value={filters.service}
        onValueChange={(next) => onChange({ service: next || null })}
        className="w-44"
      />
      <Combobox
        aria-label="Who"
        options={choices("Everybody", facets?.actors, filters.actor)}
        value={filters.actor}
        onValueChange={(next) => onChange({ actor: next || null })}
        className="w-40"
      />
      <Select
        aria-label="Source"
        options={sourceOptions}
        value={filters.source}
        onValueChange={(next) => onChange({ source: next || null })}
        className="w-40"
      />
    </search>
  );
}

/** What occurred lately, and what the address names even when it did not. */
function choices(all: string, values: ChangeFacets["services"] | undefined, chosen: string) {
  const names = new Set([...(values ?? []).map(({ value }) => value), ...(chosen ? [chosen] : [])]);
  return [{ value: "", label: all }, ...[...names].map((value) => ({ value, label: value }))];
}
