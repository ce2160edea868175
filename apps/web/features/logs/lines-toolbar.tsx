"use client";
import type { LogFacet, LogLine } from "@triops/domains/logs/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Pause, Play, WrapText } from "lucide-react";
import { lazy, Suspense } from "react";
import type { LiveTail } from "./live-tail.ts";

const LinesMenus = lazy(async () => ({ default: (await import("./lines-menus.tsx")).LinesMenus }));

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
        <Suspense>
          <LinesMenus lines={lines} columns={columns} onColumnsChange={onColumnsChange} facets={facets} />
        </Suspense>
      </div>
    </div>
  );
}
