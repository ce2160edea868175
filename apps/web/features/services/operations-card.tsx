"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@triops/ui/card";
import { DataTable } from "@triops/ui/data-table";
import { Segmented } from "@triops/ui/segmented";
import { useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { type OperationRow, operationColumns } from "./operation-columns.tsx";
import { type Span, serviceOperations } from "./reads.ts";

type OperationsCardProps = {
  id: string;
  span: Span;
  operation: string;
  onChoose: (operation: string) => void;
};

const sideOptions = [
  { value: "entry", label: "What it answers" },
  { value: "inside", label: "What it does for that" },
] as const;

export function OperationsCard({ id, span, operation, onChoose }: OperationsCardProps) {
  const query = useQuery(serviceOperations(id, span));
  const [side, setSide] = useState<"entry" | "inside">("entry");
  const all = (query.data?.data ?? []).filter((one) => one.isEntry === (side === "entry"));
  const total = all.reduce((sum, one) => sum + one.durationMs, 0) || 1;
  const rows: OperationRow[] = all.map((one) => ({
    ...one,
    key: `${one.operation} ${one.kind}`,
    share: one.durationMs / total,
  }));
  const active = rows.find((row) => row.operation === operation)?.key;
  return (
    <Card
      title="Operations"
      aside={rows.length || undefined}
      actions={
        <Segmented size="sm" label="Side" options={sideOptions} value={side} onValueChange={setSide} />
      }
      flush
    >
      <DataTable
        caption="Operations"
        columns={operationColumns}
        rows={rows}
        rowKey={keyOf}
        activeKey={active ?? null}
        onRowOpen={(row) => onChoose(row.operation)}
        loading={query.isPending}
        error={query.data ? undefined : errorOf(query.error, () => void query.refetch())}
        maxHeight="22rem"
        rowKeys={false}
        empty={<p className="p-3 text-body text-ink-3">No spans of it in this range.</p>}
      />
    </Card>
  );
}

const keyOf = (row: OperationRow): string => row.key;
