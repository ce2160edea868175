"use client";
import type { SeenKeys } from "@triops/domains/training/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Input } from "@triops/ui/input";
import { Popover } from "@triops/ui/popover";
import { Columns3 } from "lucide-react";
import { useState } from "react";
import { isOwnTag, type RunKey } from "./run-keys.ts";

type ColumnPickerProps = {
  seen: SeenKeys;
  chosen: readonly RunKey[];
  onChosenChange: (keys: readonly RunKey[]) => void;
  onReset: () => void;
  label?: string;
};

/** More names than this slow the panel; the rest is found by typing. */
const shownMax = 60;

/** Which metrics, params and tags stand as columns. */
export function ColumnPicker({
  seen,
  chosen,
  onChosenChange,
  onReset,
  label = "Columns",
}: ColumnPickerProps) {
  const [search, setSearch] = useState("");
  const fits = (name: string) => name.toLowerCase().includes(search.toLowerCase());
  const groups = [
    { kind: "metrics" as const, title: "Metrics", names: seen.metrics.filter(fits) },
    { kind: "params" as const, title: "Params", names: seen.params.filter(fits) },
    {
      kind: "tags" as const,
      title: "Tags",
      names: seen.tags.filter(fits).sort((a, b) => Number(isOwnTag(a)) - Number(isOwnTag(b))),
    },
  ].filter(({ names }) => names.length > 0);
  const toggle = (key: RunKey, on: boolean) =>
    onChosenChange(on ? [...chosen, key] : chosen.filter((other) => other !== key));
  return (
    <Popover
      label={label}
      align="end"
      className="flex max-h-112 w-80 flex-col gap-2"
      trigger={
        <Button icon={<Columns3 aria-hidden="true" />}>
          {label} <span className="text-ink-3 tabular-nums">{chosen.length}</span>
        </Button>
      }
    >
      <Input
        type="search"
        aria-label="Search names"
        placeholder="Search names"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1">
        {groups.length === 0 && <p className="py-2 text-body text-ink-3">Nothing of this name was logged.</p>}
        {groups.map(({ kind, title, names }) => (
          <fieldset key={kind} className="mb-2">
            <legend className="mb-1 text-dense font-medium text-ink-3">{title}</legend>
            {names.slice(0, shownMax).map((name) => {
              const key: RunKey = `${kind}.${name}`;
              return (
                <Checkbox
                  key={name}
                  label={<span className="break-all font-mono text-dense">{name}</span>}
                  checked={chosen.includes(key)}
                  onCheckedChange={(on) => toggle(key, on)}
                  className="py-0.5"
                />
              );
            })}
            {names.length > shownMax && (
              <p className="text-dense text-ink-3">and {names.length - shownMax} more: type to find them</p>
            )}
          </fieldset>
        ))}
      </div>
      <div className="flex justify-between border-line-subtle border-t pt-2">
        <Button size="sm" variant="ghost" onClick={onReset}>
          Usual ones
        </Button>
        <Button size="sm" variant="ghost" onClick={() => onChosenChange([])}>
          None
        </Button>
      </div>
    </Popover>
  );
}
