import type { MetricQuestion } from "../metrics/reads.ts";

type HostChart = {
  title: string;
  question: MetricQuestion;
  /** Parts of one whole: areas on top of each other. */
  stacked?: boolean;
};

/** What everybody asks of a machine first. Names follow the OpenTelemetry host metrics, as Prometheus spells them. */
export const hostCharts: readonly HostChart[] = [
  {
    title: "CPU in use",
    stacked: true,
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
