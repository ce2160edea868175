"use client";
import type { LogFacet, LogLine } from "@triops/domains/logs/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Menu, MenuCheckboxItem, MenuItem, MenuLabel } from "@triops/ui/menu";
import { Columns3, Download, Pause, Play, WrapText } from "lucide-react";
import { download, exportMax, toLogCsv, toNdjson } from "./export.ts";
import type { LiveTail } from "./live-tail.ts";

type LinesToolbarProps = {
  lines: readonly LogLine[];
  columns: readonly string[];
  onColumnsChange: (columns: string[]) => void;
  facets: readonly LogFacet[];
  wrap: boolean;
  onWrapChange: (wrap: boolean) => void;
  tail: LiveTail;
  /** Whether the range ends now, so that there is something to follow. */
  canFollow: boolean;
  onFollowChange: (follow: boolean) => void;
};

const said: Record<LiveTail["state"], string> = {
  off: "Paused",
  connecting: "Connecting",
  live: "Live",
  away: "Reconnecting",
};

export function LinesToolbar({
  lines,
  columns,
  onColumnsChange,
  facets,
  wrap,
  onWrapChange,
  tail,
  canFollow,
  onFollowChange,
}: LinesToolbarProps) {
  const following = tail.state !== "off";
  const fields = facets.map(({ field }) => field).filter((field) => field.includes("."));
  const offered = [...new Set([...columns, ...fields])];
  const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        icon={following ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        disabledReason={canFollow ? undefined : "Only a range that ends now can be followed"}
        onClick={() => onFollowChange(!following)}
      >
        {following ? "Pause" : "Follow live"}
      </Button>
      <span role="status" className="flex items-center gap-1.5 text-dense text-ink-3">
        <span
          aria-hidden="true"
          className={
            tail.state === "live"
              ? "size-2 rounded-full bg-ok"
              : tail.state === "away"
                ? "size-2 rounded-full bg-sev3"
                : "size-2 rounded-full border border-line-control"
          }
        />
        {said[tail.state]}
        {tail.skipped > 0 && (
          <span title="More came in than anybody can read; all of it is stored and can be searched">
            · {tail.skipped.toLocaleString("en-GB")} not shown
          </span>
        )}
      </span>
      <div className="ml-auto flex items-center gap-1">
        <IconButton
          size="sm"
          label={wrap ? "One row a line" : "Wrap long lines"}
          aria-pressed={wrap}
          icon={<WrapText aria-hidden="true" />}
          onClick={() => onWrapChange(!wrap)}
        />
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
      </div>
    </div>
  );
}
