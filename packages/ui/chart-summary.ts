import { type Across, acrossPhrase } from "./chart-across.ts";
import { seriesStats } from "./chart-data.ts";
import type { ChartSeries } from "./chart-types.ts";
import { formatValue, type Unit } from "./units.ts";

type Reading = { unit: Unit; across?: Across; zone: string; nowMs: number };

/** A change smaller than this share of the range's height is called steady. */
const STEADY_SHARE = 0.1;

/** One sentence that says what the chart shows, computed from its points. */
export function summarise(
  series: readonly ChartSeries[],
  { unit, across = "time", zone, nowMs }: Reading,
): string {
  const shown = series
    .filter((one) => !one.comparison)
    .map((one) => ({ one, stats: seriesStats(one.points) }));
  const withData = shown.filter(({ stats }) => stats.count > 0);
  if (withData.length === 0) return "No data in this range.";
  const at = (ms: number | null) => (ms === null ? "" : acrossPhrase(across, ms, zone, nowMs));
  const say = (value: number | null) => formatValue(value, unit);
  const only = withData[0];
  if (withData.length === 1 && only) {
    const { one, stats } = only;
    const first = one.points.find(([, value]) => value !== null)?.[1] ?? null;
    const height = (stats.max ?? 0) - (stats.min ?? 0);
    const change = (stats.last ?? 0) - (first ?? 0);
    const unchanged = stats.count < 2 || height === 0 || Math.abs(change) < height * STEADY_SHARE;
    const verb = change > 0 ? "rose" : "fell";
    const course = unchanged
      ? `${one.label} is steady near ${say(stats.last)}`
      : `${one.label} ${verb} from ${say(first)} to ${say(stats.last)}`;
    return height === 0
      ? `${course}.`
      : `${course}; its highest value is ${say(stats.max)}${at(stats.maxAtMs)}.`;
  }
  const peak = withData.reduce((a, b) => ((b.stats.max ?? -Infinity) > (a.stats.max ?? -Infinity) ? b : a));
  const last = withData.reduce((a, b) => ((b.stats.last ?? -Infinity) > (a.stats.last ?? -Infinity) ? b : a));
  const highest = `Of ${withData.length} series ${peak.one.label} is highest with ${say(peak.stats.max)}${at(peak.stats.maxAtMs)}`;
  return last === peak
    ? `${highest}, now ${say(last.stats.last)}.`
    : `${highest}; now ${last.one.label} leads with ${say(last.stats.last)}.`;
}
