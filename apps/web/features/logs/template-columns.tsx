import type { LogTemplate } from "@triops/domains/logs/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import type { Column } from "@triops/ui/data-table";
import { Sparkline } from "@triops/ui/sparkline";
import { Time } from "@triops/ui/time";
import { formatCount, formatValue } from "@triops/ui/units";
import { TemplateExamples } from "./template-examples.tsx";
import { TemplateText } from "./template-text.tsx";

const tones: Record<LogTemplate["trend"], BadgeTone> = {
  new: "accent",
  surging: "sev3",
  vanished: "neutral",
  steady: "outline",
};
export const trendLabels: Record<LogTemplate["trend"], string> = {
  new: "New",
  surging: "Surging",
  vanished: "Vanished",
  steady: "Steady",
};

/** A template with its share of all lines of the range. */
export type TemplateRow = LogTemplate & { share: number };

export const templateColumns: readonly Column<TemplateRow>[] = [
  {
    id: "text",
    header: "Message",
    primary: true,
    cell: (row) => (
      <span className="line-clamp-2" title={row.examples[0]}>
        <TemplateText text={row.text} />
      </span>
    ),
  },
  {
    id: "trend",
    header: "Trend",
    widthPx: 88,
    cell: (row) => <Badge tone={tones[row.trend]}>{trendLabels[row.trend]}</Badge>,
  },
  {
    id: "counts",
    header: "Over time",
    widthPx: 120,
    hideBelow: "md",
    cell: (row) => (
      <Sparkline
        values={row.counts}
        min={0}
        widthPx={110}
        label={`${row.records} lines in this range`}
        color={row.errors > 0 ? "var(--color-sev2)" : "var(--color-series-1)"}
      />
    ),
  },
  { id: "records", header: "Lines", widthPx: 76, align: "end", cell: (row) => formatCount(row.records) },
  {
    id: "share",
    header: "Share",
    widthPx: 76,
    align: "end",
    hideBelow: "md",
    cell: (row) => formatValue(row.share, "ratio"),
  },
  {
    id: "errors",
    header: "Errors",
    widthPx: 66,
    align: "end",
    hideBelow: "lg",
    cell: (row) => (row.errors === 0 ? "–" : formatCount(row.errors)),
  },
  {
    id: "service",
    header: "Service",
    widthPx: 116,
    hideBelow: "md",
    cell: (row) => <span className="truncate">{row.service || "–"}</span>,
  },
  {
    id: "first",
    header: "First seen",
    widthPx: 92,
    hideBelow: "lg",
    cell: (row) => <Time at={row.firstSeen} />,
  },
  {
    id: "last",
    header: "Last seen",
    widthPx: 92,
    hideBelow: "lg",
    cell: (row) => <Time at={row.lastSeen} />,
  },
  {
    id: "examples",
    header: "Examples",
    hideHeader: true,
    widthPx: 44,
    cell: (row) => <TemplateExamples template={row} />,
  },
];
