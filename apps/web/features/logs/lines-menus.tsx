"use client";
import type { LogFacet, LogLine } from "@triops/domains/logs/schemas";
import { Button } from "@triops/ui/button";
import { Menu, MenuCheckboxItem, MenuItem, MenuLabel } from "@triops/ui/menu";
import { Columns3, Download } from "lucide-react";
import { download, exportMax, toLogCsv, toNdjson } from "./export.ts";

type LinesMenusProps = {
  lines: readonly LogLine[];
  columns: readonly string[];
  onColumnsChange: (columns: string[]) => void;
  facets: readonly LogFacet[];
};

/** Which fields are columns, and what leaves as a file. Needed after the lines themselves. */
export function LinesMenus({ lines, columns, onColumnsChange, facets }: LinesMenusProps) {
  const fields = facets.map(({ field }) => field).filter((field) => field.includes("."));
  const offered = [...new Set([...columns, ...fields])];
  const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" variant="ghost" icon={<Columns3 aria-hidden="true" />}>
            Columns{columns.length > 0 && ` (${columns.length})`}
          </Button>
        }
      >
        <MenuLabel>Fields as columns</MenuLabel>
        {offered.length === 0 && <MenuItem disabledReason="These lines carry no attributes">None</MenuItem>}
        {offered.slice(0, 40).map((field) => (
          <MenuCheckboxItem
            key={field}
            checked={columns.includes(field)}
            onCheckedChange={(on) =>
              onColumnsChange(on ? [...columns, field].slice(-8) : columns.filter((name) => name !== field))
            }
          >
            {field}
          </MenuCheckboxItem>
        ))}
      </Menu>
      <Menu
        trigger={
          <Button size="sm" variant="ghost" icon={<Download aria-hidden="true" />}>
            Export
          </Button>
        }
      >
        <MenuLabel>{Math.min(lines.length, exportMax).toLocaleString("en-GB")} lines on screen</MenuLabel>
        <MenuItem
          onSelect={() =>
            download(`logs-${stamp()}.ndjson`, toNdjson(lines, columns), "application/x-ndjson")
          }
        >
          NDJSON, one object a line
        </MenuItem>
        <MenuItem onSelect={() => download(`logs-${stamp()}.csv`, toLogCsv(lines, columns), "text/csv")}>
          CSV
        </MenuItem>
      </Menu>
    </>
  );
}
