import type { TraceLine } from "@triops/domains/traces/schemas";
import type { Column } from "@triops/ui/data-table";
import { SeverityMark } from "@triops/ui/severity-mark";
import { TextLink } from "@triops/ui/text-link";
import { Time } from "@triops/ui/time";
import { Tooltip } from "@triops/ui/tooltip";
import { formatCount, formatDuration } from "@triops/ui/units";
import { paths } from "../../shell/paths.ts";

/** A trace with the longest duration on screen, for its bar. */
export type TraceRow = TraceLine & { durationMsMax: number };

/** Opens at the span that fits, unless that is the one the trace begins with. */
export const hrefOf = (row: TraceLine): string =>
  paths.trace(row.traceId, {
    at: row.match.time,
    span:
      row.match.operation === row.operation && row.match.service === row.service
        ? undefined
        : row.match.spanId,
  });

const columns: readonly Column<TraceRow>[] = [
  {
    id: "trace",
    header: "Trace",
    primary: true,
    cell: (row) => (
      <TextLink href={hrefOf(row)} className="font-medium" title={`${row.service} ${row.operation}`}>
        {/* The operation first: what does not fit is the service, which often all rows share. */}
        {row.operation || "unnamed operation"}{" "}
        <span className="font-normal text-ink-3">{row.service || "unnamed service"}</span>
        {!row.hasRoot && <span className="font-normal text-ink-3"> (its root has not arrived)</span>}
      </TextLink>
    ),
  },
  {
    id: "fits",
    header: "Span that fits",
    hideBelow: "lg",
    cell: (row) =>
      row.match.operation === row.operation && row.match.service === row.service ? (
        <span className="text-ink-3">the first</span>
      ) : (
        <span title={`${row.match.service} ${row.match.operation}`}>
          {row.match.operation} <span className="text-ink-3">{row.match.service}</span>{" "}
          <span className="text-ink-3 tabular-nums">{formatDuration(row.match.durationMs)}</span>
        </span>
      ),
  },
  { id: "time", header: "Started", widthPx: 110, cell: (row) => <Time at={row.time} /> },
  {
    id: "duration",
    header: "Duration",
    widthPx: 170,
    cell: (row) => (
      <span className="flex items-center gap-2">
        <span className="w-16 shrink-0 text-right text-ink-1 tabular-nums">
          {formatDuration(row.durationMs)}
        </span>
        <span aria-hidden="true" className="h-2 min-w-0 flex-1 rounded-[2px] bg-sunken">
          <span
            className="block h-full min-w-0.5 rounded-[2px] bg-series-1"
            style={{ width: `${Math.min(100, (row.durationMs / Math.max(row.durationMsMax, 1e-9)) * 100)}%` }}
          />
        </span>
      </span>
    ),
  },
  {
    id: "spans",
    header: "Spans",
    widthPx: 84,
    align: "end",
    hideBelow: "md",
    cell: (row) => formatCount(row.spanCount),
  },
  {
    id: "errors",
    header: "Errors",
    widthPx: 84,
    align: "end",
    cell: (row) =>
      row.errorCount === 0 ? (
        <span className="text-ink-3">0</span>
      ) : (
        <span className="inline-flex items-center gap-1 text-sev2-text">
          <SeverityMark level="sev2" />
          {formatCount(row.errorCount)}
        </span>
      ),
  },
  {
    id: "services",
    header: "Services",
    widthPx: 90,
    align: "end",
    hideBelow: "md",
    cell: (row) => (
      <Tooltip
        content={row.services
          .map(({ service, spanCount }) => `${service || "unnamed"}: ${spanCount}`)
          .join(", ")}
      >
        <span>{row.services.length}</span>
      </Tooltip>
    ),
  },
];

/** Without a search the span that fits is the one the trace is known by, and goes without saying. */
export const traceColumns = columns.filter(({ id }) => id !== "fits");
export const searchColumns = columns;
