"use client";
import type { Condition, PreviewResult } from "@triops/domains/monitors/schemas";
import { useChangeMarkers } from "../changes/markers.ts";
import { seriesLabel } from "../metrics/chart-series.ts";
import { tellingLabels } from "../metrics/query-lines.ts";
import { TimeChart } from "../metrics/time-chart.tsx";

type PreviewChartProps = {
  /** What a series without labels is called: the metric, or the query. */
  name: string;
  condition: Condition;
  result: PreviewResult;
  series: PreviewResult["series"][number];
};

/** One series with its limit or expected band, and the episodes shaded. */
export function PreviewChart({ name, condition, result, series }: PreviewChartProps) {
  const { times } = result;
  const telling = tellingLabels(result.series);
  const kept = Object.entries(series.labels).filter(([label]) => telling.has(label));
  const label = seriesLabel(Object.fromEntries(kept), name);
  const fromMs = times[0] ?? Date.parse(result.judgedFrom);
  const toMs = Date.parse(result.judgedTo);
  const markers = useChangeMarkers({ from: fromMs, to: toMs, service: series.labels.service_name });
  return (
    <TimeChart
      title={label}
      headingLevel={3}
      heightPx={160}
      legend="none"
      range={{ fromMs, toMs }}
      stepMs={result.stepMs}
      reducer="mean with extremes"
      markers={markers}
      series={[
        {
          id: series.seriesKey,
          label,
          points: times.map(
            (time, at) =>
              [time, series.values[at] ?? null, series.min[at] ?? null, series.max[at] ?? null] as const,
          ),
        },
      ]}
      {...(series.lower && series.upper
        ? {
            bands: [
              {
                id: `${series.seriesKey}·band`,
                label: "expected",
                points: times.map(
                  (time, at) => [time, series.lower?.[at] ?? null, series.upper?.[at] ?? null] as const,
                ),
              },
            ],
          }
        : {})}
      {...(condition.kind === "threshold"
        ? {
            thresholds: [
              {
                id: "limit",
                label: "limit",
                value: condition.value,
                zone: condition.op.startsWith(">") ? ("above" as const) : ("below" as const),
              },
            ],
          }
        : {})}
      shadings={series.episodes.map((episode, at) => ({
        id: `episode-${at}`,
        label: "would have fired",
        fromMs: Date.parse(episode.from),
        toMs: episode.to ? Date.parse(episode.to) : toMs,
        level: "sev2" as const,
      }))}
      note={series.learningUntil ? "The first part taught the detector and was not judged." : undefined}
    />
  );
}
