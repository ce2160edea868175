"use client";
import { useQuery } from "@tanstack/react-query";
import type { ChargeDimension } from "@triops/domains/charges/rules";
import type { ChargeRow } from "@triops/domains/charges/schemas";
import { Card } from "@triops/ui/card";
import { type Column, DataTable } from "@triops/ui/data-table";
import { useNow } from "@triops/ui/now";
import { Stat, StatRow } from "@triops/ui/stat";
import { TextLink } from "@triops/ui/text-link";
import { formatCount } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { useChangeMarkers } from "../changes/markers.ts";
import { TimeChart } from "../metrics/time-chart.tsx";
import { chargeColumns } from "./columns.tsx";
import { type ChargeFilter, chargeSums, chargesOverTime, type Span } from "./reads.ts";
import { callSeries, costSeries, failedSeries } from "./series.ts";

const lanePx = 130;

const byTarget = ["provider", "model"] as const;
const columnsBy: Partial<Record<ChargeDimension, readonly Column<ChargeRow>[]>> = {
  model: chargeColumns(byTarget),
  route: chargeColumns(["route"]),
};
const dimensionsBy: Partial<Record<ChargeDimension, readonly ChargeDimension[]>> = {
  model: byTarget,
  route: ["route"],
};

type ChargesCardProps = {
  title: string;
  /** What the lines and rows tell apart; a model stands with its provider. */
  by: "model" | "route";
  filter: ChargeFilter;
  span: Span;
  live: boolean;
  onRangeChange: (span: Span) => void;
};

/** Calls, failures and cost on one time axis, and the same by who answered. */
export function ChargesCard({ title, by, filter, span, live, onRangeChange }: ChargesCardProps) {
  const now = useNow();
  const over = useQuery(chargesOverTime(by, filter, span));
  const sums = useQuery(chargeSums(dimensionsBy[by] ?? [by], filter, span));
  const markers = useChangeMarkers({ from: span.fromMs, to: span.toMs });
  const charges = over.data;
  const fault = errorOf(over.error, () => void over.refetch());
  const total = sums.data?.total;
  const asked = charges?.series.some(({ points }) => points.some(({ calls }) => calls > 0)) ?? false;
  const lane = {
    range: span,
    markers,
    heightPx: lanePx,
    onRangeChange,
    loading: over.isPending,
    refreshing: over.isPlaceholderData && !live,
    headingLevel: 3 as const,
    empty: "Nothing was asked in this range",
    legend: "list" as const,
    ...(charges ? { stepMs: charges.stepSeconds * 1_000 } : {}),
    ...(fault && !charges ? { error: fault } : {}),
  };
  return (
    <Card title={title}>
      <div className="flex flex-col gap-4">
        {total && (
          <StatRow>
            <Stat label="Calls" value={total.calls} unit="count" />
            <Stat
              label="Failed"
              value={total.calls === 0 ? null : total.errors / total.calls}
              unit="ratio"
              note={`${formatCount(total.errors)} of ${formatCount(total.calls)}`}
            />
            <Stat
              label="Cost"
              value={Number(total.costUsd)}
              unit="usd"
              note={
                total.unpricedCalls > 0 ? (
                  <TextLink href={paths.routes({ view: "prices" })}>
                    {formatCount(total.unpricedCalls)} without a price
                  </TextLink>
                ) : total.cacheHits > 0 ? (
                  `${formatCount(total.cacheHits)} from cache, free`
                ) : (
                  "every call has a price"
                )
              }
            />
            <Stat
              label="Tokens"
              value={total.inputTokens + total.outputTokens}
              note={`${formatCount(total.inputTokens)} in, ${formatCount(total.outputTokens)} out`}
            />
          </StatRow>
        )}
        <TimeChart
          {...lane}
          title="Calls"
          unit="perSecond"
          series={charges && asked ? callSeries(charges, now) : []}
        />
        {asked && (
          <>
            <TimeChart
              {...lane}
              title="Share that failed"
              unit="ratio"
              limits={{ min: 0 }}
              series={charges ? failedSeries(charges) : []}
            />
            <TimeChart
              {...lane}
              title="Cost, USD an hour"
              unit="usd"
              limits={{ min: 0 }}
              series={charges ? costSeries(charges, now) : []}
            />
          </>
        )}
        {(sums.data?.data.length ?? 0) > 0 && (
          <DataTable
            caption={title}
            columns={columnsBy[by] ?? []}
            rows={sums.data?.data ?? []}
            rowKey={(row) => Object.values(row.group).join("\n")}
            refreshing={sums.isPlaceholderData && !live}
            rowKeys={false}
          />
        )}
      </div>
    </Card>
  );
}
