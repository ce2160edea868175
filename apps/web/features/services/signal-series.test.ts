import type { Alert } from "@triops/domains/alerts/schemas";
import type { ServiceSignals } from "@triops/domains/services/schemas";
import { describe, expect, it } from "vitest";
import { alertShadings, durationSeries, errorRatioSeries, requestSeries } from "./signal-series.ts";

const signals = {
  stepMs: 60_000,
  times: [0, 60_000, 120_000],
  requests: [60, 0, 6],
  errors: [6, 0, 6],
  p50Ms: [1, null, 2],
  p95Ms: [3, null, 4],
  p99Ms: [5, null, 6],
} as unknown as ServiceSignals;
const points = (series: readonly { points: readonly (readonly unknown[])[] }[]) =>
  series.map((one) => one.points.map((point) => point[1]));

describe("signals of a service", () => {
  it("are rates per second, without the step that is still running", () => {
    expect(points(requestSeries(signals, 150_000))).toEqual([
      [1, 0],
      [0.1, 0],
    ]);
  });
  it("have gaps where there was no request to fail or to be slow", () => {
    expect(points(errorRatioSeries(signals))).toEqual([[0.1, null, 1]]);
    expect(points(durationSeries(signals))).toEqual([
      [1, null, 2],
      [3, null, 4],
      [5, null, 6],
    ]);
  });
  it("are shaded while an alert was open, cut at the range", () => {
    const at = (ms: number) => new Date(ms).toISOString();
    const alert = (openedAt: string, resolvedAt: string | null) =>
      ({ id: openedAt, title: "t", severity: "sev2", openedAt, resolvedAt }) as Alert;
    const alerts = [alert(at(0), at(50)), alert(at(80), null), alert(at(10), at(20)), alert(at(300), null)];
    expect(
      alertShadings(alerts, { fromMs: 40, toMs: 200 }).map(({ fromMs, toMs }) => [fromMs, toMs]),
    ).toEqual([
      [40, 50],
      [80, 200],
    ]);
  });
});
