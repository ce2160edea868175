import { prepare } from "@triops/telemetry/promql/check";
import { createClickHouseStorage } from "@triops/telemetry/promql/clickhouse/storage";
import {
  type EngineOptions,
  instantQuery,
  type QueryResult,
  rangeQuery,
} from "@triops/telemetry/promql/engine";
import { PromqlError } from "@triops/telemetry/promql/faults";
import { formatExpr } from "@triops/telemetry/promql/format";
import type { PromCall } from "./call.ts";
import { type Buckets, resultText, succeeded } from "./envelope.ts";
import {
  badParameter,
  durationParameter,
  limitParameter,
  requiredTime,
  timeParameter,
} from "./parameters.ts";
import { createTurnstile } from "./turnstile.ts";

/** A dashboard waits no longer, and the store is busy for everybody meanwhile. */
const timeoutMsMax = 60_000;

const turnstile = createTurnstile();

function optionsOf({ parameters, signal, experimental }: PromCall) {
  const timeoutMs = durationParameter(parameters, "timeout", timeoutMsMax);
  return {
    lookbackMs: durationParameter(parameters, "lookback_delta", undefined),
    timeoutMs: Math.min(Math.max(timeoutMs, 1), timeoutMsMax),
    signal,
    experimental,
  } satisfies EngineOptions;
}

/** Faults in the text of a query are told apart from those of other parameters. */
function named<Result>(run: () => Promise<Result>): Promise<Result> {
  return run().catch((error: unknown) => {
    const isText =
      error instanceof PromqlError &&
      error.errorType === "bad_data" &&
      /parse error|expression type/.test(error.message);
    throw isText ? badParameter("query", error.message) : error;
  });
}

function answerWith(call: PromCall, result: QueryResult, buckets?: Buckets): Response {
  const { infos, warnings } = result;
  const limit = limitParameter(call.parameters);
  if (!("series" in result)) return succeeded(resultText(result), call.requestId, { infos, warnings });
  const seriesTotal = result.series.length;
  if (limit === 0 || seriesTotal <= limit) {
    return succeeded(resultText(result, buckets), call.requestId, { infos, warnings, seriesTotal });
  }
  const cut = { ...result, series: result.series.slice(0, limit) };
  return succeeded(resultText(cut, buckets), call.requestId, {
    warnings: [...warnings, "results truncated due to limit"],
    infos,
    seriesTotal,
  });
}

const storageOf = ({ caller }: PromCall) =>
  createClickHouseStorage(caller.runtime.telemetry, caller.context.workspaceId);

/** `/api/v1/query`: the value at one time, now unless given. */
export async function instant(call: PromCall): Promise<Response> {
  const timeMs = timeParameter(call.parameters, "time", call.caller.context.now.getTime());
  const query = call.parameters.get("query") ?? "";
  const options = optionsOf(call);
  const evaluate = () => instantQuery(storageOf(call), { query, timeMs }, options);
  return answerWith(call, await named(() => turnstile(options, evaluate)));
}

/**
 * `/api/v1/query_range`. Beyond Prometheus, `triops_bucket` (a multiple of the step) asks for one point a bucket with
 * the extremes of its steps, `[time, value, least, greatest]`: what a chart can show of a long range.
 */
export async function range(call: PromCall): Promise<Response> {
  const { parameters } = call;
  const startMs = requiredTime(parameters, "start");
  const endMs = requiredTime(parameters, "end");
  if (endMs < startMs) throw badParameter("end", "end timestamp must not be before start time");
  const stepMs = durationParameter(parameters, "step", undefined);
  if (stepMs === undefined) throw badParameter("step", `cannot parse "" to a valid duration`);
  if (stepMs <= 0) {
    const text = "zero or negative query resolution step widths are not accepted. Try a positive integer";
    throw badParameter("step", text);
  }
  const bucketMs = durationParameter(parameters, "triops_bucket", 0);
  if (bucketMs < 0 || bucketMs % stepMs !== 0) {
    throw badParameter("triops_bucket", "a bucket must be a whole number of steps");
  }
  const question = { query: parameters.get("query") ?? "", startMs, endMs, stepMs };
  const options = optionsOf(call);
  const evaluate = () => rangeQuery(storageOf(call), question, options);
  const result = await named(() => turnstile(options, evaluate));
  return answerWith(call, result, bucketMs > 0 ? { startMs, bucketMs } : undefined);
}

/** `/api/v1/format_query`: the query as Prometheus would print it. */
export async function format(call: PromCall): Promise<Response> {
  const { expr } = await named(async () =>
    prepare(call.parameters.get("query") ?? "", { experimental: true }),
  );
  return succeeded(JSON.stringify(formatExpr(expr)), call.requestId);
}
