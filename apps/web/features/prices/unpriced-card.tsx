"use client";
import { useQuery } from "@tanstack/react-query";
import type { Unpriced } from "@triops/domains/prices/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { type Column, DataTable } from "@triops/ui/data-table";
import { Time } from "@triops/ui/time";
import { formatCount, formatValue } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import type { Span } from "../charges/reads.ts";
import { unpricedModels } from "./reads.ts";
import { reasonWords } from "./words.ts";

export type UnpricedModel = Unpriced["data"][number];
type Row = UnpricedModel & {
  onAdd: (model: UnpricedModel) => void;
  onReprice: (model: UnpricedModel) => void;
  refused: string | undefined;
};

const columns: readonly Column<Row>[] = [
  {
    id: "model",
    header: "Model",
    primary: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-mono text-dense text-ink-1">{row.model || "(no name)"}</span>
        <span className="truncate text-dense text-ink-3">
          {row.provider || "no provider"}, {reasonWords[row.reason] ?? row.reason}
        </span>
      </span>
    ),
  },
  {
    id: "calls",
    header: "Calls",
    widthPx: 90,
    align: "end",
    cell: (row) => <span className="tabular-nums">{formatCount(row.calls)}</span>,
  },
  {
    id: "tokens",
    header: "Tokens in / out",
    widthPx: 140,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <span className="tabular-nums">
        {formatValue(row.inputTokens)} / {formatValue(row.outputTokens)}
      </span>
    ),
  },
  {
    id: "last",
    header: "Last seen",
    widthPx: 120,
    hideBelow: "md",
    cell: (row) => <Time at={row.lastAt} />,
  },
  {
    id: "fix",
    header: "Fix",
    hideHeader: true,
    widthPx: 170,
    align: "end",
    cell: (row) =>
      row.fixed ? (
        <span className="flex items-center justify-end gap-2">
          <Badge tone="ok">Priced since</Badge>
          <Button size="sm" disabledReason={row.refused} onClick={() => row.onReprice(row)}>
            Reprice
          </Button>
        </span>
      ) : (
        <Button size="sm" disabledReason={row.refused} onClick={() => row.onAdd(row)}>
          Add price
        </Button>
      ),
  },
];

type UnpricedCardProps = {
  span: Span;
  refused: string | undefined;
  onAdd: (model: UnpricedModel) => void;
  onReprice: (model: UnpricedModel) => void;
};

/** What was called and has no price: not zero, unknown. First of all because sums are wrong without it. */
export function UnpricedCard({ span, refused, onAdd, onReprice }: UnpricedCardProps) {
  const query = useQuery(unpricedModels(span));
  const fault = errorOf(query.error, () => void query.refetch());
  const found = query.data?.data ?? [];
  if (!fault && found.length === 0) return null;
  const rows = found.map((row) => ({ ...row, onAdd, onReprice, refused }));
  return (
    <Card title="Without a price" aside="last 30 days; not in any sum" flush>
      <DataTable
        caption="Models without a price"
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.provider}\n${row.model}\n${row.reason}`}
        error={query.data ? undefined : fault}
        rowKeys={false}
      />
    </Card>
  );
}
