"use client";
import { Card } from "@triops/ui/card";
import { MetricChart } from "../metrics/metric-chart.tsx";
import type { MetricQuestion, Span } from "../metrics/reads.ts";

type HostChart = { title: string; question: MetricQuestion };

/** What everybody asks of a machine first. Names follow the OpenTelemetry host metrics, as Prometheus spells them. */
export const hostCharts: readonly HostChart[] = [
  {
    title: "CPU in use",
    question: {
      metric: "system_cpu_utilization_ratio",
      filters: [{ label: "cpu_mode", op: "!=", value: "idle" }],
      groupBy: ["cpu_mode"],
      aggregate: "avg",
    },
  },
  {
    title: "Memory in use",
    question: {
      metric: "system_memory_utilization_ratio",
      filters: [{ label: "system_memory_state", op: "=", value: "used" }],
      groupBy: ["host_name"],
      aggregate: "avg",
    },
  },
  {
    title: "File systems in use",
    question: {
      metric: "system_filesystem_utilization_ratio",
      groupBy: ["system_filesystem_mountpoint"],
      aggregate: "max",
    },
  },
  {
    title: "Load over one minute",
    question: { metric: "system_cpu_load_average_1m", groupBy: ["host_name"], aggregate: "avg" },
  },
];

type HostChartsProps = { span: Span; live: boolean; onRangeChange: (span: Span) => void };

export function HostCharts({ span, live, onRangeChange }: HostChartsProps) {
  return (
    <section aria-label="Hosts" className="grid gap-4 lg:grid-cols-2">
      {hostCharts.map(({ title, question }) => (
        <Card key={title}>
          <MetricChart
            title={title}
            question={question}
            span={span}
            live={live}
            heightPx={180}
            onRangeChange={onRangeChange}
            empty="No host sends this. The guide for operations engineers shows how to connect one."
          />
        </Card>
      ))}
    </section>
  );
}
