import type { Alert } from "@triops/domains/alerts/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";
import { sourceName } from "./sources.ts";

export function AlertState({ state, silenced }: Pick<Alert, "state" | "silenced">) {
  if (state === "resolved") return <Badge tone="ok">Resolved</Badge>;
  return silenced ? <Badge tone="outline">Silenced</Badge> : <Badge tone="sev2">Open</Badge>;
}

/** Said elsewhere on the same line already. */
const saidElsewhere = new Set(["alertname", "severity"]);

/** Labels that tell most about where it hurts, first. */
const telling = ["service_name", "service", "instance", "host_name", "host", "job", "namespace"];
const rankOf = (name: string) => (telling.includes(name) ? telling.indexOf(name) : telling.length);

/** The labels that tell one series from another: in few words on one line, or all of them. */
export function AlertLabels({ labels, all = false }: { labels: Alert["labels"]; all?: boolean }) {
  const shown = Object.entries(labels)
    .filter(([name]) => !name.startsWith("__") && (all || !saidElsewhere.has(name)))
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || a.localeCompare(b));
  const most = all ? shown.length : 2;
  return (
    <span
      className={all ? "flex min-w-0 flex-wrap gap-1" : "flex min-w-0 items-center gap-1 overflow-hidden"}
    >
      {shown.slice(0, most).map(([name, value]) => (
        <Badge key={name} tone="outline" mono title={`${name}=${value}`} className="min-w-0">
          {name}={value}
        </Badge>
      ))}
      {shown.length > most && <span className="shrink-0 text-dense text-ink-3">+{shown.length - most}</span>}
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
  {
    id: "state",
    header: "State",
    widthPx: 110,
    cell: (row) => <AlertState state={row.state} silenced={row.silenced} />,
  },
  {
    id: "labels",
    header: "On",
    widthPx: 330,
    hideBelow: "lg",
    cell: (row) => <AlertLabels labels={row.labels} />,
  },
  { id: "source", header: "From", widthPx: 118, hideBelow: "lg", cell: (row) => sourceName(row.source) },
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
