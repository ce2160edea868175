import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import type { Level } from "@triops/ui/levels";
import { SeverityMark } from "@triops/ui/severity-mark";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration } from "@triops/ui/units";
import type { TargetHealth } from "./reads.ts";

const looks: Record<TargetHealth["state"], { level: Level; label: string }> = {
  up: { level: "ok", label: "Up" },
  down: { level: "sev2", label: "Down" },
  unknown: { level: "unknown", label: "Not asked yet" },
  dropped: { level: "unknown", label: "Dropped" },
};

export function TargetState({ state }: { state: TargetHealth["state"] }) {
  const { level, label } = looks[state];
  return (
    <span className="flex items-center gap-1.5">
      <SeverityMark level={level} label="" />
      {label}
    </span>
  );
}

/** Labels that tell targets apart; job and address have columns of their own. */
export function Labels({ labels }: { labels: Readonly<Record<string, string>> }) {
  return (
    <span className="flex flex-wrap gap-1">
      {Object.entries(labels).map(([name, value]) => (
        <Badge key={name} mono tone="outline" className="max-w-full break-all">
          {name}={value}
        </Badge>
      ))}
    </span>
  );
}

export const targetColumns: readonly Column<TargetHealth>[] = [
  { id: "state", header: "State", widthPx: 130, cell: (row) => <TargetState state={row.state} /> },
  {
    id: "target",
    header: "Target",
    primary: true,
    cell: (row) => (
      <span className="min-w-0">
        <span className="block break-all font-mono text-dense text-ink-1">{row.url}</span>
        {row.error && <span className="block text-dense text-sev2-text">{row.error}</span>}
      </span>
    ),
  },
  { id: "job", header: "Job", widthPx: 140, cell: (row) => row.job },
  {
    id: "last",
    header: "Last scrape",
    widthPx: 120,
    cell: (row) => (row.lastScrapeAt ? <Time at={row.lastScrapeAt} /> : "–"),
  },
  {
    id: "duration",
    header: "Took",
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <span className="tabular-nums">{row.durationMs === null ? "–" : formatDuration(row.durationMs)}</span>
    ),
  },
  {
    id: "samples",
    header: "Samples",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <span className="tabular-nums">{row.samples === null ? "–" : formatCount(row.samples)}</span>
    ),
  },
];
