"use client";
import type { LlmTimeline } from "@triops/domains/llm-traces/schemas";
import { Card } from "@triops/ui/card";
import type { ChartMarker, ChartRange, ChartSeries } from "@triops/ui/chart-types";
import { Segmented } from "@triops/ui/segmented";
import type { Unit } from "@triops/ui/units";
import { TimeChart } from "../metrics/time-chart.tsx";
import type { Measure } from "./list-state.ts";

const measures = [
  { value: "calls" as const, label: "Calls" },
  { value: "cost" as const, label: "Cost" },
  { value: "tokens" as const, label: "Tokens" },
  { value: "latency" as const, label: "Latency" },
];

const line = (
  id: string,
  label: string,
  times: readonly number[],
  values: readonly (number | null)[],
): ChartSeries => ({
  id,
  label,
  points: times.map((time, at) => [time, values[at] ?? null] as const),
});

function drawn(
  timeline: LlmTimeline,
  measure: Measure,
): { series: ChartSeries[]; unit: Unit; title: string } {
  const { times } = timeline;
  switch (measure) {
    case "calls":
      return {
        title: "Calls and failures, per step",
        unit: "count",
        series: [
          line("calls", "calls", times, timeline.calls),
          line("errors", "failed", times, timeline.errors),
        ],
      };
    case "cost":
      return {
        title: "Cost, per step",
        unit: "usd",
        series: [line("cost", "cost", times, timeline.costUsd)],
      };
    case "tokens":
      return {
        title: "Tokens, per step",
        unit: "count",
        series: [
          line("input", "read", times, timeline.inputTokens),
          line("output", "written", times, timeline.outputTokens),
        ],
      };
    case "latency":
      return {
        title: "Latency, 95th percentile",
        unit: "milliseconds",
        series: [line("p95", "p95", times, timeline.p95Ms)],
      };
  }
}

type TimelineCardProps = {
  timeline: LlmTimeline;
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  markers: readonly ChartMarker[];
  range: ChartRange;
  onRangeChange: (range: ChartRange) => void;
};

/** What the calls that fit came to, over time. */
export function TimelineCard({
  timeline,
  measure,
  onMeasure,
  markers,
  range,
  onRangeChange,
}: TimelineCardProps) {
  const { series, unit, title } = drawn(timeline, measure);
  return (
    <Card
      title="Model calls"
      actions={
        <Segmented
          size="sm"
          label="What the chart shows"
          options={measures}
          value={measure}
          onValueChange={onMeasure}
        />
      }
    >
      <TimeChart
        title={title}
        hideTitle
        unit={unit}
        series={series}
        stepMs={timeline.stepMs}
        range={range}
        markers={markers}
        onRangeChange={onRangeChange}
        heightPx={140}
        legend={series.length > 1 ? "list" : "none"}
      />
    </Card>
  );
}
