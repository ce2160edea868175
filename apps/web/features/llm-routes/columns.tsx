import type { ChargeRow } from "@triops/domains/charges/schemas";
import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration, formatValue } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";
import { routingText } from "./words.ts";

export type RouteRow = LlmRoute & { charges: ChargeRow | undefined };

/** Off, nobody to ask, or how it goes. A demonstration is called one. */
export function RouteState({ route }: { route: LlmRoute }) {
  const asked = route.targets.filter(({ provider }) => provider.enabled);
  if (!route.enabled) return <Badge>Off</Badge>;
  if (asked.length === 0) return <Badge tone="sev2">Nobody to ask</Badge>;
  return <Badge tone="ok">Answers</Badge>;
}

export const asksDemonstration = ({ targets }: LlmRoute): boolean =>
  targets.some(({ provider }) => provider.kind === "demonstration");

const none = <span className="text-ink-3">–</span>;

export const routeColumns: readonly Column<RouteRow>[] = [
  {
    id: "name",
    header: "Route",
    primary: true,
    widthPx: 260,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <TextLink href={paths.route(row.id)} className="truncate">
          {row.name}
        </TextLink>
        {asksDemonstration(row) ? (
          <span className="truncate text-dense text-ink-3">asks a demonstration provider</span>
        ) : (
          row.description && <span className="truncate text-dense text-ink-3">{row.description}</span>
        )}
      </span>
    ),
  },
  { id: "state", header: "State", widthPx: 120, cell: (row) => <RouteState route={row} /> },
  {
    id: "answers",
    header: "Who answers",
    cell: (row) => (
      <span className="truncate tabular-nums" title={routingText(row.targets)}>
        {routingText(row.targets)}
      </span>
    ),
  },
  {
    id: "calls",
    header: "Calls, 1 h",
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.charges ? <span className="tabular-nums">{formatCount(row.charges.calls)}</span> : none,
  },
  {
    id: "failed",
    header: "Failed",
    widthPx: 80,
    align: "end",
    cell: (row) =>
      row.charges ? (
        <span className="tabular-nums">{formatValue(row.charges.errors / row.charges.calls, "ratio")}</span>
      ) : (
        none
      ),
  },
  {
    id: "p95",
    header: "p95",
    widthPx: 80,
    align: "end",
    hideBelow: "md",
    cell: (row) =>
      row.charges ? <span className="tabular-nums">{formatDuration(row.charges.latencyMsP95)}</span> : none,
  },
  {
    id: "cost",
    header: "Cost, 1 h",
    widthPx: 100,
    align: "end",
    cell: (row) =>
      row.charges ? (
        <span className="tabular-nums">{formatValue(Number(row.charges.costUsd), "usd")}</span>
      ) : (
        none
      ),
  },
  {
    id: "changed",
    header: "Changed",
    widthPx: 110,
    hideBelow: "lg",
    cell: (row) => <Time at={row.updatedAt} />,
  },
];
