import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { chooseStepMs, gridTimes } from "../metrics/step.ts";

/** The newest row of each span that counts, of calls that name a prompt. */
const calls = (columns: string, where: string) => `(
  SELECT ${columns} FROM llm_spans
  WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
    AND counts = 1 AND kind IN ('generation', 'embedding') AND ${where}
  ORDER BY revision DESC LIMIT 1 BY trace_id, span_id)`;

const measured =
  "trace_id, span_id, revision, status, cost, duration_ns, first_token_ns, input_tokens, output_tokens";
/** Cost stays a decimal all the way; what has no price is counted, not taken for nothing. */
const sums = `count() AS calls, countIf(status = 'error') AS errors,
  if(countIf(cost IS NOT NULL) = 0, NULL, toString(sum(cost))) AS costUsd,
  countIf(cost IS NULL AND status != 'error') AS unpriced,
  quantile(0.5)(duration_ns) / 1e6 AS p50, quantile(0.95)(duration_ns) / 1e6 AS p95,
  if(countIf(first_token_ns > 0) = 0, NULL, quantileIf(0.5)(first_token_ns, first_token_ns > 0) / 1e6) AS firstTokenP50,
  sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens`;

const figures = {
  calls: z.coerce.number(),
  errors: z.coerce.number(),
  costUsd: z.string().nullable(),
  unpriced: z.coerce.number(),
  p50: z.coerce.number().nullable(),
  p95: z.coerce.number().nullable(),
  firstTokenP50: z.coerce.number().nullable(),
  inputTokens: z.coerce.number(),
  outputTokens: z.coerce.number(),
};
const figuresRow = z.object(figures);

export type PromptFigures = {
  calls: number;
  errors: number;
  /** USD, decimal; null when nothing has a price. */
  costUsd: string | null;
  /** Calls whose price is not known. */
  unpriced: number;
  p50Ms: number | null;
  p95Ms: number | null;
  firstTokenP50Ms: number | null;
  inputTokens: number;
  outputTokens: number;
};

const figuresOf = ({ p50, p95, firstTokenP50, ...rest }: z.output<typeof figuresRow>): PromptFigures => ({
  ...rest,
  p50Ms: p50,
  p95Ms: p95,
  firstTokenP50Ms: firstTokenP50,
});

type Question = { workspaceId: string; window: Window };

/** What prompts cost and how they answered, by name. */
export async function promptTotals(
  telemetry: Telemetry,
  { names, ...scope }: Question & { names: readonly string[] },
): Promise<Map<string, PromptFigures>> {
  if (names.length === 0) return new Map();
  const rows = await telemetry.query({
    name: "llm.prompt-totals",
    sql: `SELECT prompt_name AS name, ${sums}
          FROM ${calls(`${measured}, prompt_name`, "prompt_name IN {names:Array(String)}")}
          GROUP BY prompt_name LIMIT 1000`,
    params: { names },
    row: z.object({ name: z.string(), ...figures }),
    ...scope,
  });
  return new Map(rows.map(({ name, ...row }) => [name, figuresOf(row)]));
}

export type VersionFigures = PromptFigures & {
  version: number;
  firstAt: string;
  lastAt: string;
};

/** Each version of a prompt by itself. */
export async function promptVersionTotals(
  telemetry: Telemetry,
  { name, ...scope }: Question & { name: string },
): Promise<VersionFigures[]> {
  const rows = await telemetry.query({
    name: "llm.prompt-version-totals",
    sql: `SELECT prompt_version AS version, min(toUnixTimestamp64Milli(time)) AS firstMs,
            max(toUnixTimestamp64Milli(time)) AS lastMs, ${sums}
          FROM ${calls(`${measured}, time, prompt_version`, "prompt_name = {name:String}")}
          GROUP BY prompt_version ORDER BY prompt_version DESC LIMIT 200`,
    params: { name },
    row: z.object({
      version: z.coerce.number(),
      firstMs: z.coerce.number(),
      lastMs: z.coerce.number(),
      ...figures,
    }),
    ...scope,
  });
  return rows.map(({ version, firstMs, lastMs, ...row }) => ({
    version,
    firstAt: new Date(firstMs).toISOString(),
    lastAt: new Date(lastMs).toISOString(),
    ...figuresOf(row),
  }));
}

export type VersionSeries = {
  version: number;
  calls: number[];
  errors: number[];
  /** USD per bucket; null where nothing with a price was called. */
  costUsd: (number | null)[];
  /** USD per call. */
  costPerCallUsd: (number | null)[];
  p50Ms: (number | null)[];
  p95Ms: (number | null)[];
};

/** Versions on one chart; the rest is in the totals. */
export const seriesVersionsMax = 12;

export type PromptGrid = { stepMs: number; times: number[] };

/** The steps that all charts of a prompt share. */
export function promptGrid({ from, to }: Window): PromptGrid {
  const rangeMs = to.getTime() - from.getTime();
  const stepMs = Math.max(chooseStepMs(rangeMs * 3, 60_000), Math.ceil(rangeMs / 1_000));
  return { stepMs, times: gridTimes(from.getTime(), to.getTime(), stepMs) };
}

/** The busiest versions of a prompt over time. */
export async function promptVersionSeries(
  telemetry: Telemetry,
  { name, window, workspaceId }: Question & { name: string },
): Promise<PromptGrid & { versions: VersionSeries[] }> {
  const { stepMs, times } = promptGrid(window);
  const rows = await telemetry.query({
    name: "llm.prompt-version-series",
    sql: `SELECT prompt_version AS version, intDiv(toUnixTimestamp64Milli(time), {stepMs:Int64}) * {stepMs:Int64} AS at,
            ${sums}
          FROM ${calls(`${measured}, time, prompt_version`, "prompt_name = {name:String}")}
          GROUP BY prompt_version, at ORDER BY at LIMIT 50000`,
    params: { name, stepMs },
    row: z.object({ version: z.coerce.number(), at: z.coerce.number(), ...figures }),
    workspaceId,
    window,
  });
  const placeOf = new Map(times.map((time, index) => [time, index]));
  const lines = new Map<number, VersionSeries>();
  for (const { version, at, calls: asked, errors, costUsd, unpriced, p50, p95 } of rows) {
    const index = placeOf.get(at);
    if (index === undefined) continue;
    const line = lines.get(version) ?? emptySeries(version, times.length);
    lines.set(version, line);
    line.calls[index] = asked;
    line.errors[index] = errors;
    const cost = costUsd === null ? null : Number(costUsd);
    const priced = asked - unpriced;
    line.costUsd[index] = cost;
    line.costPerCallUsd[index] = cost === null || priced <= 0 ? null : cost / priced;
    line.p50Ms[index] = p50;
    line.p95Ms[index] = p95;
  }
  const total = (line: VersionSeries) => line.calls.reduce((sum, count) => sum + count, 0);
  const busiest = [...lines.values()].sort((a, b) => total(b) - total(a)).slice(0, seriesVersionsMax);
  return { stepMs, times, versions: busiest.sort((a, b) => b.version - a.version) };
}

const emptySeries = (version: number, length: number): VersionSeries => ({
  version,
  calls: Array(length).fill(0),
  errors: Array(length).fill(0),
  costUsd: Array(length).fill(null),
  costPerCallUsd: Array(length).fill(null),
  p50Ms: Array(length).fill(null),
  p95Ms: Array(length).fill(null),
});

export type PromptCaller = PromptFigures & {
  version: number;
  /** Empty where it was not said. */
  service: string;
  route: string;
  model: string;
  label: string;
  /** Ids; empty for calls that came as traces. */
  keyId: string;
  virtualKey: string;
  lastAt: string;
};

/** Who calls which version: services, routes, keys; the busiest hundred. */
export async function promptCallers(
  telemetry: Telemetry,
  { name, ...scope }: Question & { name: string },
): Promise<PromptCaller[]> {
  const parts = "prompt_version, prompt_label, service, route, model, key_id, virtual_key";
  const rows = await telemetry.query({
    name: "llm.prompt-callers",
    sql: `SELECT prompt_version AS version, prompt_label AS label, service, route, model, key_id AS keyId,
            virtual_key AS virtualKey, max(toUnixTimestamp64Milli(time)) AS lastMs, ${sums}
          FROM ${calls(`${measured}, time, ${parts}`, "prompt_name = {name:String}")}
          GROUP BY ${parts} ORDER BY calls DESC LIMIT 100`,
    params: { name },
    row: z.object({
      version: z.coerce.number(),
      label: z.string(),
      service: z.string(),
      route: z.string(),
      model: z.string(),
      keyId: z.string(),
      virtualKey: z.string(),
      lastMs: z.coerce.number(),
      ...figures,
    }),
    ...scope,
  });
  return rows.map(({ version, label, service, route, model, keyId, virtualKey, lastMs, ...row }) => ({
    version,
    label,
    service,
    route,
    model,
    keyId,
    virtualKey,
    lastAt: new Date(lastMs).toISOString(),
    ...figuresOf(row),
  }));
}

export type ScoredCall = {
  traceId: string;
  /** Empty for the calls of the trace that no score is about by itself. */
  spanId: string;
  /** The newest, where several were called. */
  version: number;
  /** Of the first call. */
  atMs: number;
};

/** Which version of the prompt these traces called, and when; their scored spans by themselves. */
export async function promptCallsOfTraces(
  telemetry: Telemetry,
  {
    name,
    traceIds,
    spanIds,
    ...scope
  }: Question & { name: string; traceIds: readonly string[]; spanIds: readonly string[] },
): Promise<ScoredCall[]> {
  if (traceIds.length === 0) return [];
  return telemetry.query({
    name: "llm.prompt-calls-of-traces",
    sql: `SELECT trace_id AS traceId, if(has({spanIds:Array(String)}, span_id), span_id, '') AS spanId,
            max(prompt_version) AS version, min(toUnixTimestamp64Milli(time)) AS atMs
          FROM llm_spans
          WHERE workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}
            AND prompt_name = {name:String} AND trace_id IN {traceIds:Array(String)}
          GROUP BY traceId, spanId LIMIT 20000`,
    params: { name, traceIds, spanIds },
    row: z.object({
      traceId: z.string(),
      spanId: z.string(),
      version: z.coerce.number(),
      atMs: z.coerce.number(),
    }),
    ...scope,
  });
}
