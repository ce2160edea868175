import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";
import { inWindow, type LlmScope, selection } from "./scope.ts";

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

const row = z.object({
  bucket: z.coerce.number(),
  isTotal: z.coerce.number(),
  calls: z.coerce.number(),
  errors: z.coerce.number(),
  cost: z.string().nullable(),
  unpriced: z.coerce.number(),
  input: z.coerce.number(),
  output: z.coerce.number(),
  p50: z.coerce.number(),
  p95: z.coerce.number(),
});

/** Rows that were replaced (sent again, priced again) count until ClickHouse has merged them, seconds as a rule. */
export async function llmTimeline(telemetry: Telemetry, scope: LlmScope): Promise<LlmTimeline> {
  const { window, workspaceId } = scope;
  const rangeMs = window.to.getTime() - window.from.getTime();
  const stepMs = Math.max(chooseStepMs(rangeMs * 4, 1_000), Math.ceil(rangeMs / 300), 1);
  const { sql, params } = selection(scope);
  const rows = await telemetry.query({
    name: "llm-traces.timeline",
    sql: `SELECT toUInt32(intDiv(toUnixTimestamp64Nano(time), {stepNs:Int64})
              - intDiv({fromMs:Int64} * 1000000, {stepNs:Int64})) AS bucket, grouping(bucket) AS isTotal,
            count() AS calls, countIf(status = 'error') AS errors, toString(sum(cost)) AS cost,
            countIf(unpriced != '') AS unpriced, sum(input_tokens) AS input, sum(output_tokens) AS output,
            quantileTDigest(0.5)(duration_ns) / 1e6 AS p50, quantileTDigest(0.95)(duration_ns) / 1e6 AS p95
          FROM llm_spans WHERE ${inWindow} AND counts = 1 AND ${sql}
          GROUP BY GROUPING SETS ((bucket), ())`,
    params: { ...params, stepNs: stepMs * 1e6 },
    row,
    workspaceId,
    window,
  });
  const times = gridTimes(window.from.getTime(), window.to.getTime(), stepMs);
  const at = new Map(rows.filter(({ isTotal }) => isTotal === 0).map((each) => [each.bucket, each] as const));
  const column = <Value>(of: (step: z.output<typeof row> | undefined) => Value): Value[] =>
    times.map((_, place) => of(at.get(place)));
  const all = rows.find(({ isTotal }) => isTotal === 1);
  const some = all && all.calls > 0;
  return {
    stepMs,
    times,
    calls: column((step) => step?.calls ?? 0),
    errors: column((step) => step?.errors ?? 0),
    costUsd: column((step) => Number(step?.cost ?? 0)),
    inputTokens: column((step) => step?.input ?? 0),
    outputTokens: column((step) => step?.output ?? 0),
    p95Ms: column((step) => step?.p95 ?? null),
    total: {
      calls: all?.calls ?? 0,
      errors: all?.errors ?? 0,
      costUsd: all?.cost ?? null,
      unpriced: all?.unpriced ?? 0,
      inputTokens: all?.input ?? 0,
      outputTokens: all?.output ?? 0,
      p50Ms: some ? all.p50 : null,
      p95Ms: some ? all.p95 : null,
    },
  };
}
