import type { Source } from "@triops/domains/sources/schemas";
import { Badge } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { useNow } from "@triops/ui/now";
import { SeverityMark } from "@triops/ui/severity-mark";
import { Sparkline } from "@triops/ui/sparkline";
import { Time } from "@triops/ui/time";
import { formatCount, formatValue } from "@triops/ui/units";
import { agentName, isSilent, itemsOf } from "./words.ts";

function LastSeen({ row }: { row: Source }) {
  const nowMs = useNow();
  const silent = isSilent(row, nowMs);
  return (
    <span className="flex items-center gap-1.5">
      <SeverityMark level={silent ? "sev3" : "ok"} label={silent ? "silent" : "sending"} />
      {row.lastSeen ? <Time at={row.lastSeen} /> : "never"}
    </span>
  );
}

const figure = (value: number) => <span className="tabular-nums">{formatCount(value)}</span>;

export const sourceColumns: readonly Column<Source>[] = [
  {
    id: "sender",
    header: "Sender",
    primary: true,
    cell: (row) => (
      <span className="min-w-0">
        <span className="font-medium text-ink-1">{row.name ?? "A key that is gone"}</span>
        <span className="block truncate text-dense text-ink-3">
          {row.senders.map(({ agent }) => agentName(agent)).join(", ") || row.prefix}
        </span>
      </span>
    ),
  },
  { id: "signal", header: "Signal", widthPx: 96, cell: (row) => <Badge tone="outline">{row.signal}</Badge> },
  { id: "seen", header: "Last seen", widthPx: 140, cell: (row) => <LastSeen row={row} /> },
  {
    id: "rate",
    header: "Now",
    widthPx: 110,
    align: "end",
    cell: (row) => <span className="tabular-nums">{formatValue(row.perSecond, "none")}/s</span>,
  },
  {
    id: "curve",
    header: "In this range",
    widthPx: 130,
    hideBelow: "lg",
    cell: (row) => (
      <Sparkline values={row.curve.slice(0, -1)} min={0} label={`Accepted ${itemsOf(row.signal)}`} />
    ),
  },
  {
    id: "accepted",
    header: "Accepted",
    widthPx: 100,
    align: "end",
    hideBelow: "md",
    cell: (row) => figure(row.accepted),
  },
  { id: "late", header: "Late", widthPx: 80, align: "end", hideBelow: "lg", cell: (row) => figure(row.late) },
  {
    id: "rejected",
    header: "Refused",
    widthPx: 96,
    align: "end",
    cell: (row) => (
      <span className={row.rejected > 0 ? "text-sev2-text tabular-nums" : "tabular-nums"}>
        {formatCount(row.rejected)}
      </span>
    ),
  },
  {
    id: "dropped",
    header: "Dropped",
    widthPx: 90,
    align: "end",
    hideBelow: "lg",
    cell: (row) => figure(row.dropped),
  },
];
