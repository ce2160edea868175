import type { Alert } from "@triops/domains/alerts/schemas";
import type { ServiceSignals } from "@triops/domains/services/schemas";
import type { ChartSeries, ChartShading } from "@triops/ui/chart-types";
import type { Span } from "./reads.ts";

const line = (
  id: string,
  label: string,
  slot: number,
  times: readonly number[],
  values: readonly (number | null)[],
): ChartSeries => ({ id, label, slot, points: times.map((at, i) => [at, values[i] ?? null] as const) });

/** Rates of a step that is still running would look like a fall: it is left out. */
export function requestSeries(
  { times, stepMs, requests, errors }: ServiceSignals,
  nowMs: number,
): ChartSeries[] {
  const full = times.filter((at) => at + stepMs <= nowMs);
  const perSecond = (counts: readonly number[]) => full.map((_, i) => ((counts[i] ?? 0) * 1_000) / stepMs);
  return [
    line("requests", "Requests", 1, full, perSecond(requests)),
    line("errors", "Errors", 2, full, perSecond(errors)),
  ];
}

export function errorRatioSeries({ times, requests, errors }: ServiceSignals): ChartSeries[] {
  const ratios = times.map((_, i) => {
    const count = requests[i] ?? 0;
    return count === 0 ? null : (errors[i] ?? 0) / count;
  });
  return [line("error-ratio", "Failing", 2, times, ratios)];
}

export function durationSeries({ times, p50Ms, p95Ms, p99Ms }: ServiceSignals): ChartSeries[] {
  return [
    line("p50", "p50", 1, times, p50Ms),
    line("p95", "p95", 3, times, p95Ms),
    line("p99", "p99", 4, times, p99Ms),
  ];
}

/** Stretches in which an alert of the service was open, within the range. */
export function alertShadings(alerts: readonly Alert[], { fromMs, toMs }: Span): ChartShading[] {
  return alerts.flatMap((alert) => {
    const start = Math.max(Date.parse(alert.openedAt), fromMs);
    const end = Math.min(alert.resolvedAt ? Date.parse(alert.resolvedAt) : toMs, toMs);
    return end > start
      ? [{ id: alert.id, label: alert.title, fromMs: start, toMs: end, level: alert.severity }]
      : [];
  });
}
