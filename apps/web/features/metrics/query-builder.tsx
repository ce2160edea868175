"use client";
import { useQuery } from "@tanstack/react-query";
import { type Aggregate, aggregates } from "@triops/domains/metrics/aggregates";
import type { LabelFilter } from "@triops/domains/metrics/schemas";
import { Combobox } from "@triops/ui/combobox";
import { Field } from "@triops/ui/field";
import { FilterChips } from "@triops/ui/filter-chips";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { FilterAdder } from "./filter-adder.tsx";
import { metricLabels, metricNames, type Span } from "./reads.ts";
import { type SelectionState, usualAggregate } from "./selection.ts";

const aggregateLabel: Record<Aggregate, string> = {
  avg: "Average",
  min: "Minimum",
  max: "Maximum",
  sum: "Sum",
  count: "Number of series",
  p50: "Median (p50)",
  p95: "95th percentile",
  p99: "99th percentile",
  rate: "Rate per second",
  increase: "Increase",
};

/** What to draw, in the order people think: which metric, which series of it, split by what, reduced how. */
export function QueryBuilder({
  state,
  span,
  offered = aggregates,
  bare = false,
}: {
  state: SelectionState;
  span: Span;
  /** Which aggregates make sense here. */
  offered?: readonly Aggregate[];
  /** Without a border of its own: inside a card. */
  bare?: boolean;
}) {
  const aggregateOptions = offered.map((value) => ({ value, label: aggregateLabel[value] }));
  const [search, setSearch] = useState("");
  const names = useQuery(metricNames(span, search));
  const labels = useQuery({ ...metricLabels(span, state.metric), enabled: state.metric !== "" });
  const metrics = names.data?.data ?? [];
  const options = metrics.map((metric) => ({ value: metric.metric, hint: metric.kind }));
  const known = options.some((option) => option.value === state.metric);
  const labelOptions = (labels.data?.data ?? []).map(({ label, valueCount }) => ({
    value: label,
    hint: `${valueCount} ${valueCount === 1 ? "value" : "values"}`,
  }));
  const groupable = labelOptions.filter(({ value }) => !state.groupBy.includes(value));
  return (
    <section
      aria-label="Query"
      className={
        bare ? "flex flex-col gap-3 pt-1" : "flex flex-col gap-3 rounded-card border border-line-subtle p-3"
      }
    >
      <div className="grid gap-3 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <Field label="Metric">
          <Combobox
            mono
            options={known || state.metric === "" ? options : [{ value: state.metric }, ...options]}
            value={state.metric || null}
            onSearchChange={setSearch}
            loading={names.isFetching}
            placeholder="Choose a metric"
            onValueChange={(metric) => {
              const kind = metrics.find((item) => item.metric === metric)?.kind ?? "gauge";
              state.set({ metric, aggregate: usualAggregate(kind, metric), filters: [], groupBy: [] });
            }}
          />
        </Field>
        <Field label="Aggregate">
          <Select
            options={aggregateOptions}
            value={state.aggregate}
            onValueChange={(aggregate) => state.set({ aggregate })}
          />
        </Field>
        <Field label="Group by">
          <Combobox
            options={groupable}
            value={null}
            placeholder="Add a label"
            disabled={state.metric === ""}
            loading={labels.isFetching}
            onValueChange={(label) => state.set({ groupBy: [...state.groupBy, label] })}
          />
        </Field>
      </div>
      <FilterChips
        chips={[
          ...state.filters.map((filter, at) => ({
            id: `filter-${at}`,
            field: filter.label,
            operator: filter.op,
            value: filter.value,
          })),
          ...state.groupBy.map((label) => ({
            id: `group-${label}`,
            field: "group",
            operator: "by",
            value: label,
          })),
        ]}
        onRemove={(id) => state.set(withoutChip(state, id))}
      >
        <FilterAdder
          span={span}
          metric={state.metric}
          labels={labelOptions}
          onAdd={(filter) => state.set({ filters: [...state.filters, filter] })}
        />
      </FilterChips>
    </section>
  );
}

function withoutChip(
  { filters, groupBy }: Pick<SelectionState, "filters" | "groupBy">,
  id: string,
): { filters: LabelFilter[]; groupBy: string[] } {
  return {
    filters: filters.filter((_, at) => `filter-${at}` !== id),
    groupBy: groupBy.filter((label) => `group-${label}` !== id),
  };
}
