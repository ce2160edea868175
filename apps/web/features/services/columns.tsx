import type { ServiceWithHealth } from "@triops/domains/services/schemas";
import type { Column } from "@triops/ui/data-table";
import { SeverityMark } from "@triops/ui/severity-mark";
import { Sparkline } from "@triops/ui/sparkline";
import { TextLink } from "@triops/ui/text-link";
import { paths } from "../../shell/paths.ts";
import { HealthBadge } from "./health-badge.tsx";
import { msText, rateText, ratioText } from "./words.ts";

export const serviceColumns: readonly Column<ServiceWithHealth>[] = [
  { id: "state", header: "Health", widthPx: 118, cell: (row) => <HealthBadge state={row.health.state} /> },
  {
    id: "name",
    header: "Service",
    primary: true,
    cell: (row) => (
      <TextLink href={paths.service(row.id)} className="font-medium">
        {row.name}
      </TextLink>
    ),
  },
  {
    id: "trend",
    header: "Requests",
    widthPx: 116,
    hideBelow: "md",
    cell: (row) =>
      row.health.requests === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <Sparkline values={row.health.trend} label={`Requests to ${row.name}`} min={0} />
      ),
  },
  {
    id: "rate",
    header: "Rate",
    widthPx: 84,
    align: "end",
    cell: (row) => rateText(row.health.requestsPerSecond),
  },
  {
    id: "errors",
    header: "Errors",
    widthPx: 100,
    align: "end",
    cell: (row) => <Errors ratio={row.health.errorRatio} count={row.health.errors} />,
  },
  { id: "p95", header: "p95", widthPx: 88, align: "end", cell: (row) => msText(row.health.p95Ms) },
  {
    id: "alerts",
    header: "Open alerts",
    widthPx: 112,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.health.openAlerts === 0 ? (
        <span className="text-ink-3">0</span>
      ) : (
        <TextLink href={paths.alerts({ service: row.name })}>
          <span className="inline-flex items-center gap-1">
            {row.health.worstSeverity && (
              <SeverityMark level={row.health.worstSeverity} label={row.health.worstSeverity.toUpperCase()} />
            )}
            {row.health.openAlerts}
          </span>
        </TextLink>
      ),
  },
  {
    id: "owner",
    header: "Owner",
    widthPx: 160,
    hideBelow: "lg",
    cell: (row) => row.owner || <span className="text-ink-3">nobody yet</span>,
  },
];

/** A share of failures with its shape when there is one: never by colour alone. */
export function Errors({ ratio, count }: { ratio: number | null; count: number }) {
  if (ratio === null) return <span className="text-ink-3">–</span>;
  if (count === 0) return <span className="text-ink-3">0 %</span>;
  return (
    <span className="inline-flex items-center gap-1 text-sev2-text" title={`${count} failed`}>
      <SeverityMark level="sev2" />
      {ratioText(ratio)}
    </span>
  );
}
