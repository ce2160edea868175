"use client";
import { Combobox, type ComboboxOption } from "@triops/ui/combobox";
import { Field } from "@triops/ui/field";
import { Select } from "@triops/ui/select";
import { X } from "lucide-react";
import { NumberInput } from "./number-input.tsx";
import { type BuilderAggregate, builderAggregates, type QueryParts, takesNumber } from "./query-parts.ts";

const names: Record<BuilderAggregate, string> = {
  sum: "Sum",
  avg: "Average",
  min: "Minimum",
  max: "Maximum",
  count: "Number of series",
  stddev: "Standard deviation",
  topk: "Highest",
  bottomk: "Lowest",
};
const options = [
  { value: "", label: "Each series" },
  ...builderAggregates.map((value) => ({ value, label: names[value] })),
];

type Aggregate = NonNullable<QueryParts["aggregate"]>;
type AggregateFieldsProps = {
  aggregate: QueryParts["aggregate"];
  labels: readonly ComboboxOption[];
  onChange: (aggregate: QueryParts["aggregate"]) => void;
};

/** How series become fewer, and which labels stay. */
export function AggregateFields({ aggregate, labels, onChange }: AggregateFieldsProps) {
  const change = (part: Partial<Aggregate>) => aggregate && onChange({ ...aggregate, ...part });
  const left = labels.filter(({ value }) => !aggregate?.labels.includes(value));
  return (
    <div className="grid grid-cols-2 gap-2">
      <div
        className={aggregate && takesNumber(aggregate.op) ? "grid grid-cols-[minmax(0,1fr)_4rem] gap-2" : ""}
      >
        <Field label="Together">
          <Select
            options={options}
            value={aggregate?.op ?? ""}
            onValueChange={(op) =>
              onChange(
                op === ""
                  ? null
                  : {
                      labels: [],
                      without: false,
                      ...aggregate,
                      op: op as BuilderAggregate,
                      param: takesNumber(op as BuilderAggregate) ? (aggregate?.param ?? 5) : null,
                    },
              )
            }
          />
        </Field>
        {aggregate && takesNumber(aggregate.op) && (
          <Field label="Series">
            <NumberInput
              value={aggregate.param}
              onValueChange={(param) => param !== null && param >= 1 && change({ param: Math.floor(param) })}
            />
          </Field>
        )}
      </div>
      <div className="min-w-0">
        <Field
          label={aggregate?.without ? "Without labels" : "By labels"}
          aside={
            aggregate && (
              <button
                type="button"
                className="rounded-control text-accent hover:text-accent-hover"
                onClick={() => change({ without: !aggregate.without })}
              >
                {aggregate.without ? "by instead" : "without instead"}
              </button>
            )
          }
        >
          <Combobox
            options={left}
            value={null}
            placeholder={aggregate?.labels.length ? "Add another" : "Add a label"}
            disabled={aggregate === null}
            onValueChange={(label) => aggregate && change({ labels: [...aggregate.labels, label] })}
          />
        </Field>
        {aggregate && aggregate.labels.length > 0 && (
          <ul aria-label="Labels of the grouping" className="mt-1.5 flex flex-wrap gap-1">
            {aggregate.labels.map((label) => (
              <li
                key={label}
                className="inline-flex h-6 items-center rounded-control border border-line pl-2 text-dense text-ink-1 pointer-coarse:h-9"
              >
                {label}
                <button
                  type="button"
                  aria-label={`Remove ${label} from the grouping`}
                  onClick={() => change({ labels: aggregate.labels.filter((other) => other !== label) })}
                  className="flex h-full w-6 items-center justify-center text-ink-3 hover:text-ink-1 focus-visible:outline-offset-[-2px] pointer-coarse:w-9"
                >
                  <X aria-hidden="true" className="size-3" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
