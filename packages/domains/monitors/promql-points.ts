import { invalid, limitReached } from "@triops/kernel/errors";
import type { Telemetry } from "@triops/telemetry/client/telemetry";
import { bare, type Expr, isComparison } from "@triops/telemetry/promql/ast";
import { prepare } from "@triops/telemetry/promql/check";
import { createClickHouseStorage } from "@triops/telemetry/promql/clickhouse/storage";
import { rangeQuery } from "@triops/telemetry/promql/engine";
import { PromqlError } from "@triops/telemetry/promql/faults";
import { minuteMs } from "./fold.ts";
import type { Found, GroupOptions, Groups } from "./found.ts";
import { groupKey, seriesMax } from "./rules.ts";
import type { Condition, Signal } from "./schemas.ts";
import type { Rule, Watched } from "./watched.ts";

/** Minutes that one query answers; more are asked for one after another, so that a preview can stop between. */
const minutesPerQuery = 24 * 60;
/** Evaluation of all monitors waits for this one. */
const timeoutMs = 20_000;
/** What one query may hold: the worker does other things meanwhile. About 80 MB. */
const samplesMax = 5_000_000;

/** @throws invalid, when a query could never be judged */
export function requireQuery({ promql }: Signal): void {
  if (promql === undefined) return;
  const refuse = (message: string) =>
    invalid("Some fields are missing or wrong", [{ path: "signal.promql", message }]);
  try {
    const { type } = prepare(promql);
    if (type !== "vector" && type !== "scalar") throw refuse("The query must answer with one value a series");
  } catch (error) {
    throw error instanceof PromqlError ? refuse(error.message) : error;
  }
}

/**
 * True when a query leaves out what is well (`errors > 5`, `a unless b`, `absent(up)`): for a threshold, a series that
 * is not in its result is calm rather than silent.
 */
export function leavesOut(expr: Expr): boolean {
  const outer = bare(expr);
  if (outer.kind === "call") return outer.name === "absent" || outer.name === "absent_over_time";
  if (outer.kind !== "binary") return false;
  return (isComparison(outer.op) && !outer.bool) || outer.op === "and" || outer.op === "unless";
}

type Question = Pick<Rule, "workspaceId" | "signal" | "condition">;

/**
 * The query's result over [from, to), minute by minute: the value at a minute's end is that minute's. Where a query
 * leaves series out that are well, NaN stands for "nothing wrong".
 * @throws invalid, limitReached
 */
export async function promqlPoints(
  telemetry: Telemetry,
  { workspaceId, signal: { promql = "" }, condition }: Question,
  from: number,
  to: number,
  { groupsMax = seriesMax, known = [], deadline = Number.POSITIVE_INFINITY }: GroupOptions,
): Promise<Groups> {
  const storage = createClickHouseStorage(telemetry, workspaceId);
  const first = Math.ceil(from / minuteMs) * minuteMs;
  const end = Math.floor(to / minuteMs) * minuteMs;
  const byKey = new Map<string, Found>();
  let complete = true;
  let total = 0;
  for (let start = first; start < end; start += minutesPerQuery * minuteMs) {
    if (performance.now() > deadline) {
      complete = false;
      break;
    }
    const last = Math.min(end, start + minutesPerQuery * minuteMs);
    const question = { query: promql, startMs: start + minuteMs, endMs: last, stepMs: minuteMs };
    const result = await rangeQuery(storage, question, { timeoutMs, samplesMax }).catch(asOurs);
    if (!("series" in result)) continue;
    for (const { labels, times, values } of result.series) {
      const named = Object.fromEntries(labels);
      const found = foundIn(byKey, named, groupsMax);
      total = Math.max(total, byKey.size, result.series.length);
      if (!found) continue;
      for (let at = 0; at < times.length; at++)
        addTo(found, (times[at] ?? 0) - minuteMs, values[at] ?? 0, condition);
    }
  }
  if (condition.kind === "threshold" && leavesOut(prepare(promql).expr)) {
    const judgedEnd = complete ? end : first;
    for (const watched of known) if (isOngoing(watched)) foundOf(byKey, watched);
    for (const found of byKey.values()) fillWithCalm(found, first, judgedEnd);
  }
  return { found: [...byKey.values()], total, complete };
}

/** A series that fires or is about to must hear that it is well again; the others may be forgotten. */
const isOngoing = ({ episode }: Watched): boolean =>
  episode.state === "firing" || episode.state === "pending";

const blank = (key: string, labels: Record<string, string>): Found => ({
  key,
  labels,
  unit: "",
  points: { times: [], values: [] },
  newest: null,
});

function foundIn(byKey: Map<string, Found>, labels: Record<string, string>, max: number): Found | null {
  const key = groupKey(labels);
  const found = byKey.get(key) ?? (byKey.size < max ? blank(key, labels) : null);
  if (found) byKey.set(key, found);
  return found;
}

function foundOf(byKey: Map<string, Found>, { key, labels }: Watched): void {
  if (!byKey.has(key)) byKey.set(key, blank(key, labels));
}

/** A baseline cannot learn what is no finite number. */
function addTo(found: Found, at: number, value: number, condition: Condition): void {
  if (condition.kind === "anomaly" && !Number.isFinite(value)) return;
  found.points.times.push(at);
  found.points.values.push(value);
  found.newest = { at, value };
}

/** Puts NaN, which breaches no threshold, into each minute of [from, to) that has no value. */
function fillWithCalm(found: Found, from: number, to: number): void {
  const values = new Map(found.points.times.map((at, i) => [at, found.points.values[i] ?? Number.NaN]));
  found.points = { times: [], values: [] };
  for (let at = from; at < to; at += minuteMs) {
    found.points.times.push(at);
    found.points.values.push(values.get(at) ?? Number.NaN);
  }
}

function asOurs(error: unknown): never {
  if (!(error instanceof PromqlError)) throw error;
  if (error.errorType === "timeout") throw limitReached(`The query took longer than ${timeoutMs / 1_000} s`);
  throw invalid(`The query cannot be carried out: ${error.message}`);
}
