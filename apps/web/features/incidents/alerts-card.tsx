"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { SeverityMark } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { incidentAlerts } from "./reads.ts";

/** The alerts that the incident gathers, open ones first. */
export function IncidentAlerts({ id }: { id: string }) {
  const alerts = useQuery(incidentAlerts(id));
  const rows = [...(alerts.data?.data ?? [])].sort((a, b) => a.state.localeCompare(b.state));
  return (
    <Card title="Alerts" aside={rows.length > 0 ? rows.length : undefined}>
      {errorOf(alerts.error, () => void alerts.refetch()) ??
        (rows.length === 0 ? (
          <p className="text-body text-ink-3">No alert belongs to this incident; it was declared by hand.</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {rows.map((alert) => (
              <li key={alert.id} className="flex items-start gap-2 text-body">
                <SeverityMark
                  level={alert.state === "open" ? alert.severity : "ok"}
                  label={alert.state === "open" ? `${alert.severity.toUpperCase()}, open` : "resolved"}
                  className="mt-1"
                />
                <div className="min-w-0">
                  <TextLink href={paths.alert(alert.id)}>{alert.title}</TextLink>
                  <p className="text-dense text-ink-3">
                    {alert.state === "open" ? "since " : "over "}
                    <Time at={alert.resolvedAt ?? alert.openedAt} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        ))}
    </Card>
  );
}
