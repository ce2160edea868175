import type { Prediction } from "@triops/domains/predictions/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { Time } from "@triops/ui/time";
import { formatDuration, significant } from "@triops/ui/units";
import { RoleMark } from "./role-mark.tsx";
import { variantName } from "./words.ts";

/** A value of a row as it stands in a table. */
export const valueText = (value: number | string | null): string =>
  value === null ? "–" : typeof value === "number" ? significant(value, 6) : value;

export const predictionColumns: readonly Column<Prediction>[] = [
  {
    id: "at",
    header: "When",
    widthPx: 130,
    primary: true,
    cell: (row) => <Time at={row.at} format="absolute" className="tabular-nums" />,
  },
  { id: "role", header: "Answered by", widthPx: 110, cell: (row) => <RoleMark role={row.role} /> },
  {
    id: "version",
    header: "Version",
    widthPx: 180,
    hideBelow: "md",
    cell: (row) => <span className="truncate">{variantName(row)}</span>,
  },
  {
    id: "output",
    header: "Output",
    cell: (row) =>
      row.error ? (
        <span className="flex min-w-0 items-center gap-1.5">
          <Badge tone="sev2">{row.error.code}</Badge>
          <span className="truncate text-ink-2">{row.error.message}</span>
        </span>
      ) : (
        <span className="truncate font-mono text-dense">{valueText(row.output)}</span>
      ),
  },
  {
    id: "latency",
    header: "Took",
    widthPx: 90,
    align: "end",
    cell: (row) => <span className="tabular-nums">{formatDuration(row.latencyMs)}</span>,
  },
  {
    id: "user",
    header: "User",
    widthPx: 140,
    hideBelow: "lg",
    cell: (row) => <span className="truncate text-ink-2">{row.user || row.service || "–"}</span>,
  },
];
