import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";
import { inWindow, type LlmScope, newestOnly, newestSpans, selection } from "./scope.ts";

/** Calls, what they cost and used, over time: of the fitting spans that count. */
export type LlmTimeline = {
  stepMs: number;
  /** Starts of the steps, epoch milliseconds. */
  times: number[];
  calls: number[];
  errors: number[];
  /** USD; what has no known price is not in it. */
  costUsd: number[];
  inputTokens: number[];
  outputTokens: number[];
  /** Milliseconds; null in a step without calls. */
  p95Ms: (number | null)[];
  total: {
    calls: number;
    errors: number;
    costUsd: string | null;
    unpriced: number;
    inputTokens: number;
    outputTokens: number;
    p50Ms: number | null;
    p95Ms: number | null;
  };
};

const list = z.array(z.coerce.number());
const row = z.object({
  buckets: list,
  calls: list,
  errors: list,
  costs: z.array(z.string()),
  inputs: list,
  outputs: list,
  p95s: list,
  totalCalls: z.coerce.number(),
  totalErrors: z.coerce.number(),
  totalCost: z.string().nullable(),
  unpriced: z.coerce.number(),
  totalInput: z.coerce.number(),
  totalOutput: z.coerce.number(),
  latency: list,
});

/**
 * Quantiles are counted in steps of this, milliseconds: exact to one of them up to 5 s, to 80 ms beyond, and what takes
 * longer than 150 s counts as that. A digest would cost as much as all else together.
 */
const stepOfLatencyMs = 5;

export async function llmTimeline(telemetry: Telemetry, scope: LlmScope): Promise<LlmTimeline> {
  const { window, workspaceId } = scope;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(chooseStepMs(rangeMs * 4, 1_000), Math.ceil(rangeMs / 300), 1);
  const { sql, params } = selection(scope);
  const [all] = await telemetry.query({
    name: "llm-traces.timeline",
    sql: `SELECT groupArray(bucket) AS buckets, groupArray(n) AS calls, groupArray(failed) AS errors,
            groupArray(ifNull(toString(usd), '0')) AS costs, groupArray(inputs_) AS inputs, groupArray(outputs_) AS outputs,
            groupArray(finalizeAggregation(took)[2]) AS p95s, sum(n) AS totalCalls, sum(failed) AS totalErrors,
            toString(sum(usd)) AS totalCost, sum(noPrice) AS unpriced, sum(inputs_) AS totalInput,
            sum(outputs_) AS totalOutput, quantilesTimingMerge(0.5, 0.95)(took) AS latency
          FROM (
            SELECT toUInt32(intDiv(toUnixTimestamp64Nano(time), {stepNs:Int64})
                - intDiv({fromMs:Int64} * 1000000, {stepNs:Int64})) AS bucket,
              count() AS n, countIf(status = 'error') AS failed, sum(cost) AS usd, countIf(unpriced != '') AS noPrice,
              sum(input_tokens) AS inputs_, sum(output_tokens) AS outputs_,
              quantilesTimingState(0.5, 0.95)(toUInt32(least(duration_ns / ${stepOfLatencyMs * 1e6}, 30000))) AS took
            FROM ${newestSpans} WHERE ${inWindow} AND counts = 1 AND ${sql} GROUP BY bucket
          ) ${newestOnly}`,
    params: { ...params, stepNs: stepMs * 1e6 },
    row,
    workspaceId,
    window,
  });
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const placeOf = new Map(all?.buckets.map((bucket, place) => [bucket, place]));
  const column = <Value, None>(values: readonly Value[] | undefined, none: None): (Value | None)[] =>
    times.map((_, bucket) => {
      const place = placeOf.get(bucket);
      return (place === undefined ? undefined : values?.[place]) ?? none;
    });
  const ms = (steps: number | undefined) => (steps === undefined ? null : steps * stepOfLatencyMs);
  const isEmpty = !all || all.totalCalls === 0;
  return {
    stepMs,
    times,
    calls: column(all?.calls, 0),
    errors: column(all?.errors, 0),
    costUsd: column(all?.costs.map(Number), 0),
    inputTokens: column(all?.inputs, 0),
    outputTokens: column(all?.outputs, 0),
    p95Ms: column(
      all?.p95s.map((steps) => steps * stepOfLatencyMs),
      null,
    ),
    total: {
      calls: all?.totalCalls ?? 0,
      errors: all?.totalErrors ?? 0,
      costUsd: isEmpty ? null : all.totalCost,
      unpriced: all?.unpriced ?? 0,
      inputTokens: all?.totalInput ?? 0,
      outputTokens: all?.totalOutput ?? 0,
      p50Ms: isEmpty ? null : ms(all.latency[0]),
      p95Ms: isEmpty ? null : ms(all.latency[1]),
    },
  };
}
