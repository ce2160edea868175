"use client";
import { IconButton } from "@triops/ui/button";
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from "@triops/ui/menu";
import { toast } from "@triops/ui/toast";
import { type Unit, units } from "@triops/ui/units";
import { ArrowDown, ArrowUp, Clipboard, Ellipsis, Eye, Terminal, Trash2 } from "lucide-react";
import type { ExplorerQuery } from "./explorer-queries.ts";

const unitNames: Record<Unit, string> = {
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
const unitOptions = [
  { value: "auto" as const, label: "As the metric says" },
  ...units.map((value) => ({ value, label: unitNames[value] })),
];

export type QueryMenuProps = {
  query: ExplorerQuery;
  /** Address of the form that watches this query. */
  watchHref: string | null;
  curl: string;
  first: boolean;
  last: boolean;
  onChange: (change: Partial<ExplorerQuery>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** What is done to a query now and then. */
export function QueryMenu({
  query,
  watchHref,
  curl,
  first,
  last,
  onChange,
  onMove,
  onRemove,
}: QueryMenuProps) {
  const copy = (text: string, what: string) => {
    navigator.clipboard?.writeText(text).then(
      () => toast.success(`${what} copied`),
      () => toast.error("The browser does not allow copying here"),
    );
  };
  return (
    <Menu
      trigger={
        <IconButton size="sm" label={`More for query ${query.id}`} icon={<Ellipsis aria-hidden="true" />} />
      }
    >
      {watchHref && (
        <MenuItem icon={<Eye aria-hidden="true" />} href={watchHref}>
          Watch this
        </MenuItem>
      )}
      {query.text !== "" && (
        <>
          <MenuItem icon={<Clipboard aria-hidden="true" />} onSelect={() => copy(query.text, "PromQL")}>
            Copy as PromQL
          </MenuItem>
          <MenuItem icon={<Terminal aria-hidden="true" />} onSelect={() => copy(curl, "Command")}>
            Copy as curl
          </MenuItem>
        </>
      )}
      {!first && (
        <MenuItem icon={<ArrowUp aria-hidden="true" />} onSelect={() => onMove(-1)}>
          Move up
        </MenuItem>
      )}
      {!last && (
        <MenuItem icon={<ArrowDown aria-hidden="true" />} onSelect={() => onMove(1)}>
          Move down
        </MenuItem>
      )}
      <MenuItem icon={<Trash2 aria-hidden="true" />} danger onSelect={onRemove}>
        Remove
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Unit</MenuLabel>
      <MenuRadioGroup
        options={unitOptions}
        value={query.unit ?? "auto"}
        onValueChange={(unit) => onChange({ unit: unit === "auto" ? null : unit })}
      />
    </Menu>
  );
}
