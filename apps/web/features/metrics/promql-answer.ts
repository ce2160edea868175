import type { ChartPoint } from "@triops/ui/chart-types";

export type PromqlLabels = Readonly<Record<string, string>>;
export type PromqlSeries = { labels: PromqlLabels; points: ChartPoint[] };

/** A range as a chart takes it. `stepMs`: distance of the points; `innerMs`: how often extremes were looked for. */
export type PromqlRange = {
  series: PromqlSeries[];
  seriesTotal: number;
  stepMs: number;
  innerMs: number;
  warnings: string[];
};

/** Values at one instant. A scalar is one row without labels; texts have no value. */
export type PromqlInstant = {
  rows: { labels: PromqlLabels; value: number | null; text?: string }[];
  seriesTotal: number;
  atMs: number;
  warnings: string[];
};

/** Data as the Prometheus API sends it; points of a folded range carry least and greatest as well. */
export type Wire = {
  status: "success" | "error";
  error?: string;
  warnings?: string[];
  infos?: string[];
  data?:
    | {
        resultType: "matrix";
        result: {
          metric: PromqlLabels;
          values?: readonly (readonly [number, ...string[]])[];
          /** Samples that are native histograms: no line can show one. */
          histograms?: readonly unknown[];
          histogramCount?: number;
        }[];
      }
    | {
        resultType: "vector";
        result: {
          metric: PromqlLabels;
          value?: readonly [number, string];
          histogram?: readonly [number, { count: string; sum: string }];
        }[];
      }
    | { resultType: "scalar" | "string"; result: readonly [number, string] };
};

/** `NaN`, `+Inf` and `-Inf` are texts in the API. */
export function numberOf(text: string | undefined): number {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  return text === "-Inf" ? Number.NEGATIVE_INFINITY : Number(text ?? Number.NaN);
}

/** A chart has no place for what is not finite: it is a gap. */
function drawable(text: string | undefined): number | null {
  const value = numberOf(text);
  return Number.isFinite(value) ? value : null;
}

export function toRange(
  wire: Wire,
  steps: { stepMs: number; innerMs: number },
  seriesTotal: number | null,
): PromqlRange {
  const found = wire.data?.resultType === "matrix" ? wire.data.result : [];
  const series = found.map(({ metric, values = [] }) => ({
    labels: metric,
    points: values.map(([seconds, value, min, max]): ChartPoint => {
      const at = Math.round(seconds * 1_000);
      return min === undefined ? [at, drawable(value)] : [at, drawable(value), drawable(min), drawable(max)];
    }),
  }));
  const histograms = found.some(({ histograms: shapes, histogramCount }) => shapes || histogramCount);
  const warnings = [...remarks(wire), ...(histograms ? [histogramRemark] : [])];
  return { series, seriesTotal: seriesTotal ?? series.length, ...steps, warnings };
}

export function toInstant(wire: Wire, atMs: number, seriesTotal: number | null): PromqlInstant {
  const rows = rowsOf(wire.data);
  return { rows, seriesTotal: seriesTotal ?? rows.length, atMs, warnings: remarks(wire) };
}

function rowsOf(data: Wire["data"]): PromqlInstant["rows"] {
  switch (data?.resultType) {
    case "vector":
      return data.result.map(({ metric, value, histogram }) => {
        if (!histogram) return { labels: metric, value: numberOf(value?.[1]) };
        const [, { count, sum }] = histogram;
        return { labels: metric, value: null, text: `histogram of ${count}, sum ${sum}` };
      });
    case "scalar":
      return [{ labels: {}, value: numberOf(data.result[1]) }];
    case "string":
      return [{ labels: {}, value: null, text: data.result[1] }];
    case "matrix":
      // A range vector at one instant: its newest sample is what one looks for.
      return data.result.map(({ metric, values }) => ({
        labels: metric,
        value: numberOf(values?.at(-1)?.[1]),
      }));
    default:
      return [];
  }
}

const histogramRemark =
  "Part of the result are native histograms, which no line can show: take histogram_quantile or histogram_avg of them.";

/** That a limit was reached is said by the chart in its own words. */
const remarks = ({ warnings = [], infos = [] }: Wire): string[] =>
  [...warnings, ...infos].filter((text) => text !== "results truncated due to limit");
