import type { NativeHistogram } from "../tables/histograms.ts";
import { staleHigh, staleLow } from "../tables/samples.ts";
import type { Labels, MetricKind, Series, Temporality } from "../tables/series.ts";
import { nativeHistogram } from "./exponential.ts";
import { float64Bits, type HistogramPoint, type Metric, type ResourceMetrics } from "./metric-model.ts";
import { boundText, metricName, type ResourceLabels, resourceLabels, seriesLabels } from "./names.ts";

/** Why a data point was not stored; shown to the sender and counted. */
export type Refusal =
  | "too_old"
  | "too_far_ahead"
  | "no_time"
  | "no_value"
  | "no_name"
  | "no_temporality"
  | "bad_histogram"
  | "labels_limit"
  | "label_length"
  | "series_limit";

/** Where rows go. `Handle` is whatever the sink knows a series by. */
export type MetricSink<Handle> = {
  /** Equal `key`s mean the same series, so that a known one costs one lookup; `make` runs for the others. */
  series(key: string, make: () => Series): Handle | Refusal;
  sample(handle: Handle, timeMs: number, low: number, high: number): void;
  histogram(handle: Handle, histogram: NativeHistogram): void;
  /** A small number for a long text, the same for as long as series keys are remembered. */
  intern(text: string): number;
};

export type TimeLimits = { oldestMs: number; newestMs: number };

export type FlattenResult = {
  /** Data points, as the sender counts them; a histogram is one. */
  accepted: number;
  /** The count of each reason, and the first data point that it struck. */
  refused: Map<Refusal, { count: number; metric: string; attributes: Labels }>;
};

/**
 * Turns decoded metrics into samples. A data point is taken whole or refused whole, with its reason counted.
 * @throws DecodeError when an attribute turns out to be malformed
 */
export function flattenMetrics<Handle extends object>(
  resources: readonly ResourceMetrics[],
  limits: TimeLimits,
  sink: MetricSink<Handle>,
): FlattenResult {
  const result: FlattenResult = { accepted: 0, refused: new Map() };
  for (const { resource, metrics } of resources) {
    const resourceId = sink.intern(`r${resource.key}`);
    let labels: ResourceLabels | undefined;
    for (const metric of metrics) {
      if (metric.type === "none") continue;
      flattenMetric(metric, {
        result,
        limits,
        sink,
        resourceId,
        resource: () => {
          labels ??= resourceLabels(resource.pairs());
          return labels;
        },
      });
    }
  }
  return result;
}

type Run<Handle> = {
  result: FlattenResult;
  limits: TimeLimits;
  sink: MetricSink<Handle>;
  resourceId: number;
  resource: () => ResourceLabels;
};

function flattenMetric<Handle extends object>(
  metric: Exclude<Metric, { type: "none" }>,
  run: Run<Handle>,
): void {
  const { result, limits, sink } = run;
  const shape = describe(metric);
  const scope = sink.intern(
    `${run.resourceId}|${shape.kind}|${shape.temporality}|${metric.unit}|${metric.name}`,
  );
  const pointRun = { ...run, shape, scope };
  for (const point of metric.points) {
    const fault = shape.fault ?? timeFault(point.timeMs, limits);
    const outcome = fault ?? writePoint(metric, point, pointRun);
    if (outcome === null) result.accepted++;
    else {
      const counted = result.refused.get(outcome);
      if (counted) counted.count++;
      else {
        const attributes = point.attributes.pairs();
        result.refused.set(outcome, { count: 1, metric: metric.name, attributes });
      }
    }
  }
}

function timeFault(timeMs: number, limits: TimeLimits): Refusal | null {
  if (timeMs === 0) return "no_time";
  if (timeMs < limits.oldestMs) return "too_old";
  return timeMs > limits.newestMs ? "too_far_ahead" : null;
}

type Shape = { base: string; kind: MetricKind; temporality: Temporality; fault: Refusal | null };

function describe(metric: Exclude<Metric, { type: "none" }>): Shape {
  const temporality =
    "temporality" in metric
      ? metric.temporality === 1
        ? "delta"
        : metric.temporality === 2
          ? "cumulative"
          : ""
      : "";
  const needsTemporality = metric.type !== "gauge" && metric.type !== "summary";
  const monotonic = metric.type === "sum" && metric.monotonic;
  const base = metricName(
    metric.name,
    metric.unit,
    monotonic ? "monotonic" : metric.type === "gauge" ? "gauge" : "other",
  );
  const fault = base === "" ? "no_name" : needsTemporality && temporality === "" ? "no_temporality" : null;
  return { base, kind: kindOf(metric.type, temporality, monotonic), temporality, fault };
}

function kindOf(type: Metric["type"], temporality: Temporality, monotonic: boolean): MetricKind {
  if (type === "histogram" || type === "summary" || type === "exponential") return type;
  if (type === "gauge") return "gauge";
  if (temporality === "delta") return "delta";
  return monotonic ? "counter" : "gauge";
}

type PointRun<Handle> = Run<Handle> & { shape: Shape; scope: number };

type PointOf<M extends Metric> = M extends { points: (infer P)[] } ? P : never;

/** @returns null when the point was written */
function writePoint<Handle extends object>(
  metric: Exclude<Metric, { type: "none" }>,
  point: PointOf<Metric>,
  run: PointRun<Handle>,
): Refusal | null {
  const { sink, shape, scope } = run;
  const series = (suffix: string, kind: MetricKind, extra?: readonly [string, string]) =>
    sink.series(`${scope}${suffix}|${extra?.[1] ?? ""}|${point.attributes.key}`, () => ({
      metric: `${shape.base}${suffix}`,
      family: shape.base,
      kind,
      temporality: shape.temporality,
      unit: suffix === "_count" || suffix === "_bucket" ? "" : metric.unit,
      description: metric.description,
      sourceName: metric.name,
      labels: seriesLabels(run.resource(), point.attributes.pairs(), extra),
    }));

  if ("hasValue" in point) {
    if (!point.noValue && !point.hasValue) return "no_value";
    const handle = series("", shape.kind);
    if (typeof handle === "string") return handle;
    sink.sample(
      handle,
      point.timeMs,
      point.noValue ? staleLow : point.low,
      point.noValue ? staleHigh : point.high,
    );
    return null;
  }

  // Resolve every series first: a point is stored whole or not at all.
  const parts: [Handle, number][] = [];
  const add = (handle: Handle | Refusal, value: number): Refusal | null => {
    if (typeof handle === "string") return handle;
    parts.push([handle, value]);
    return null;
  };
  let histogram: [Handle, NativeHistogram] | null = null;
  const kind = metric.type === "summary" ? "summary" : "histogram";
  let fault = add(series("_count", kind), point.count);
  if (point.sum !== null) fault ??= add(series("_sum", kind), point.sum);
  if ("quantiles" in point) {
    for (const { quantile, value } of point.quantiles) {
      fault ??= add(series("", kind, ["quantile", boundText(quantile)]), value);
    }
  } else if ("bounds" in point) {
    const buckets = cumulativeBuckets(point);
    if (buckets === null) return "bad_histogram";
    for (const [bound, count] of buckets)
      fault ??= add(series("_bucket", kind, ["le", boundText(bound)]), count);
  } else {
    const native = nativeHistogram(point, shape.temporality === "delta");
    if (native === null) return "bad_histogram";
    const handle = series("", "exponential");
    if (typeof handle === "string") return handle;
    histogram = [handle, native];
  }
  if (fault !== null) return fault;
  for (const [handle, value] of parts) {
    const bits = point.noValue ? null : float64Bits(value);
    sink.sample(handle, point.timeMs, bits?.low ?? staleLow, bits?.high ?? staleHigh);
  }
  if (histogram) sink.histogram(histogram[0], histogram[1]);
  return null;
}

/** Each bucket is a series: no instrument needs more, and a hostile one could fill the workspace. */
const bucketsMax = 1_000;

/** Prometheus' cumulative buckets: each bound with the count at or below it, +Inf last. Null when they contradict or are too many. */
function cumulativeBuckets(point: HistogramPoint): [number, number][] | null {
  const { bounds, counts } = point;
  if (counts.length === 0) return [[Infinity, point.count]];
  if (counts.length !== bounds.length + 1 || counts.length > bucketsMax) return null;
  const buckets: [number, number][] = [];
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const bound = bounds[i] ?? Infinity;
    if (i > 0 && i < bounds.length && !(bound > (bounds[i - 1] as number))) return null;
    total += counts[i] as number;
    buckets.push([bound, i === counts.length - 1 ? Math.max(total, point.count) : total]);
  }
  return buckets;
}
