"use client";
import { useQuery } from "@tanstack/react-query";
import type { Metric } from "@triops/domains/metrics/schemas";
import { Combobox } from "@triops/ui/combobox";
import { Field } from "@triops/ui/field";
import { FilterChips } from "@triops/ui/filter-chips";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { AggregateFields } from "./aggregate-fields.tsx";
import { FilterAdder } from "./filter-adder.tsx";
import { NumberInput } from "./number-input.tsx";
import {
  type MathOp,
  mathOps,
  type QueryParts,
  usualWindow,
  type WindowFunction,
  windowFunctions,
} from "./query-parts.ts";
import { metricLabels, metricNames, type Span } from "./reads.ts";

const functionNames: Record<WindowFunction, string> = {
  rate: "Rate per second",
  increase: "Increase",
  irate: "Rate of the last two samples",
  delta: "Difference",
  deriv: "Slope per second",
  avg_over_time: "Average over time",
  min_over_time: "Minimum over time",
  max_over_time: "Maximum over time",
  sum_over_time: "Sum over time",
  count_over_time: "Samples over time",
  last_over_time: "Last over time",
};
const functionOptions = [
  { value: "", label: "As it is" },
  ...windowFunctions.map((value) => ({ value, label: functionNames[value] })),
];
const windows = ["1m", "5m", "10m", "15m", "30m", "1h", "6h", "1d"];
const mathOptions = [{ value: "", label: "None" }, ...mathOps.map((value) => ({ value, label: value }))];
const quantiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

type PromqlBuilderProps = {
  parts: QueryParts;
  span: Span;
  onChange: (parts: QueryParts) => void;
  onMetric: (metric: Metric) => void;
};

/** A query in the order people think: which metric, which series of it, over what window, together how, times what. */
export function PromqlBuilder({ parts, span, onChange, onMetric }: PromqlBuilderProps) {
  const [search, setSearch] = useState("");
  const names = useQuery(metricNames(span, search));
  const labels = useQuery({ ...metricLabels(span, parts.metric), enabled: parts.metric !== "" });
  const metrics = names.data?.data ?? [];
  const options = metrics.map(({ metric, kind }) => ({ value: metric, hint: kind }));
  const known = parts.metric === "" || options.some(({ value }) => value === parts.metric);
  const labelOptions = (labels.data?.data ?? []).map(({ label, valueCount }) => ({
    value: label,
    hint: `${valueCount} ${valueCount === 1 ? "value" : "values"}`,
  }));
  const change = (part: Partial<QueryParts>) => onChange({ ...parts, ...part });
  const { over, quantile, math } = parts;
  const isNative = metrics.some(({ metric, kind }) => metric === parts.metric && kind === "exponential");
  const ofBuckets = isNative || parts.metric.endsWith("_bucket") || quantile !== null;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-[minmax(0,2.2fr)_minmax(0,2fr)_minmax(0,2.6fr)_minmax(0,1.5fr)]">
        <Field label="Metric" className="sm:col-span-2 xl:col-span-1">
          <Combobox
            mono
            options={known ? options : [{ value: parts.metric, hint: "" }, ...options]}
            value={parts.metric || null}
            onSearchChange={setSearch}
            loading={names.isFetching}
            placeholder="Choose a metric"
            onValueChange={(metric) =>
              onMetric(
                metrics.find((one) => one.metric === metric) ??
                  ({ metric, kind: "gauge", seriesCount: 1 } as Metric),
              )
            }
          />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)_5.5rem] gap-2">
          <Field label="Function">
            <Select
              options={functionOptions}
              value={over?.fn ?? ""}
              onValueChange={(fn) =>
                change({
                  over: fn === "" ? null : { fn: fn as WindowFunction, window: over?.window ?? usualWindow },
                })
              }
            />
          </Field>
          <Field label="Window">
            <Select
              options={[...new Set([...windows, ...(over ? [over.window] : [])])].map((value) => ({
                value,
                label: value,
              }))}
              value={over?.window ?? usualWindow}
              disabled={over === null}
              onValueChange={(window) => over && change({ over: { ...over, window } })}
            />
          </Field>
        </div>
        <AggregateFields
          aggregate={parts.aggregate}
          labels={labelOptions}
          onChange={(aggregate) => change({ aggregate })}
        />
        <div className="grid grid-cols-2 gap-2">
          <Field label="Arithmetic">
            <Select
              options={mathOptions}
              value={math?.op ?? ""}
              onValueChange={(op) =>
                change({ math: op === "" ? null : { op: op as MathOp, value: math?.value ?? 1 } })
              }
            />
          </Field>
          <Field label="Number">
            <NumberInput
              value={math?.value ?? null}
              disabled={math === null}
              onValueChange={(value) => math && value !== null && change({ math: { ...math, value } })}
            />
          </Field>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {ofBuckets && (
          <Select
            aria-label="Quantile of the histogram"
            className="w-44"
            options={[
              { value: "", label: "No quantile" },
              ...[...new Set([...quantiles, ...(quantile === null ? [] : [quantile])])]
                .sort((a, b) => a - b)
                .map((q) => ({ value: String(q), label: `${Math.round(q * 100_000) / 1_000} % quantile` })),
            ]}
            value={quantile === null ? "" : String(quantile)}
            onValueChange={(q) => change({ quantile: q === "" ? null : Number(q) })}
          />
        )}
        <FilterChips
          chips={parts.filters.map((filter, at) => ({
            id: String(at),
            field: filter.label,
            operator: filter.op,
            value: filter.value,
          }))}
          onRemove={(id) => change({ filters: parts.filters.filter((_, at) => String(at) !== id) })}
        >
          <FilterAdder
            span={span}
            metric={parts.metric}
            labels={labelOptions}
            onAdd={(filter) => change({ filters: [...parts.filters, filter] })}
          />
        </FilterChips>
      </div>
    </div>
  );
}
