"use client";
import type { Panel } from "@triops/domains/dashboards/schemas";
import type { ChartSeries, ChartThreshold } from "@triops/ui/chart-types";
import { useMemo } from "react";
import type { PromqlRange } from "../../metrics/promql-answer.ts";
import { TimeChart } from "../../metrics/time-chart.tsx";
import { withNulls } from "../data/reduce.ts";
import { nameSeries } from "../data/series-names.ts";
import { type PanelData, type Stretch, usePanelRange } from "../data/use-panel-data.ts";
import { panelValue } from "../data/values.ts";
import type { PanelProps } from "./panel-props.ts";
import { PanelEmpty, PanelFault } from "./panel-states.tsx";

const linePx = 28;
const legendPxMax = 224;

/** A swatch, a gap and a figure beside each name; a letter of the dense type. */
const besideNamePx = 92;
const letterPx = 6.2;

/** What the legend takes of the panel. */
function legendPx(
  legend: Panel["options"]["legend"],
  series: readonly ChartSeries[],
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): number {
  if (legend === "none" || series.length === 0) return 0;
  if (legend === "table" && heightPx >= 240) return Math.min(legendPxMax, 26 * (series.length + 1) + 8);
  const runPx = series.reduce((sum, { label }) => sum + label.length * letterPx + besideNamePx, 0);
  return runPx > widthPx ? 2 * linePx - 4 : linePx;
}

/** The series of all queries of a panel, named and with their gaps as the panel wants them. */
export function seriesOf(data: PanelData<PromqlRange>, panel: Panel, stretch: Stretch): ChartSeries[] {
  return data.answers.flatMap(({ query, text, legend, answer }) => {
    if (!answer) return [];
    const names = nameSeries(answer.series, { template: legend, query: text });
    return answer.series.map(({ labels, points }, at) => ({
      id: `${query.refId}${JSON.stringify(labels)}`,
      label: names[at] ?? text,
      points: withNulls(points, panel.options.nulls, { ...stretch, stepMs: answer.stepMs }),
    }));
  });
}

export function TimeSeriesPanel(props: PanelProps) {
  const { panel, title, scope, stretch, heightPx, markers, onRangeChange } = props;
  const { options } = panel;
  const data = usePanelRange(panel, scope, stretch, props);
  const answers = data.answers.map(({ answer }) => answer);
  const series = useMemo(
    () => seriesOf(data, panel, stretch),
    [panel, stretch.fromMs, stretch.toMs, ...answers],
  );
  const thresholds = useMemo(
    (): ChartThreshold[] =>
      options.thresholds
        .filter(({ level }) => level !== "ok")
        .map(({ value, level }) => ({
          id: `${level}${value}`,
          label: panelValue(value, options.unit, options.decimals),
          value,
          level,
          zone: "above",
        })),
    [options.thresholds, options.unit, options.decimals],
  );
  const first = answers.find((answer) => answer !== undefined);
  if (data.fault && !first) return <PanelFault onRetry={data.retry}>{data.fault.message}</PanelFault>;
  const total = answers.reduce((sum, answer) => sum + (answer?.seriesTotal ?? 0), 0);
  const legend = options.legend === "table" && heightPx < 240 ? "list" : options.legend;
  const cut = total > series.length ? 20 : 0;
  const faultPx = data.fault ? 24 : 0;
  const plotPx = Math.max(72, heightPx - legendPx(legend, series, props) - 4 - cut - faultPx);
  return (
    <div className="h-full overflow-hidden">
      <TimeChart
        bare
        hideTitle
        hideSummary
        title={title || "Panel"}
        series={series}
        unit={options.unit}
        range={stretch}
        thresholds={thresholds}
        markers={markers}
        onRangeChange={onRangeChange}
        stacked={options.stacked}
        area={options.fill || (series.length === 1 && !options.stacked)}
        includeZero={options.includeZero}
        heightPx={plotPx}
        legend={legend}
        loading={data.pending || !first}
        refreshing={data.refreshing}
        reducer="last, with least and greatest"
        empty={<PanelEmpty />}
        {...(options.min === null && options.max === null
          ? {}
          : {
              limits: {
                ...(options.min === null ? {} : { min: options.min }),
                ...(options.max === null ? {} : { max: options.max }),
              },
            })}
        {...(first && options.nulls === "gap" ? { stepMs: first.stepMs } : {})}
      />
      {cut > 0 && (
        <p className="text-dense text-ink-3">
          {series.length} of {total} series
        </p>
      )}
      {data.fault && (
        <p role="alert" className="truncate text-dense text-sev1-text">
          {data.fault.message}
        </p>
      )}
    </div>
  );
}
