import { limitsSeconds } from "./durations.ts";

/** One operation of a service as PromQL names it. */
export type CounterKey = { service: string; operation: string; kind: string };

/** What one minute added. */
export type MinuteSums = {
  requests: number;
  errors: number;
  durationSeconds: number;
  /** Per limit of `limitsSeconds`; empty when nothing took part. */
  limits: readonly number[];
};

export type CounterMetric = {
  metric: string;
  family: string;
  kind: "counter" | "histogram";
  unit: string;
  description: string;
  le?: string;
  of(sums: MinuteSums): number;
};

const durations = {
  family: "service_duration_seconds",
  kind: "histogram" as const,
  unit: "s",
  description: "How long requests took that entered a service, from its spans",
};

/** The counters of one operation, in the order in which running totals are kept. */
export const counterMetrics: readonly CounterMetric[] = [
  {
    metric: "service_requests_total",
    family: "service_requests",
    kind: "counter",
    unit: "1",
    description: "Requests that entered a service, from its spans",
    of: (sums) => sums.requests,
  },
  {
    metric: "service_errors_total",
    family: "service_errors",
    kind: "counter",
    unit: "1",
    description: "Requests that entered a service and failed, from its spans",
    of: (sums) => sums.errors,
  },
  { ...durations, metric: "service_duration_seconds_count", of: (sums) => sums.requests },
  { ...durations, metric: "service_duration_seconds_sum", of: (sums) => sums.durationSeconds },
  ...limitsSeconds.map((limit, index) => ({
    ...durations,
    metric: "service_duration_seconds_bucket",
    le: String(limit),
    of: (sums: MinuteSums) => sums.limits[index] ?? 0,
  })),
  { ...durations, metric: "service_duration_seconds_bucket", le: "+Inf", of: (sums) => sums.requests },
];

/** Names of the metrics, each once. */
export const counterNames: readonly string[] = [...new Set(counterMetrics.map(({ metric }) => metric))];

export const keyText = ({ service, operation, kind }: CounterKey): string =>
  JSON.stringify([service, operation, kind]);

export type Point = readonly [timeMs: number, value: number];

/**
 * Running totals at the end of each minute from `fromMs` on, minutes without requests included. `base` is the total
 * at `fromMs`; a counter that has none begins there with zero, so that its first requests count as an increase.
 */
export function runningTotals(
  base: number | undefined,
  fromMs: number,
  toMs: number,
  added: ReadonlyMap<number, number>,
): Point[] {
  const points: Point[] = base === undefined ? [[fromMs, 0]] : [];
  let total = base ?? 0;
  for (let minute = fromMs; minute < toMs; minute += 60_000) {
    total += added.get(minute) ?? 0;
    points.push([minute + 60_000, total]);
  }
  return points;
}
