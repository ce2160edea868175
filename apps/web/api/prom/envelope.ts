import { translateDatabaseError } from "@triops/database/transaction";
import { type ErrorCode, httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import type { QueryResult, ResultSeries } from "@triops/telemetry/promql/engine";
import { PromqlError, type PromqlErrorType } from "@triops/telemetry/promql/faults";
import type { LabelSet } from "@triops/telemetry/promql/labels";
import type { NativeHistogram } from "@triops/telemetry/promql/native/histogram";
import { histogramJson } from "@triops/telemetry/promql/native/json";
import { sampleText } from "@triops/telemetry/promql/numbers";
import { HttpRefusal } from "../errors.ts";
import { foldSeries } from "./fold.ts";

const statusByType: Record<PromqlErrorType, number> = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 503,
};

/** How our own failures are called in Prometheus' API. */
const typeByCode: Record<ErrorCode, string> = {
  invalid: "bad_data",
  unauthenticated: "unauthorized",
  forbidden: "forbidden",
  not_found: "not_found",
  conflict: "execution",
  limit_reached: "execution",
  unavailable: "unavailable",
};

export type Remarks = {
  warnings?: readonly string[];
  infos?: readonly string[];
  /** Series that exist, said in a header: a limit may have left some out. */
  seriesTotal?: number;
};

const headersOf = (requestId: string) => ({
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
});

/** `data` is JSON already: results are large and their numbers have a form of their own. */
export function succeeded(
  data: string,
  requestId: string,
  { warnings = [], infos = [], seriesTotal }: Remarks = {},
): Response {
  const remarks =
    (warnings.length > 0 ? `,"warnings":${JSON.stringify(warnings)}` : "") +
    (infos.length > 0 ? `,"infos":${JSON.stringify(infos)}` : "");
  const headers = new Headers(headersOf(requestId));
  if (seriesTotal !== undefined) headers.set("x-triops-series-total", String(seriesTotal));
  return new Response(`{"status":"success","data":${data}${remarks}}`, { headers });
}

export function refused(raw: unknown, requestId: string, log: Logger): Response {
  const error = translateDatabaseError(raw);
  const reply = (status: number, errorType: string, message: string, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify({ status: "error", errorType, error: message }), {
      status,
      headers: { ...headersOf(requestId), ...headers },
    });
  if (error instanceof PromqlError)
    return reply(statusByType[error.errorType], error.errorType, error.message);
  if (error instanceof HttpRefusal) return reply(error.status, "bad_data", error.message, error.headers);
  if (!isTriopsError(error)) {
    log.error({ err: error, requestId }, "query failed");
    return reply(
      500,
      "internal",
      "Something went wrong on our side. It is in the log under this request's id.",
    );
  }
  if (error.code === "unavailable") log.warn({ err: error, requestId }, "query refused");
  const headers: Record<string, string> = {};
  if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
  // Both ways a data source may send its key.
  if (error.code === "unauthenticated")
    headers["www-authenticate"] = 'Bearer realm="triops", Basic realm="triops"';
  return reply(httpStatusByCode[error.code], typeByCode[error.code], error.message, headers);
}

const sample = (timeMs: number, value: number) => `[${timeMs / 1_000},"${sampleText(value)}"]`;

const histogramSample = (timeMs: number, histogram: NativeHistogram) =>
  `[${timeMs / 1_000},${histogramJson(histogram)}]`;

export const labelObject = (labels: LabelSet): string =>
  `{${labels.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;

/** Wider buckets that the steps of a range are laid into; see `foldSeries`. */
export type Buckets = { startMs: number; bucketMs: number };

function seriesText(
  type: "vector" | "matrix",
  { labels, times, values, histograms }: ResultSeries,
  buckets?: Buckets,
): string {
  if (buckets) {
    const numbers = histograms ? numbersOnly({ times, values, histograms }) : { times, values };
    const points = foldSeries(numbers, buckets.startMs, buckets.bucketMs).map(
      ({ timeMs, value, min, max }) =>
        `[${timeMs / 1_000},"${sampleText(value)}","${sampleText(min)}","${sampleText(max)}"]`,
    );
    // Histograms have no extremes to be folded by; that there are some is said.
    const count = times.length - numbers.times.length;
    const told = count > 0 ? `,"histogramCount":${count}` : "";
    return `{"metric":${labelObject(labels)},"values":[${points.join(",")}]${told}}`;
  }
  if (type === "vector" && histograms?.[0]) {
    return `{"metric":${labelObject(labels)},"histogram":${histogramSample(times[0] ?? 0, histograms[0])}}`;
  }
  if (type === "vector") {
    return `{"metric":${labelObject(labels)},"value":${sample(times[0] ?? 0, values[0] ?? 0)}}`;
  }
  const points: string[] = [];
  const shapes: string[] = [];
  for (let at = 0; at < times.length; at++) {
    const histogram = histograms?.[at];
    if (histogram) shapes.push(histogramSample(times[at] ?? 0, histogram));
    else points.push(sample(times[at] ?? 0, values[at] ?? 0));
  }
  const parts = [
    ...(points.length > 0 || shapes.length === 0 ? [`"values":[${points.join(",")}]`] : []),
    ...(shapes.length > 0 ? [`"histograms":[${shapes.join(",")}]`] : []),
  ];
  return `{"metric":${labelObject(labels)},${parts.join(",")}}`;
}

function numbersOnly({ times, values, histograms }: Omit<Required<ResultSeries>, "labels">) {
  const isNumber = (_time: number, at: number) => histograms[at] === undefined;
  return { times: times.filter(isNumber), values: values.filter(isNumber) };
}

/** The `data` of a query. */
export function resultText(result: QueryResult, buckets?: Buckets): string {
  const { type } = result;
  if (type === "scalar") return `{"resultType":"scalar","result":${sample(result.timeMs, result.value)}}`;
  if (type === "string") {
    return `{"resultType":"string","result":[${result.timeMs / 1_000},${JSON.stringify(result.value)}]}`;
  }
  return `{"resultType":"${type}","result":[${result.series.map((one) => seriesText(type, one, buckets)).join(",")}]}`;
}
