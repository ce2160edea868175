"use client";
import { useQueries } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { downloadCsv } from "@triops/ui/csv";
import { Notice } from "@triops/ui/data-states";
import { type Column, DataTable, type Sort } from "@triops/ui/data-table";
import { Time } from "@triops/ui/time";
import { formatExact, formatValue, type Unit } from "@triops/ui/units";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { type ExplorerQuery, isBlank } from "./explorer-queries.ts";
import { promqlInstant } from "./promql-reads.ts";
import { labelsOfRows, readSort, sortRows, type TableRow, toRows } from "./table-rows.ts";

type ResultTableProps = {
  queries: readonly ExplorerQuery[];
  units: ReadonlyMap<string, Unit>;
  atMs: number;
  sort: string;
  onSortChange: (sort: string) => void;
};

/** Beyond this many labels a table is no table; the CSV file has them all. */
const labelsMax = 8;

/** Values of all queries at the end of the range, one row a series. */
export function ResultTable({ queries, units, atMs, sort, onSortChange }: ResultTableProps) {
  const asked = queries.filter((query) => !query.hidden && !isBlank(query));
  const texts = [...new Set(asked.map(({ text }) => text))];
  const found = useQueries({ queries: texts.map((text) => promqlInstant({ query: text, at: atMs })) });
  const answers = asked.map((query) => ({ query, answer: found[texts.indexOf(query.text)]?.data }));
  const rows = toRows(answers);
  const labels = labelsOfRows(rows);
  const lettered = asked.length > 1;
  // As text: lists and maps are others with each render, and new columns render every row.
  const look = JSON.stringify({ shown: labels.slice(0, labelsMax), lettered, units: [...units] });
  const columns = useMemo(() => {
    const given = JSON.parse(look) as { shown: string[]; lettered: boolean; units: [string, Unit][] };
    return columnsOf(given.shown, given.lettered, new Map(given.units));
  }, [look]);
  const chosen = readSort(sort);
  const shown = sortRows(rows, chosen);
  const total = answers.reduce((sum, { answer }) => sum + (answer?.seriesTotal ?? 0), 0);
  const faults = asked.flatMap(({ id, text }) => {
    const { error, refetch } = found[texts.indexOf(text)] ?? {};
    return error ? [{ id, error, refetch }] : [];
  });
  const [failed] = faults;
  const onDownload = () => {
    const head = ["query", ...labels, "value"];
    const body = shown.map(({ queryId, labels: of, value, text }) => [
      queryId,
      ...labels.map((label) => of[label] ?? ""),
      text ?? value,
    ]);
    downloadCsv("metrics.csv", [head, ...body]);
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-dense text-ink-3">
          Values <Time at={atMs} format="absolute" />
          {total > rows.length ? ` · ${rows.length} of ${total} series` : ` · ${rows.length} series`}
          {labels.length > labelsMax ? ` · ${labelsMax} of ${labels.length} labels` : ""}
        </p>
        {rows.length > 0 && (
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={onDownload}>
            Download CSV
          </Button>
        )}
      </div>
      {rows.length > 0 &&
        faults.map(({ id, error }) => (
          <Notice key={id} tone="warning">
            Query {id}: {error.message}
          </Notice>
        ))}
      <DataTable
        caption="Values"
        columns={columns}
        rows={shown}
        rowKey={(row) => row.key}
        sort={chosen}
        onSortChange={({ columnId, direction }: Sort) => onSortChange(`${columnId}.${direction}`)}
        total={rows.length}
        loading={asked.length > 0 && found.every(({ isPending }) => isPending)}
        error={failed && rows.length === 0 ? errorOf(failed.error, () => void failed.refetch?.()) : undefined}
        empty={<p className="p-4 text-body text-ink-3">No series has a value at the end of this range.</p>}
        maxHeight="32rem"
      />
    </div>
  );
}

function columnsOf(
  labels: readonly string[],
  lettered: boolean,
  units: ReadonlyMap<string, Unit>,
): Column<TableRow>[] {
  return [
    ...(lettered
      ? [{ id: "query", header: "Query", widthPx: 80, sortable: true, cell: (row: TableRow) => row.queryId }]
      : []),
    ...labels.map((label, at) => ({
      id: `label:${label}`,
      header: label === "__name__" ? "Metric" : label,
      sortable: true,
      primary: at === 0,
      ...(at > 3 ? { hideBelow: "lg" as const } : {}),
      cell: (row: TableRow) => <span className="font-mono text-dense">{row.labels[label] ?? ""}</span>,
    })),
    {
      id: "value",
      header: "Value",
      widthPx: 140,
      align: "end",
      sortable: true,
      ...(labels.length === 0 ? { primary: true } : {}),
      cell: (row) => {
        const unit = units.get(row.queryId) ?? "none";
        return (
          <span className="tabular-nums" title={row.text ?? formatExact(row.value, unit)}>
            {row.text ?? formatValue(row.value, unit)}
          </span>
        );
      },
    },
  ];
}
