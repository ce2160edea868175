"use client";
import type { Panel, PanelOptions, PanelType, Variable } from "@triops/domains/dashboards/schemas";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { Switch } from "@triops/ui/switch";
import { Textarea } from "@triops/ui/textarea";
import type { ChangePanel } from "./change-panel.ts";
import { withType } from "./changes.ts";
import { NumberField } from "./number-field.tsx";
import { panelChoices } from "./panel-types.ts";
import { ThresholdsForm } from "./thresholds-form.tsx";

const unitNames: Record<PanelOptions["unit"], string> = {
  none: "Plain number",
  count: "Count",
  percent: "Percent (0 to 100)",
  ratio: "Share (0 to 1)",
  bytes: "Bytes",
  bytesPerSecond: "Bytes per second",
  bits: "Bits",
  bitsPerSecond: "Bits per second",
  seconds: "Seconds",
  milliseconds: "Milliseconds",
  microseconds: "Microseconds",
  nanoseconds: "Nanoseconds",
  perSecond: "Per second",
  hertz: "Hertz",
  celsius: "Degrees Celsius",
  usd: "US dollars",
};
const unitOptions = (Object.keys(unitNames) as PanelOptions["unit"][]).map((value) => ({
  value,
  label: unitNames[value],
}));
const reducerOptions = [
  { value: "last", label: "Newest" },
  { value: "avg", label: "Mean" },
  { value: "min", label: "Least" },
  { value: "max", label: "Greatest" },
  { value: "sum", label: "Sum" },
  { value: "first", label: "Oldest" },
  { value: "change", label: "Newest less oldest" },
  { value: "count", label: "Number of samples" },
] as const;
const legendOptions = [
  { value: "list", label: "List" },
  { value: "table", label: "Table" },
  { value: "none", label: "None" },
] as const;
const nullOptions = [
  { value: "gap", label: "Gap" },
  { value: "connect", label: "Joined" },
  { value: "zero", label: "Zero" },
] as const;
const gaugeOptions = [
  { value: "arc", label: "Arc" },
  { value: "bar", label: "Bar" },
] as const;

const has = (type: PanelType, ...types: PanelType[]): boolean => types.includes(type);

type FormProps = { panel: Panel; variables: readonly Variable[]; change: ChangePanel };

/** Looks of a panel: what its kind heeds, and nothing else. */
export function PanelOptionsForm({ panel, variables, change }: FormProps) {
  const { type, options } = panel;
  const set = (part: Partial<PanelOptions>, key?: string) =>
    change({ options: { ...options, ...part } }, key);
  const measured = !has(type, "text", "logs", "alerts");
  return (
    <FieldGroup>
      <Field label="Kind">
        <Select options={panelChoices} value={type} onValueChange={(next) => change(withType(panel, next))} />
      </Field>
      <Field label="Title">
        <Input
          value={panel.title}
          maxLength={200}
          onChange={(event) => change({ title: event.target.value }, "title")}
        />
      </Field>
      <Field label="About it" aside="optional">
        <Textarea
          rows={2}
          value={panel.description}
          maxLength={2_000}
          onChange={(event) => change({ description: event.target.value }, "description")}
        />
      </Field>
      {type === "text" && (
        <Field label="Text" hint="Markdown; $name stands for a variable. No HTML, no images.">
          <Textarea
            rows={8}
            value={options.content}
            maxLength={20_000}
            onChange={(event) => set({ content: event.target.value }, "content")}
          />
        </Field>
      )}
      {measured && (
        <div className="grid grid-cols-2 gap-3">
          <Field label="Unit">
            <Select options={unitOptions} value={options.unit} onValueChange={(unit) => set({ unit })} />
          </Field>
          {!has(type, "timeseries", "heatmap") && (
            <NumberField
              label="Decimals"
              value={options.decimals}
              placeholder="auto"
              min={0}
              max={8}
              whole
              onChange={(decimals) => set({ decimals }, "decimals")}
            />
          )}
        </div>
      )}
      {has(type, "timeseries", "gauge", "bar") && (
        <div className="grid grid-cols-2 gap-3">
          <NumberField
            label="Least"
            value={options.min}
            placeholder="auto"
            onChange={(min) => set({ min }, "min")}
          />
          <NumberField
            label="Greatest"
            value={options.max}
            placeholder="auto"
            onChange={(max) => set({ max }, "max")}
          />
        </div>
      )}
      {has(type, "stat", "gauge", "bar") && (
        <Field label="Of each series">
          <Select
            options={reducerOptions}
            value={options.reduce}
            onValueChange={(reduce) => set({ reduce })}
          />
        </Field>
      )}
      {type === "timeseries" && (
        <>
          <Choice label="Legend">
            <Segmented
              label="Legend"
              size="sm"
              options={legendOptions}
              value={options.legend}
              onValueChange={(legend) => set({ legend })}
            />
          </Choice>
          <Choice label="Missing samples">
            <Segmented
              label="Missing samples"
              size="sm"
              options={nullOptions}
              value={options.nulls}
              onValueChange={(nulls) => set({ nulls })}
            />
          </Choice>
          <Switch label="Stacked" checked={options.stacked} onCheckedChange={(stacked) => set({ stacked })} />
          <Switch
            label="Filled"
            hint="A single line is filled anyway"
            checked={options.fill}
            onCheckedChange={(fill) => set({ fill })}
          />
          <Switch
            label="Axis from zero"
            checked={options.includeZero}
            onCheckedChange={(includeZero) => set({ includeZero })}
          />
        </>
      )}
      {type === "stat" && (
        <Switch label="With its course" checked={options.trend} onCheckedChange={(trend) => set({ trend })} />
      )}
      {type === "gauge" && (
        <Choice label="Shape">
          <Segmented
            label="Shape"
            size="sm"
            options={gaugeOptions}
            value={options.gauge}
            onValueChange={(gauge) => set({ gauge })}
          />
        </Choice>
      )}
      {has(type, "bar", "table", "logs", "alerts") && (
        <NumberField
          label="At most so many rows"
          value={options.rowsMax}
          min={1}
          max={500}
          whole
          onChange={(rowsMax) => rowsMax !== null && set({ rowsMax }, "rowsMax")}
        />
      )}
      {type === "table" && <TableFields options={options} set={set} />}
      {has(type, "timeseries", "stat", "gauge", "bar", "table") && (
        <ThresholdsForm
          thresholds={options.thresholds}
          onChange={(thresholds, key) => set({ thresholds }, key)}
        />
      )}
      {variables.length > 0 && (
        <Field label="Repeat for each value of">
          <Select
            options={[
              { value: "", label: "Nothing" },
              ...variables.map(({ name, label }) => ({ value: name, label: label || name })),
            ]}
            value={panel.repeat?.variable ?? ""}
            onValueChange={(variable) =>
              change({
                repeat: variable === "" ? null : { variable, direction: panel.repeat?.direction ?? "across" },
              })
            }
          />
        </Field>
      )}
      {panel.repeat && (
        <Choice label="Repeats go">
          <Segmented
            label="Repeats go"
            size="sm"
            options={[
              { value: "across", label: "Across" },
              { value: "down", label: "Down" },
            ]}
            value={panel.repeat.direction}
            onValueChange={(direction) => panel.repeat && change({ repeat: { ...panel.repeat, direction } })}
          />
        </Choice>
      )}
    </FieldGroup>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="font-medium text-body text-ink-1">{label}</span>
      {children}
    </div>
  );
}

/** `old=New` a line, and names with commas between. */
function TableFields({
  options,
  set,
}: {
  options: PanelOptions;
  set(part: Partial<PanelOptions>, key?: string): void;
}) {
  const names = Object.entries(options.columnNames)
    .map(([column, name]) => `${column}=${name}`)
    .join("\n");
  return (
    <>
      <Field label="Column names" hint="One a line: label=Name">
        <Textarea
          key={names}
          mono
          rows={2}
          defaultValue={names}
          onBlur={(event) => set({ columnNames: readNames(event.target.value) })}
        />
      </Field>
      <Field label="Hidden columns" hint="Labels, with commas between">
        <Input
          key={options.hiddenColumns.join(",")}
          mono
          defaultValue={options.hiddenColumns.join(", ")}
          onBlur={(event) =>
            set({
              hiddenColumns: event.target.value
                .split(",")
                .map((column) => column.trim())
                .filter((column) => column !== "")
                .slice(0, 60),
            })
          }
        />
      </Field>
    </>
  );
}

function readNames(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split("\n")
      .map(
        (line) =>
          [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()] as const,
      )
      .filter(([column, name]) => column !== "" && name !== ""),
  );
}
