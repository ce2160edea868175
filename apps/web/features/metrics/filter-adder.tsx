"use client";
import { useQuery } from "@tanstack/react-query";
import type { LabelFilter } from "@triops/domains/metrics/schemas";
import { Button } from "@triops/ui/button";
import { Combobox, type ComboboxOption } from "@triops/ui/combobox";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Popover } from "@triops/ui/popover";
import { Select } from "@triops/ui/select";
import { ListFilter } from "lucide-react";
import { useState } from "react";
import { metricLabelValues, type Span } from "./reads.ts";

const operators = [
  { value: "=", label: "is" },
  { value: "!=", label: "is not" },
  { value: "=~", label: "matches (RE2)" },
  { value: "!~", label: "does not match (RE2)" },
] as const;

type FilterAdderProps = {
  span: Span;
  metric: string;
  labels: readonly ComboboxOption[];
  onAdd: (filter: LabelFilter) => void;
};

/** Label, operator, value: values are offered from what arrived, a pattern is typed. */
export function FilterAdder({ span, metric, labels, onAdd }: FilterAdderProps) {
  const [open, setOpen] = useState(false);
  const [label, setLabel] = useState<string | null>(null);
  const [op, setOp] = useState<LabelFilter["op"]>("=");
  const [value, setValue] = useState("");
  const values = useQuery({
    ...metricLabelValues(span, metric, label ?? ""),
    enabled: open && metric !== "" && label !== null,
  });
  const pattern = op === "=~" || op === "!~";
  const add = () => {
    if (!label || value === "") return;
    onAdd({ label, op, value });
    setOpen(false);
    setLabel(null);
    setValue("");
  };
  const reason = metric === "" ? "Choose a metric first" : undefined;
  return (
    <Popover
      label="Add a filter"
      open={open}
      onOpenChange={setOpen}
      align="start"
      trigger={
        <Button size="sm" icon={<ListFilter aria-hidden="true" />} disabledReason={reason}>
          Filter
        </Button>
      }
    >
      <FieldGroup className="w-72 gap-3">
        <Field label="Label">
          <Combobox
            options={labels}
            value={label}
            onValueChange={(next) => {
              setLabel(next);
              setValue("");
            }}
          />
        </Field>
        <Field label="Condition">
          <Select options={operators} value={op} onValueChange={setOp} />
        </Field>
        <Field label="Value">
          {pattern ? (
            <Input value={value} onChange={(event) => setValue(event.target.value)} placeholder="web-.*" />
          ) : (
            <Combobox
              options={(values.data?.data ?? []).map((item) => ({
                value: item.value,
                hint: `${item.seriesCount}`,
              }))}
              value={value || null}
              onValueChange={setValue}
              loading={values.isFetching}
              disabled={label === null}
            />
          )}
        </Field>
        <Button
          variant="primary"
          disabledReason={!label || value === "" ? "Choose a label and a value" : undefined}
          onClick={add}
        >
          Add filter
        </Button>
      </FieldGroup>
    </Popover>
  );
}
