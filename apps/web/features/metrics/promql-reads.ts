import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { ApiError } from "../../data/api.ts";
import { type PromqlInstant, type PromqlRange, toInstant, toRange, type Wire } from "./promql-answer.ts";
import { bucketSeconds, innerSeconds, onBuckets } from "./promql-steps.ts";

/** Epoch milliseconds or ISO-8601. */
type Instant = number | string;

export type PromqlRangeQuestion = {
  query: string;
  from: Instant;
  to: Instant;
  /** Distance of two points; without it the narrowest that keeps within `pointsMax`. */
  stepSeconds?: number;
  /** About one point a pixel of the chart. */
  pointsMax?: number;
  /** Series that are answered; the answer says how many there are. */
  seriesMax?: number;
};

export type PromqlInstantQuestion = { query: string; at: Instant; seriesMax?: number };

const pointsUsual = 800;
const seriesUsual = 50;
const rowsUsual = 1_000;

/** A query that timed out would only time out again; only a lost connection is worth another try. */
const retry = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiError && error.status === 0;

const msOf = (at: Instant): number => (typeof at === "number" ? at : Date.parse(at));

/**
 * A PromQL query over a range, one point a bucket with the bucket's extremes, so that no spike between two points is
 * lost. Its key holds whole buckets: a range that moves with the clock asks again once a bucket.
 */
export function promqlRange({
  query,
  from,
  to,
  stepSeconds,
  pointsMax = pointsUsual,
  seriesMax = seriesUsual,
}: PromqlRangeQuestion) {
  const bucket = stepSeconds ?? bucketSeconds(msOf(from), msOf(to), pointsMax);
  const inner = innerSeconds(bucket);
  const { fromMs, toMs } = onBuckets(msOf(from), msOf(to), bucket);
  const parameters = {
    query,
    start: String(fromMs / 1_000),
    end: String(toMs / 1_000),
    step: String(inner),
    limit: String(seriesMax),
    ...(inner === bucket ? {} : { triops_bucket: String(bucket) }),
  };
  return queryOptions({
    queryKey: ["metrics", "promql", "range", parameters],
    queryFn: async ({ signal }): Promise<PromqlRange> => {
      const { wire, total } = await ask("query_range", parameters, signal);
      return toRange(wire, { stepMs: bucket * 1_000, innerMs: inner * 1_000 }, total);
    },
    placeholderData: keepPreviousData,
    enabled: query.trim() !== "",
    retry,
  });
}

/** A PromQL query at one instant. */
export function promqlInstant({ query, at, seriesMax = rowsUsual }: PromqlInstantQuestion) {
  const parameters = { query, time: String(msOf(at) / 1_000), limit: String(seriesMax) };
  return queryOptions({
    queryKey: ["metrics", "promql", "instant", parameters],
    queryFn: async ({ signal }): Promise<PromqlInstant> => {
      const { wire, total } = await ask("query", parameters, signal);
      return toInstant(wire, msOf(at), total);
    },
    placeholderData: keepPreviousData,
    enabled: query.trim() !== "",
    retry,
  });
}

/** Longer than this a query goes as a form: addresses have limits on their way. */
const addressMax = 2_000;

/** @throws ApiError in the language's own words */
async function ask(
  path: "query" | "query_range",
  parameters: Record<string, string>,
  signal: AbortSignal,
): Promise<{ wire: Wire; total: number | null }> {
  const form = new URLSearchParams(parameters);
  const address = `/api/prom/api/v1/${path}`;
  const sent =
    form.toString().length > addressMax
      ? fetch(address, { method: "POST", body: form, signal })
      : fetch(`${address}?${form}`, { signal });
  const answer = await sent.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "Triops does not answer. Check the connection and try again.");
  });
  const wire = (await answer.json().catch(() => ({ status: "error" }))) as Wire;
  if (answer.ok && wire.status === "success") {
    const total = answer.headers.get("x-triops-series-total");
    return { wire, total: total === null ? null : Number(total) };
  }
  if (answer.status === 401 && typeof window !== "undefined") {
    const next = window.location.pathname + window.location.search;
    window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
  }
  const message = plainFault(wire.error ?? `The server answered ${answer.status}`);
  throw new ApiError(answer.status, "promql", message, answer.headers.get("x-request-id") ?? undefined);
}

/** `invalid parameter "query": 1:5: parse error: …` says where the query is wrong; which field it stands in is plain. */
export const plainFault = (text: string): string =>
  text
    .replace(/^invalid parameter "query": /, "")
    .replace(/^(\d+):(\d+): parse error: /, "Line $1, column $2: ");
