import type { Alert } from "@triops/domains/alerts/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";

export function AlertState({ state }: { state: Alert["state"] }) {
  return state === "open" ? <Badge tone="sev2">Open</Badge> : <Badge tone="ok">Resolved</Badge>;
}

/** The labels that tell one series from another, in few words. */
export function AlertLabels({ labels, all = false }: { labels: Alert["labels"]; all?: boolean }) {
  const shown = Object.entries(labels).filter(([name]) => !name.startsWith("__"));
  const most = all ? shown.length : 3;
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      {shown.slice(0, most).map(([name, value]) => (
        <Badge key={name} tone="outline" mono>
          {name}={value}
        </Badge>
      ))}
      {shown.length > most && <span className="text-dense text-ink-3">+{shown.length - most}</span>}
    </span>
  );
}

export const alertColumns: readonly Column<Alert>[] = [
  { id: "severity", header: "Severity", widthPx: 92, cell: (row) => <SeverityBadge level={row.severity} /> },
  {
    id: "title",
    header: "Alert",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.alert(row.id)} className="font-medium">
        {row.title}
      </TextLink>
    ),
  },
  { id: "state", header: "State", widthPx: 110, cell: (row) => <AlertState state={row.state} /> },
  { id: "labels", header: "On", hideBelow: "lg", cell: (row) => <AlertLabels labels={row.labels} /> },
  { id: "opened", header: "Opened", widthPx: 120, cell: (row) => <Time at={row.openedAt} /> },
  {
    id: "lasted",
    header: "Lasted",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (row) => <Elapsed from={row.openedAt} to={row.resolvedAt} />,
  },
  {
    id: "incident",
    header: "Incident",
    widthPx: 96,
    hideBelow: "md",
    cell: (row) =>
      row.incidentId ? (
        <TextLink href={paths.incident(row.incidentId)}>Open it</TextLink>
      ) : (
        <span className="text-ink-3">none</span>
      ),
  },
];
