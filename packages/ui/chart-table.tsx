"use client";
import { type Across, acrossHeading, formatAcross } from "./chart-across.ts";
import { column, unionTimes } from "./chart-data.ts";
import type { ChartSeries } from "./chart-types.ts";
import { formatExact, formatValue, type Unit } from "./units.ts";

type ChartTableProps = {
  label: string;
  series: readonly ChartSeries[];
  unit: Unit;
  across: Across;
  zone: string;
  heightPx: number;
};

const ROWS = 600;

/** The same reduced points as rows, newest first. */
export function ChartTable({ label, series, unit, across, zone, heightPx }: ChartTableProps) {
  const times = unionTimes(series.map((one) => one.points));
  const columns = series.map((one) => column(one.points, times, (point) => point[1]));
  const shown = times.slice(-ROWS).toReversed();
  return (
    <section
      aria-label={`${label} as table`}
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      style={{ height: heightPx }}
      className="overflow-auto rounded-control border border-line-subtle"
    >
      <table className="w-full text-dense tabular-nums">
        <caption className="sr-only">{label}</caption>
        <thead className="sticky top-0 bg-raised text-ink-3">
          <tr>
            <th scope="col" className="px-3 py-1.5 text-left font-medium">
              {acrossHeading[across]}
            </th>
            {series.map((one) => (
              <th key={one.id} scope="col" className="px-3 py-1.5 text-right font-medium">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((timeMs, row) => {
            const index = times.length - 1 - row;
            return (
              <tr key={timeMs} className="border-line-subtle border-t">
                <th scope="row" className="whitespace-nowrap px-3 py-1 text-left font-normal text-ink-2">
                  {formatAcross(across, timeMs, zone)}
                </th>
                {series.map((one, at) => {
                  const value = columns[at]?.[index];
                  return (
                    <td
                      key={one.id}
                      className="px-3 py-1 text-right text-ink-1"
                      title={formatExact(value, unit)}
                    >
                      {formatValue(value, unit)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {times.length > ROWS && (
        <p className="p-3 text-dense text-ink-3">
          The newest {ROWS} of {times.length} rows; the CSV file holds all.
        </p>
      )}
    </section>
  );
}
