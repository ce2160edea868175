import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { gridTimes } from "../metrics/step.ts";
import { histogramOf, type Red, redOf, redOfAll, resolutionOf, rowsOf, sums, sumsRow } from "./rows.ts";

export type ServiceHealth = Red & {
  service: string;
  /** Requests of each stretch of the window, oldest first; for a sparkline. */
  trend: number[];
  /** Errors of the same stretches. */
  errorTrend: number[];
};

const trendPoints = 30;
const servicesMax = 1_000;

/** Requests, errors and durations of work that entered each service in the window. @throws unavailable */
export async function serviceHealth(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; services?: readonly string[] },
): Promise<ServiceHealth[]> {
  if (question.services?.length === 0) return [];
  const resolution = resolutionOf(question.window);
  const { from, to } = resolution.window;
  const buckets = (to.getTime() - from.getTime()) / resolution.bucketMs;
  const stretchSeconds = (Math.ceil(buckets / trendPoints) * resolution.bucketMs) / 1_000;
  const chosen = question.services ? "service IN {services:Array(String)}" : "service != ''";
  const rows = await telemetry.query({
    name: "services.health",
    sql: `SELECT service, sum(s.requests) AS requests, sum(s.errors) AS errors, sum(s.durationNs) AS durationNs,
            sumMap(s.durations.1, s.durations.2) AS durations,
            groupArray((s.stretch, s.requests, s.errors)) AS stretches
          FROM (
            SELECT service,
              intDiv(toUnixTimestamp(bucket) - {firstSeconds:UInt32}, {stretchSeconds:UInt32}) AS stretch, ${sums}
            ${rowsOf("service", resolution, `is_entry = 1 AND ${chosen}`)}
            GROUP BY service, stretch
          ) AS s GROUP BY service ORDER BY service LIMIT ${servicesMax}`,
    params: {
      firstSeconds: from.getTime() / 1_000,
      stretchSeconds,
      ...(question.services ? { services: question.services } : {}),
    },
    row: z.object({
      service: z.string(),
      ...sumsRow,
      stretches: z.array(z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()])),
    }),
    workspaceId: question.workspaceId,
    window: resolution.window,
  });
  const stretches = Math.ceil((buckets * resolution.bucketMs) / 1_000 / stretchSeconds);
  return rows.map((row) => {
    const trend = new Array<number>(stretches).fill(0);
    const errorTrend = new Array<number>(stretches).fill(0);
    for (const [at, requests, errors] of row.stretches) {
      trend[at] = requests;
      errorTrend[at] = errors;
    }
    return { service: row.service, ...redOf(row, histogramOf(row)), trend, errorTrend };
  });
}

export type Signals = {
  stepMs: number;
  /** Starts of the steps, epoch milliseconds. */
  times: number[];
  /** Aligned with `times`; zero where nothing was asked of it, quantiles null there. */
  requests: number[];
  errors: number[];
  p50Ms: (number | null)[];
  p95Ms: (number | null)[];
  p99Ms: (number | null)[];
  total: Red;
};

const stepsMax = 120;

/** The same of one service over time, or of one of its operations. @throws unavailable */
export async function serviceSignals(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; service: string; operation?: string | undefined },
): Promise<Signals> {
  const resolution = resolutionOf(question.window);
  const { from, to } = resolution.window;
  const stepMs =
    Math.ceil((to.getTime() - from.getTime()) / resolution.bucketMs / stepsMax) * resolution.bucketMs;
  const operation = question.operation === undefined ? "is_entry = 1" : "operation = {operation:String}";
  const rows = await telemetry.query({
    name: "services.signals",
    sql: `SELECT intDiv(toUnixTimestamp(bucket) * 1000, {stepMs:Int64}) * {stepMs:Int64} AS at, ${sums}
          ${rowsOf("service", resolution, `service = {service:String} AND ${operation}`)}
          GROUP BY at ORDER BY at`,
    params: {
      stepMs,
      service: question.service,
      ...(question.operation === undefined ? {} : { operation: question.operation }),
    },
    row: z.object({ at: z.coerce.number(), ...sumsRow }),
    workspaceId: question.workspaceId,
    window: resolution.window,
  });
  const byTime = new Map(rows.map((row) => [row.at, redOf(row, histogramOf(row))]));
  const times = gridTimes(from.getTime(), to.getTime(), stepMs);
  const each = <T>(pick: (red: Red) => T, none: T) =>
    times.map((time) => {
      const red = byTime.get(time);
      return red ? pick(red) : none;
    });
  return {
    stepMs,
    times,
    requests: each((red) => red.requests, 0),
    errors: each((red) => red.errors, 0),
    p50Ms: each((red) => red.p50Ms, null),
    p95Ms: each((red) => red.p95Ms, null),
    p99Ms: each((red) => red.p99Ms, null),
    total: redOfAll(rows),
  };
}
