"use client";
import { useQuery } from "@tanstack/react-query";
import type { TimeChartProps } from "@triops/ui/time-chart";
import { unitOf } from "@triops/ui/units";
import { errorOf } from "../../data/screen-states.tsx";
import { toChartSeries, toComparison } from "./chart-series.ts";
import { type MetricQuestion, metricRange, type Span } from "./reads.ts";
import { TimeChart } from "./time-chart.tsx";

type MetricChartProps = {
  title: string;
  question: MetricQuestion;
  span: Span;
  live?: boolean;
  compare?: boolean;
  onRangeChange?: (span: Span) => void;
} & Omit<TimeChartProps, "title" | "series" | "range" | "onRangeChange">;

/** One question to the metrics API as a chart; rates are per second of the metric's own unit. */
export function MetricChart({
  title,
  question,
  span,
  compare = false,
  onRangeChange,
  ...rest
}: MetricChartProps) {
  const now = useQuery(metricRange(question, span));
  const length = span.toMs - span.fromMs;
  const before = useQuery({
    ...metricRange(question, { fromMs: span.fromMs - length, toMs: span.toMs - length }),
    enabled: compare,
  });
  const result = now.data;
  const series = result ? toChartSeries(result, question.metric) : [];
  const past = compare && before.data ? toComparison(before.data, question.metric, length) : [];
  const perSecond = question.aggregate === "rate";
  const plain = question.aggregate === "count";
  const fault = errorOf(now.error, () => void now.refetch());
  return (
    <TimeChart
      title={title}
      series={[...series, ...past]}
      unit={plain ? "none" : unitOf(perSecond && result?.unit ? `${result.unit}/s` : result?.unit)}
      range={span}
      loading={now.isPending}
      refreshing={now.isPlaceholderData && !rest.live}
      {...(fault && !result ? { error: fault } : {})}
      {...(result ? { stepMs: result.stepMs, totalSeries: result.groupsTotal } : {})}
      reducer={question.aggregate}
      {...(onRangeChange ? { onRangeChange } : {})}
      {...rest}
    />
  );
}
