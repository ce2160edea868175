import type { Operation } from "@triops/domains/services/schemas";
import type { Column } from "@triops/ui/data-table";
import { formatCount, formatDuration } from "@triops/ui/units";
import { Errors } from "./columns.tsx";
import { msText } from "./words.ts";

/** Its share of the time that all together took. */
export type OperationRow = Operation & { key: string; share: number };

export const operationColumns: readonly Column<OperationRow>[] = [
  {
    id: "operation",
    header: "Operation",
    primary: true,
    cell: (row) => (
      <span title={row.operation}>
        {row.operation} {!row.isEntry && <span className="text-ink-3">{row.kind}</span>}
      </span>
    ),
  },
  { id: "requests", header: "Count", widthPx: 84, align: "end", cell: (row) => formatCount(row.requests) },
  {
    id: "errors",
    header: "Errors",
    widthPx: 88,
    align: "end",
    cell: (row) => <Errors ratio={row.requests > 0 ? row.errors / row.requests : null} count={row.errors} />,
  },
  { id: "p50", header: "p50", widthPx: 80, align: "end", hideBelow: "lg", cell: (row) => msText(row.p50Ms) },
  { id: "p95", header: "p95", widthPx: 80, align: "end", cell: (row) => msText(row.p95Ms) },
  { id: "p99", header: "p99", widthPx: 80, align: "end", hideBelow: "md", cell: (row) => msText(row.p99Ms) },
  {
    id: "time",
    header: "Time in all",
    widthPx: 150,
    hideBelow: "md",
    cell: (row) => (
      <span className="flex items-center gap-2">
        <span className="w-14 shrink-0 text-right tabular-nums">{formatDuration(row.durationMs)}</span>
        <span aria-hidden="true" className="h-2 min-w-0 flex-1 rounded-[2px] bg-sunken">
          <span className="block h-full rounded-[2px] bg-series-1" style={{ width: `${row.share * 100}%` }} />
        </span>
      </span>
    ),
  },
];
