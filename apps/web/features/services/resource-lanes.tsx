"use client";
import { useQueries } from "@tanstack/react-query";
import type { ChartMarker, ChartShading } from "@triops/ui/chart-types";
import { MetricChart } from "../metrics/metric-chart.tsx";
import { type MetricQuestion, metricRange } from "../metrics/reads.ts";
import type { Span } from "./reads.ts";

type ResourceLanesProps = {
  name: string;
  span: Span;
  live: boolean;
  heightPx: number;
  markers: readonly ChartMarker[];
  shadings: readonly ChartShading[];
  onRangeChange: (span: Span) => void;
};

/** Names under which processes report what they use, by OpenTelemetry and by Prometheus' client libraries. */
const lanes: readonly { title: string; metrics: readonly Omit<MetricQuestion, "filters">[] }[] = [
  {
    title: "Processor",
    metrics: [
      { metric: "process_cpu_utilization_ratio", aggregate: "avg" },
      { metric: "process_cpu_time_seconds_total", aggregate: "rate" },
      { metric: "process_cpu_seconds_total", aggregate: "rate" },
      { metric: "container_cpu_usage_seconds_total", aggregate: "rate" },
    ],
  },
  {
    title: "Memory",
    metrics: [
      { metric: "process_memory_usage_bytes", aggregate: "sum" },
      { metric: "process_resident_memory_bytes", aggregate: "sum" },
      { metric: "container_memory_working_set_bytes", aggregate: "sum" },
    ],
  },
];

const questionsOf = (name: string) =>
  lanes.flatMap(({ title, metrics }) =>
    metrics.map((one) => ({
      title,
      question: { ...one, filters: [{ label: "service_name", op: "=" as const, value: name }] },
    })),
  );

/** Lanes of what its processes used: the first name that has data. Nothing when none has. */
export function ResourceLanes({ name, span, ...rest }: ResourceLanesProps) {
  const questions = questionsOf(name);
  const results = useQueries({ queries: questions.map(({ question }) => metricRange(question, span)) });
  return lanes.map(({ title }) => {
    const at = questions.findIndex(
      (one, index) => one.title === title && (results[index]?.data?.groups.length ?? 0) > 0,
    );
    const found = questions[at];
    return found ? (
      <MetricChart
        key={title}
        title={title}
        question={found.question}
        span={span}
        legend="none"
        area
        {...rest}
      />
    ) : null;
  });
}
