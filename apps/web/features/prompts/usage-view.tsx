"use client";
import { useQuery } from "@tanstack/react-query";
import type { Prompt } from "@triops/domains/prompts/schemas";
import type { PromptUsage } from "@triops/domains/prompts/usage-schemas";
import { Card } from "@triops/ui/card";
import { EmptyNever } from "@triops/ui/data-states";
import { type Column, DataTable } from "@triops/ui/data-table";
import { PageBody } from "@triops/ui/page-header";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Time } from "@triops/ui/time";
import { formatCount, formatDuration, formatUsd, formatValue, significant } from "@triops/ui/units";
import { Activity } from "lucide-react";
import { errorOf } from "../../data/screen-states.tsx";
import type { PageRange } from "../../data/time-range.ts";
import { TimeChart } from "../metrics/time-chart.tsx";
import { LabelBadge } from "./label-badge.tsx";
import { promptUsage } from "./reads.ts";
import {
  callSeries,
  costSeries,
  errorSeries,
  latencySeries,
  moveMarkers,
  qualitySeries,
  scoredText,
} from "./usage-series.ts";
import { costText, labelsOf } from "./words.ts";

type Version = PromptUsage["versions"][number] & { labels: Prompt["labels"] };
type Caller = PromptUsage["callers"][number];

const ms = (value: number | null) => (value === null ? "–" : formatDuration(value));
const share = (errors: number, calls: number) => (calls === 0 ? "–" : formatValue(errors / calls, "ratio"));

const versionColumns: readonly Column<Version>[] = [
  {
    id: "version",
    header: "Version",
    primary: true,
    widthPx: 180,
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-1 tabular-nums">
        v{row.version}
        {row.labels.map(({ label, protected: guarded }) => (
          <LabelBadge key={label} label={label} guarded={guarded} />
        ))}
      </span>
    ),
  },
  { id: "calls", header: "Calls", align: "end", widthPx: 80, cell: (row) => formatCount(row.calls) },
  { id: "errors", header: "Failed", align: "end", widthPx: 80, cell: (row) => share(row.errors, row.calls) },
  { id: "cost", header: "Cost", align: "end", widthPx: 100, cell: costText },
  {
    id: "each",
    header: "Per call",
    align: "end",
    widthPx: 100,
    hideBelow: "md",
    cell: (row) => {
      const priced = row.calls - row.unpriced;
      return row.costUsd === null || priced === 0 ? "–" : formatUsd(Number(row.costUsd) / priced);
    },
  },
  { id: "p50", header: "p50", align: "end", widthPx: 80, hideBelow: "md", cell: (row) => ms(row.p50Ms) },
  { id: "p95", header: "p95", align: "end", widthPx: 80, cell: (row) => ms(row.p95Ms) },
  {
    id: "quality",
    header: "Scores",
    cell: (row) =>
      row.quality.length === 0 ? (
        <span className="text-ink-3">none</span>
      ) : (
        <span className="truncate">
          {row.quality
            .map(({ name, mean, count }) => `${name} ${mean === null ? "" : significant(mean)} (${count})`)
            .join(", ")}
        </span>
      ),
  },
  { id: "last", header: "Last call", widthPx: 110, hideBelow: "lg", cell: (row) => <Time at={row.lastAt} /> },
];

const callerColumns: readonly Column<Caller>[] = [
  {
    id: "service",
    header: "Service",
    primary: true,
    cell: (row) => <span className="truncate">{row.service || "not told"}</span>,
  },
  {
    id: "version",
    header: "Version",
    widthPx: 140,
    cell: (row) => `v${row.version}${row.label ? ` by ${row.label}` : ""}`,
  },
  {
    id: "route",
    header: "Route",
    widthPx: 150,
    cell: (row) => <span className="truncate">{row.route || "–"}</span>,
  },
  {
    id: "model",
    header: "Model",
    widthPx: 150,
    hideBelow: "lg",
    cell: (row) => <span className="truncate">{row.model}</span>,
  },
  {
    id: "key",
    header: "Key",
    widthPx: 140,
    hideBelow: "md",
    cell: (row) => <span className="truncate">{row.keyName || "–"}</span>,
  },
  { id: "calls", header: "Calls", align: "end", widthPx: 80, cell: (row) => formatCount(row.calls) },
  { id: "cost", header: "Cost", align: "end", widthPx: 100, cell: costText },
  { id: "last", header: "Last call", widthPx: 110, hideBelow: "md", cell: (row) => <Time at={row.lastAt} /> },
];

/** Who calls which version, and how each version does: quality, cost and latency on one time axis. */
export function UsageView({ prompt, page }: { prompt: Prompt; page: PageRange }) {
  const span = { fromMs: page.fromMs, toMs: page.toMs };
  const query = useQuery(promptUsage(prompt.id, span));
  const usage = query.data;
  const fault = errorOf(query.error, () => void query.refetch());
  if (!usage)
    return <PageBody className="pt-4">{fault ?? <SkeletonRows label="Loading the usage" />}</PageBody>;
  const versions = usage.versions.map((one) => ({ ...one, labels: labelsOf(prompt.labels, one.version) }));
  const lane = {
    range: span,
    markers: moveMarkers(usage),
    heightPx: 150,
    // As wide as a small cost.
    labelCharsMin: 9,
    stepMs: usage.series.stepMs,
    headingLevel: 3 as const,
    refreshing: query.isPlaceholderData && !page.live,
    onRangeChange: (next: { fromMs: number; toMs: number }) => page.setRange({ kind: "absolute", ...next }),
    empty: "Nobody called it in this range",
    legend: "list" as const,
  };
  if (versions.length === 0)
    return (
      <PageBody className="pt-4">
        <EmptyNever title="Nobody called it in this range" icon={<Activity aria-hidden="true" />}>
          Calls through the gateway that name this prompt, and traces that carry its name, show up here per
          version. The tab Code has what a program writes.
        </EmptyNever>
      </PageBody>
    );
  return (
    <PageBody className="pt-4">
      <Card title="Versions" flush>
        <DataTable
          caption="How each version does"
          columns={versionColumns}
          rows={versions}
          rowKey={(row) => String(row.version)}
          maxHeight="none"
        />
      </Card>
      <Card
        title="Over time"
        aside={
          usage.quality.since === null ? undefined : (
            <>
              scores since <Time at={usage.quality.since} />: there are too many before
            </>
          )
        }
      >
        <div className="flex flex-col gap-4">
          <TimeChart {...lane} title="Calls" includeZero series={callSeries(usage)} />
          <TimeChart {...lane} title="Cost of a call" unit="usd" series={costSeries(usage)} />
          <TimeChart
            {...lane}
            title="Latency, 95th percentile"
            unit="milliseconds"
            series={latencySeries(usage)}
          />
          {usage.quality.scores.map((score) => (
            <TimeChart
              key={score.name}
              {...lane}
              title={`Score ${score.name}, mean`}
              note={scoredText(score)}
              series={qualitySeries(usage, score)}
            />
          ))}
          <TimeChart
            {...lane}
            title="Share of calls that failed"
            unit="ratio"
            limits={{ min: 0 }}
            series={errorSeries(usage)}
          />
        </div>
      </Card>
      <Card title="Who calls it" flush>
        <DataTable
          caption="Callers"
          columns={callerColumns}
          rows={usage.callers}
          rowKey={(row) => [row.version, row.label, row.service, row.route, row.model, row.keyId].join("|")}
          maxHeight="none"
        />
      </Card>
    </PageBody>
  );
}
