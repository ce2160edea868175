"use client";
import type { DashboardModel } from "@triops/domains/dashboards/schemas";
import { Card } from "@triops/ui/card";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import type { Variables } from "../variables/use-variables.ts";
import { refreshOptions } from "../view/refresh-select.tsx";
import type { DraftControl } from "./use-draft.ts";
import { VariablesForm } from "./variables-form.tsx";

const ranges = [
  { value: "15m", label: "Last 15 minutes" },
  { value: "1h", label: "Last hour" },
  { value: "3h", label: "Last 3 hours" },
  { value: "6h", label: "Last 6 hours" },
  { value: "12h", label: "Last 12 hours" },
  { value: "24h", label: "Last 24 hours" },
  { value: "2d", label: "Last 2 days" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

const withCurrent = (options: readonly { value: string; label: string }[], value: string) =>
  options.some((one) => one.value === value) ? options : [...options, { value, label: value }];

/** What belongs to the dashboard as a whole: name, place, usual range, variables. */
export function SettingsScreen({ control, state }: { control: DraftControl; state: Variables }) {
  const { model } = control.draft;
  const set = (part: Partial<DashboardModel>, key?: string) => control.change({ ...model, ...part }, key);
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
      <Card title="Dashboard">
        <FieldGroup>
          <Field label="Title" required>
            <Input
              value={model.title}
              maxLength={200}
              onChange={(event) => set({ title: event.target.value }, "title")}
            />
          </Field>
          <Field label="About it" aside="optional">
            <Textarea
              rows={2}
              value={model.description}
              maxLength={2_000}
              onChange={(event) => set({ description: event.target.value }, "description")}
            />
          </Field>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Folder" aside="optional">
              <Input
                value={model.folder}
                maxLength={100}
                onChange={(event) => set({ folder: event.target.value }, "folder")}
              />
            </Field>
            <Field label="Tags" aside="optional" hint="With commas between">
              <Input
                key={model.tags.join(",")}
                defaultValue={model.tags.join(", ")}
                onBlur={(event) => set({ tags: readTags(event.target.value) })}
              />
            </Field>
            <Field label="Usual time range">
              <Select
                options={withCurrent(ranges, model.range)}
                value={model.range}
                onValueChange={(range) => set({ range })}
              />
            </Field>
            <Field label="Refreshes">
              <Select
                options={withCurrent(refreshOptions, String(model.refreshSeconds))}
                value={String(model.refreshSeconds)}
                onValueChange={(seconds) => set({ refreshSeconds: Number(seconds) })}
              />
            </Field>
          </div>
        </FieldGroup>
      </Card>
      <VariablesForm
        variables={model.variables}
        state={state}
        onChange={(variables, key) => set({ variables }, key)}
      />
    </div>
  );
}

const readTags = (text: string): string[] =>
  [...new Set(text.split(",").map((tag) => tag.trim().slice(0, 50)))]
    .filter((tag) => tag !== "")
    .slice(0, 20);
