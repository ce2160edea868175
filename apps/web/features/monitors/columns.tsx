import type { Monitor, SeriesState, WatchedSeries } from "@triops/domains/monitors/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { significant } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { describeCondition } from "./describe.ts";

const kindLabel: Record<Monitor["kind"], string> = {
  threshold: "Threshold",
  anomaly: "Anomaly",
  absence: "Absence",
};

export function MonitorStatus({ monitor }: { monitor: Monitor }) {
  if (!monitor.enabled) return <Badge tone="neutral">Paused</Badge>;
  if (monitor.evaluationError) return <Badge tone="sev2">Failing</Badge>;
  if (monitor.evaluatedAt === null) return <Badge tone="unknown">Not judged yet</Badge>;
  return <Badge tone="ok">On</Badge>;
}

export const monitorColumns: readonly Column<Monitor>[] = [
  {
    id: "name",
    header: "Monitor",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.monitor(row.id)} className="font-medium">
        {row.name}
      </TextLink>
    ),
  },
  { id: "status", header: "Status", widthPx: 130, cell: (row) => <MonitorStatus monitor={row} /> },
  { id: "kind", header: "Kind", widthPx: 100, cell: (row) => kindLabel[row.kind] },
  {
    id: "rule",
    header: "Rule",
    hideBelow: "lg",
    cell: (row) => (
      <span className="text-ink-2">
        <span className="font-mono text-dense">{row.signal.promql ?? row.signal.metric}</span>{" "}
        {describeCondition(row.condition)}
      </span>
    ),
  },
  {
    id: "severity",
    header: "Severity",
    widthPx: 92,
    hideBelow: "md",
    cell: (row) => <SeverityBadge level={row.severity} />,
  },
  {
    id: "series",
    header: "Series",
    widthPx: 84,
    align: "end",
    hideBelow: "md",
    cell: (row) => <span className="tabular-nums">{row.seriesCount}</span>,
  },
  {
    id: "judged",
    header: "Last judged",
    widthPx: 120,
    hideBelow: "lg",
    cell: (row) => (row.evaluatedAt ? <Time at={row.evaluatedAt} /> : "never"),
  },
];

const stateLook: Record<SeriesState, { tone: BadgeTone; label: string }> = {
  ok: { tone: "ok", label: "OK" },
  pending: { tone: "sev3", label: "Pending" },
  firing: { tone: "sev2", label: "Firing" },
  learning: { tone: "unknown", label: "Learning" },
  absent: { tone: "unknown", label: "No data" },
};

export const seriesColumns: readonly Column<WatchedSeries>[] = [
  {
    id: "series",
    header: "Series",
    primary: true,
    cell: (row) => (
      <span className="break-all font-mono text-dense">
        {Object.entries(row.labels)
          .map(([label, value]) => `${label}=${value}`)
          .join(", ") || "all series together"}
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    widthPx: 110,
    cell: (row) => <Badge tone={stateLook[row.state].tone}>{stateLook[row.state].label}</Badge>,
  },
  {
    id: "value",
    header: "Value",
    widthPx: 110,
    align: "end",
    cell: (row) => (
      <span className="tabular-nums">{row.lastValue === null ? "none" : significant(row.lastValue, 4)}</span>
    ),
  },
  { id: "since", header: "Since", widthPx: 120, cell: (row) => <Time at={row.since} /> },
];
