import type { Incident } from "@triops/domains/incidents/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Elapsed, Time } from "@triops/ui/time";
import { paths } from "../../shell/paths.ts";

const stateTone: Record<Incident["state"], BadgeTone> = {
  open: "sev2",
  acknowledged: "sev4",
  resolved: "ok",
};

export function IncidentState({ state }: { state: Incident["state"] }) {
  return (
    <Badge tone={stateTone[state]}>
      {state === "open" ? "Open" : state === "resolved" ? "Resolved" : "Acknowledged"}
    </Badge>
  );
}

export const incidentColumns: readonly Column<Incident>[] = [
  { id: "severity", header: "Severity", widthPx: 92, cell: (row) => <SeverityBadge level={row.severity} /> },
  {
    id: "title",
    header: "Incident",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.incident(row.id)} className="font-medium">
        <span className="text-ink-3 tabular-nums">#{row.number}</span> {row.title}
      </TextLink>
    ),
  },
  { id: "state", header: "State", widthPx: 130, cell: (row) => <IncidentState state={row.state} /> },
  {
    id: "alerts",
    header: "Alerts",
    widthPx: 110,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <span className="tabular-nums">
        {row.openAlertCount} open <span className="text-ink-3">of {row.alertCount}</span>
      </span>
    ),
  },
  { id: "opened", header: "Opened", widthPx: 120, cell: (row) => <Time at={row.openedAt} /> },
  {
    id: "duration",
    header: "Lasted",
    widthPx: 100,
    align: "end",
    hideBelow: "lg",
    cell: (row) => <Elapsed from={row.openedAt} to={row.resolvedAt ?? undefined} />,
  },
];
