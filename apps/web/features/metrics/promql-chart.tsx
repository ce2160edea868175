"use client";
import { useQuery } from "@tanstack/react-query";
import type { TimeChartProps } from "@triops/ui/time-chart";
import { errorOf } from "../../data/screen-states.tsx";
import type { PromqlLabels } from "./promql-answer.ts";
import { promqlRange } from "./promql-reads.ts";
import { toLines } from "./query-lines.ts";
import type { Span } from "./reads.ts";
import { TimeChart } from "./time-chart.tsx";

type PromqlChartProps = {
  query: string;
  span: Span;
  /** Only the series that carry these labels. */
  labels?: PromqlLabels;
} & Omit<TimeChartProps, "series" | "range" | "stepMs" | "totalSeries">;

/** One query to the Prometheus API as a chart. */
export function PromqlChart({ query, span, labels, ...rest }: PromqlChartProps) {
  const answer = useQuery(promqlRange({ query, from: span.fromMs, to: span.toMs }));
  const fault = errorOf(answer.error, () => void answer.refetch());
  const series = (answer.data?.series ?? []).filter((one) => carries(one.labels, labels));
  return (
    <TimeChart
      series={toLines(series, { id: "A", text: query, lettered: false })}
      range={span}
      loading={answer.isPending}
      {...(fault && !answer.data ? { error: fault } : {})}
      {...(answer.data ? { stepMs: answer.data.stepMs } : {})}
      {...(labels || !answer.data ? {} : { totalSeries: answer.data.seriesTotal })}
      {...rest}
    />
  );
}

const carries = (labels: PromqlLabels, wanted: PromqlLabels = {}): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);
