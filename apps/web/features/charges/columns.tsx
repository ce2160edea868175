import type { ChargeDimension } from "@triops/domains/charges/rules";
import type { ChargeRow } from "@triops/domains/charges/schemas";
import type { Column } from "@triops/ui/data-table";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration, formatValue } from "@triops/ui/units";

const headers: Record<ChargeDimension, string> = {
  route: "Route",
  key: "Virtual key",
  team: "Team",
  apiKey: "API key",
  provider: "Provider",
  model: "Model",
  promptName: "Prompt",
  promptVersion: "Version",
  user: "User",
  session: "Session",
  service: "Service",
  environment: "Environment",
  status: "Status",
};

const figure = (text: string, title?: string) => (
  <span className="tabular-nums" {...(title === undefined ? {} : { title })}>
    {text}
  </span>
);

const dimensionColumn = (by: ChargeDimension, primary: boolean): Column<ChargeRow> => ({
  id: by,
  header: headers[by],
  primary,
  cell: (row) => {
    const name = row.names[by] || row.group[by];
    return name ? <span className="truncate">{name}</span> : <span className="text-ink-3">none</span>;
  },
});

const figures: readonly Column<ChargeRow>[] = [
  {
    id: "calls",
    header: "Calls",
    widthPx: 80,
    align: "end",
    cell: (row) => figure(formatCount(row.calls)),
  },
  {
    id: "failed",
    header: "Failed",
    widthPx: 80,
    align: "end",
    cell: (row) => figure(row.calls === 0 ? "–" : formatValue(row.errors / row.calls, "ratio")),
  },
  {
    id: "p50",
    header: "p50",
    widthPx: 80,
    align: "end",
    hideBelow: "lg",
    cell: (row) => figure(formatDuration(row.latencyMsP50)),
  },
  {
    id: "p95",
    header: "p95",
    widthPx: 80,
    align: "end",
    hideBelow: "md",
    cell: (row) => figure(formatDuration(row.latencyMsP95)),
  },
  {
    id: "first",
    header: "First token",
    widthPx: 100,
    align: "end",
    hideBelow: "lg",
    cell: (row) => figure(row.firstTokenMsP50 === null ? "–" : formatDuration(row.firstTokenMsP50)),
  },
  {
    id: "tokens",
    header: "Tokens in / out",
    widthPx: 130,
    align: "end",
    hideBelow: "md",
    cell: (row) => figure(`${formatValue(row.inputTokens)} / ${formatValue(row.outputTokens)}`),
  },
  {
    id: "cost",
    header: "Cost",
    widthPx: 100,
    align: "end",
    cell: (row) =>
      row.unpricedCalls === row.calls && row.calls > 0 ? (
        <span className="text-ink-3" title="No price is known for it">
          no price
        </span>
      ) : (
        figure(formatValue(Number(row.costUsd), "usd"), `${row.costUsd} USD`)
      ),
  },
  {
    id: "last",
    header: "Last call",
    widthPx: 110,
    hideBelow: "lg",
    cell: (row) => <Time at={row.lastAt} />,
  },
];

/** Call at module scope: a new array on every render renders every row. */
export const chargeColumns = (by: readonly ChargeDimension[]): readonly Column<ChargeRow>[] => [
  ...by.map((one, index) => dimensionColumn(one, index === 0)),
  ...figures,
];
