import type { Deployment, Live } from "@triops/domains/deployments/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatDuration, formatValue, significant } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { routingText } from "./words.ts";

export type DeploymentRow = Deployment & { live: Live["data"][number] | undefined };

export function DeploymentState({ enabled, rolloutId }: Pick<Deployment, "enabled" | "rolloutId">) {
  if (!enabled) return <Badge>Off</Badge>;
  return rolloutId === null ? <Badge tone="ok">Serving</Badge> : <Badge tone="sev4">Rolling out</Badge>;
}

const none = <span className="text-ink-3">–</span>;

export const deploymentColumns: readonly Column<DeploymentRow>[] = [
  {
    id: "name",
    header: "Deployment",
    primary: true,
    widthPx: 220,
    cell: (row) => (
      <TextLink href={paths.deployment(row.id)} className="truncate">
        {row.name}
      </TextLink>
    ),
  },
  { id: "state", header: "State", widthPx: 110, cell: (row) => <DeploymentState {...row} /> },
  {
    id: "answers",
    header: "Who answers",
    cell: (row) => (
      <span className="truncate tabular-nums" title={routingText(row.variants)}>
        {routingText(row.variants)}
      </span>
    ),
  },
  {
    id: "rate",
    header: "Per minute",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.live ? <span className="tabular-nums">{significant(row.live.requestsPerMinute, 2)}</span> : none,
  },
  {
    id: "errors",
    header: "Failing",
    widthPx: 90,
    align: "end",
    cell: (row) =>
      row.live?.errorShare != null ? (
        <span className="tabular-nums">{formatValue(row.live.errorShare, "ratio")}</span>
      ) : (
        none
      ),
  },
  {
    id: "p95",
    header: "p95",
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.live?.p95Ms != null ? <span className="tabular-nums">{formatDuration(row.live.p95Ms)}</span> : none,
  },
  {
    id: "changed",
    header: "Changed",
    widthPx: 120,
    hideBelow: "lg",
    cell: (row) => <Time at={row.updatedAt} />,
  },
];
