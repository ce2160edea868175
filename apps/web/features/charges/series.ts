import type { ChargesOverTime } from "@triops/domains/charges/schemas";
import type { ChartSeries } from "@triops/ui/chart-types";

type Point = ChargesOverTime["series"][number]["points"][number];

function perSeries(
  { series }: ChargesOverTime,
  valueAt: (point: Point) => number | null,
  untilMs = Number.POSITIVE_INFINITY,
): ChartSeries[] {
  return series.map(({ value, name, points }) => ({
    id: value ?? "all the rest",
    label: name || "none",
    points: points.flatMap((point) => {
      const at = Date.parse(point.at);
      return at < untilMs ? [[at, valueAt(point)] as const] : [];
    }),
  }));
}

/** Calls a second. A step that still runs would look like a fall: it is left out. */
export function callSeries(charges: ChargesOverTime, nowMs: number): ChartSeries[] {
  const { stepSeconds } = charges;
  return perSeries(charges, ({ calls }) => calls / stepSeconds, nowMs - stepSeconds * 1_000 + 1);
}

/** Share of calls that failed; a gap where nothing was asked. */
export const failedSeries = (charges: ChargesOverTime): ChartSeries[] =>
  perSeries(charges, ({ calls, errors }) => (calls === 0 ? null : errors / calls));

/** USD an hour, so that another width of the steps is another resolution, not another height. */
export function costSeries(charges: ChargesOverTime, nowMs: number): ChartSeries[] {
  const { stepSeconds } = charges;
  return perSeries(
    charges,
    ({ costUsd }) => (Number(costUsd) * 3_600) / stepSeconds,
    nowMs - stepSeconds * 1_000 + 1,
  );
}
