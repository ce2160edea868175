"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { SkeletonRows } from "@triops/ui/skeleton";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { serviceAlerts } from "./reads.ts";

const shownMax = 5;

const watchErrors = (service: string): string =>
  paths.newMonitor({
    metric: "service_errors_total",
    filters: JSON.stringify([{ label: "service", op: "=", value: service }]),
    groupBy: "service",
    aggregate: "rate",
  });

/** Open alerts first, each with its incident. */
export function AlertsCard({ name }: { name: string }) {
  const query = useQuery(serviceAlerts(name));
  const rows = [...(query.data?.data ?? [])].sort(
    (a, b) => Number(a.state !== "open") - Number(b.state !== "open"),
  );
  const open = rows.filter((row) => row.state === "open").length;
  const fault = errorOf(query.error, () => void query.refetch());
  return (
    <Card
      title="Alerts"
      aside={query.data ? `${open} open` : undefined}
      actions={<TextLink href={paths.alerts({ service: name, state: "all" })}>All</TextLink>}
    >
      {!query.data ? (
        (fault ?? <SkeletonRows label="Loading its alerts" />)
      ) : rows.length === 0 ? (
        <p className="text-body text-ink-3">
          None so far. <TextLink href={watchErrors(name)}>Watch its errors</TextLink>
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {rows.slice(0, shownMax).map((alert) => (
            <li key={alert.id} className="min-w-0 text-body">
              <p className="flex min-w-0 items-center gap-2">
                <SeverityBadge level={alert.severity} />
                <TextLink href={paths.alert(alert.id)} className="truncate">
                  {alert.title}
                </TextLink>
              </p>
              <p className="text-dense text-ink-3">
                {alert.state === "open" ? "Open since" : "Opened"} <Time at={alert.openedAt} />
                {alert.incidentId && (
                  <>
                    {" · "}
                    <TextLink href={paths.incident(alert.incidentId)}>its incident</TextLink>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
