import { setImmediate as yieldToOthers } from "node:timers/promises";
import { isTriopsError } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import { ingestHealth } from "@triops/telemetry/metrics/ingest-health";
import type { Runtime } from "../runtime.ts";
import { catchUp, overlapMs } from "./catch-up.ts";
import { commitFindings, Overtaken } from "./commit.ts";
import { type Moved, movedWithinMs } from "./evidence.ts";
import {
  dropWatched,
  readRules,
  readWatched,
  type Stamp,
  stamp,
  writeLatest,
  writeWatched,
} from "./hot-store.ts";
import { type Finding, judgePoints, learnPoints } from "./judge.ts";
import { type Found, foundOf, groupPoints, latestOf } from "./points.ts";
import { closedMinute, dueAt, isGrouped, isPerMinute, seriesMax, timingOf } from "./rules.ts";
import { judgeEverything, judgeSilence, noteFlow } from "./silence.ts";
import { everythingKey, type HotMonitor, newWatched, type Rule, type Watched } from "./watched.ts";

/** What one process remembers between runs. Losing it costs a replay of some minutes, never an alert. */
export type Evaluator = {
  /** A run that its job gave up waiting for may still be at work: two at once would spoil each other's memory. */
  busy: boolean;
  hot: Map<string, HotMonitor>;
  /** Since when this process has evaluated without a break. Epoch milliseconds. */
  ableSince: number;
  lastRunAt: number | null;
  /** Newest sample per workspace, and when we asked for it last. */
  flow: Map<string, { newest: number | null; askedAt: number }>;
  moved: Map<string, Moved[]>;
};

export const newEvaluator = (): Evaluator => ({
  busy: false,
  hot: new Map(),
  ableSince: 0,
  lastRunAt: null,
  flow: new Map(),
  moved: new Map(),
});

export type EvaluationResult = {
  monitors: number;
  series: number;
  points: number;
  findings: number;
  failed: number;
};

type Run = {
  runtime: Runtime;
  evaluator: Evaluator;
  now: number;
  signal: AbortSignal;
  log: Logger;
  result: EvaluationResult;
  stamps: Stamp[];
};

/** A break longer than this means that Triops itself was down. */
const breakMs = 2 * 60_000;
/** Memory is stored this often; what came after is judged again after a crash, from ClickHouse. */
const storeEveryMs = (seriesCount: number): number => (seriesCount <= latestSeriesMax ? 5 : 30) * 60_000;
/** Screens of small monitors show the last value of each run. */
const latestSeriesMax = 500;
/** Catching up takes turns with judging what is new. */
const catchUpBudgetMs = 20_000;
/** Series judged in one go before others get the processor: a few milliseconds. */
const seriesPerTurn = 500;
/** Worth telling beside another anomaly. */
const movedScoreMin = 0.6;

/**
 * Judges everything that came since the last run, for all monitors of all workspaces. How far each monitor has been
 * judged decides, not the schedule: a late or missed run loses nothing, a repeated one tells nothing twice.
 */
export async function evaluateMonitors(
  runtime: Runtime,
  evaluator: Evaluator,
  options: { now: Date; signal: AbortSignal; log: Logger },
): Promise<EvaluationResult> {
  const now = options.now.getTime();
  const run: Run = {
    runtime,
    evaluator,
    now,
    signal: options.signal,
    log: options.log,
    result: { monitors: 0, series: 0, points: 0, findings: 0, failed: 0 },
    stamps: [],
  };
  noteBreak(evaluator, now);
  const { rules, broken } = await readRules(runtime.database, evaluator.hot);
  for (const { id, reason } of broken) options.log.error({ monitorId: id, reason }, "monitor not evaluated");
  await keepHot(run, rules);
  const byWorkspace = Map.groupBy(rules, (rule) => rule.workspaceId);
  for (const [workspaceId, own] of byWorkspace) {
    if (run.signal.aborted) break;
    await evaluateWorkspace(run, workspaceId, own);
  }
  await catchUpThose(run, rules);
  await stamp(runtime.database, run.stamps);
  for (const { id, evaluatedAt } of run.stamps) {
    const hot = evaluator.hot.get(id);
    if (hot) hot.rule.evaluatedAt = evaluatedAt;
  }
  return run.result;
}

function noteBreak(evaluator: Evaluator, now: number): void {
  if (evaluator.lastRunAt === null || now - evaluator.lastRunAt > breakMs) {
    evaluator.ableSince = now;
    for (const hot of evaluator.hot.values()) hot.ableSince = now;
  }
  evaluator.lastRunAt = now;
}

/** Drops what is gone, changed or was evaluated by somebody else; reads what is new. */
async function keepHot(run: Run, rules: readonly Rule[]): Promise<void> {
  const { hot } = run.evaluator;
  const current = new Map(rules.map((rule) => [rule.id, rule]));
  for (const [id, one] of hot) {
    const rule = current.get(id);
    if (rule?.version !== one.rule.version || rule.evaluatedAt !== one.rule.evaluatedAt) hot.delete(id);
  }
  for (const rule of rules) {
    if (hot.has(rule.id) || run.signal.aborted) continue;
    const series = await readWatched(run.runtime.database, rule, run.now);
    // Nothing usable was stored: as good as new, though nothing before the last judged instant is told again.
    const judgedTo = rule.watermark !== null && series.size > 0 ? rule.watermark : 0;
    hot.set(rule.id, {
      rule,
      series,
      judgedTo,
      storedTo: judgedTo,
      storedAt: run.now,
      seriesTotal: series.size,
      stalled: false,
      learned: null,
      relearn:
        rule.condition.kind === "anomaly" &&
        [...series.values()].some((watched) => watched.trainedFrom === null && watched.key !== everythingKey),
      ableSince: run.evaluator.ableSince,
    });
  }
}

/** Everything in a workspace that is at most a few minutes behind: one question for all single series. */
async function evaluateWorkspace(run: Run, workspaceId: string, rules: readonly Rule[]): Promise<void> {
  const live = rules
    .map((rule) => run.evaluator.hot.get(rule.id))
    .filter((hot) => hot !== undefined)
    .filter((hot) => !isBehind(hot, run.now) && isDue(hot, run.now));
  if (live.length === 0) return;
  const single = live.filter((hot) => !isGrouped(hot.rule.signal));
  const found = new Map<HotMonitor, Found[] | Error>();
  const totals = new Map<HotMonitor, number>();
  try {
    const since = Math.min(...single.map((hot) => hot.judgedTo)) - overlapMs;
    const latest = await latestOf(
      run.runtime.telemetry,
      single.map((hot) => hot.rule),
      since,
      run.now,
    );
    for (const hot of single) {
      const series = latest.get(hot.rule.id) ?? [];
      const until = closedMinute(run.now);
      totals.set(hot, series instanceof Error ? hot.seriesTotal : series.length);
      found.set(
        hot,
        series instanceof Error
          ? series
          : series.map((one) => foundOf(hot.rule, one, hot.series.get(one.seriesId), until)),
      );
    }
  } catch (error) {
    for (const hot of single) found.set(hot, asError(error));
  }
  for (const hot of live) {
    if (!isGrouped(hot.rule.signal)) continue;
    try {
      const until = closedMinute(run.now);
      const groups = await groupPoints(run.runtime.telemetry, hot.rule, hot.judgedTo - overlapMs, until);
      totals.set(hot, groups.total);
      found.set(hot, groups.found);
    } catch (error) {
      found.set(hot, asError(error));
    }
  }
  const newest = await newestSample(run, workspaceId, [...found.values()]).catch(asError);
  const claimant = rules.find((rule) => rule.condition.kind === "absence")?.id;
  for (const hot of live) {
    const series = found.get(hot) ?? [];
    if (series instanceof Error) fail(run, hot, series);
    else if (newest instanceof Error) fail(run, hot, newest);
    else {
      hot.seriesTotal = totals.get(hot) ?? hot.seriesTotal;
      await judgeMonitor(run, hot, series, newest, hot.rule.id === claimant);
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const isBehind = (hot: HotMonitor, now: number): boolean => now - hot.judgedTo > 5 * 60_000 || hot.relearn;

const isDue = (hot: HotMonitor, now: number): boolean =>
  now >= dueAt(hot.rule.signal, hot.rule.condition, hot.judgedTo);

/** Judges one monitor's points, tells what was found and stores what must be. */
async function judgeMonitor(
  run: Run,
  hot: HotMonitor,
  found: readonly Found[],
  newest: number | null,
  claims: boolean,
): Promise<void> {
  const { rule } = hot;
  const findings: Finding[] = [];
  try {
    await judgeFound(run, hot, found, (finding) => findings.push(finding));
    noteFlow(hot, newest, run.now);
    const gone = judgeSilence(hot, run.now, (finding) => findings.push(finding));
    if (rule.condition.kind === "absence") {
      judgeEverything(hot, newest, run.now, claims, (finding) => findings.push(finding));
    }
    const until = isPerMinute(rule.signal, rule.condition) ? closedMinute(run.now) : run.now;
    hot.judgedTo = Math.max(hot.judgedTo, until);
    await conclude(run, hot, findings, gone);
  } catch (error) {
    // Memory is ahead of what is stored: forget it and go on from there.
    run.evaluator.hot.delete(rule.id);
    if (error instanceof Overtaken) run.log.info({ monitorId: rule.id }, error.message);
    else fail(run, hot, asError(error));
  }
}

/** @returns after every `seriesPerTurn` series others had their turn */
export async function judgeFound(
  run: Pick<Run, "evaluator" | "result">,
  hot: HotMonitor,
  found: readonly Found[],
  onFinding: (finding: Finding) => void,
  quiet = false,
): Promise<void> {
  const { rule } = hot;
  const timing = timingOf(rule.condition);
  const moved = run.evaluator.moved.get(rule.workspaceId) ?? [];
  run.evaluator.moved.set(rule.workspaceId, moved);
  let turn = 0;
  for (const one of found) {
    if (++turn % seriesPerTurn === 0) await yieldToOthers();
    const watched = watch(hot, one);
    if (!watched) continue;
    run.result.points += one.points.times.length;
    if (one.newest) watched.before = one.newest;
    if (quiet) {
      learnPoints(watched, one.points);
      continue;
    }
    const score = judgePoints(watched, one.points, rule.condition, timing, onFinding);
    if (score >= movedScoreMin) {
      const { key, labels, lastValue } = watched;
      const at = watched.episode.lastAt ?? 0;
      const metric = rule.signal.metric;
      moved.push({ at, monitorId: rule.id, seriesKey: key, metric, labels, score, value: lastValue ?? 0 });
    }
  }
}

/** The series in memory; a new one is taken in once it has sent something and while there is room. */
function watch(hot: HotMonitor, found: Found): Watched | null {
  const known = hot.series.get(found.key);
  if (known) return known;
  const first = found.points.times[0];
  if (first === undefined || hot.series.size >= seriesMax) return null;
  const watched = newWatched(hot.rule, found, first);
  hot.series.set(found.key, watched);
  return watched;
}

async function conclude(run: Run, hot: HotMonitor, findings: Finding[], gone: Watched[]): Promise<void> {
  const { rule } = hot;
  const { database } = run.runtime;
  if (findings.length > 0) {
    const moved = (run.evaluator.moved.get(rule.workspaceId) ?? []).filter(
      (one) => run.now - one.at < 4 * movedWithinMs,
    );
    run.evaluator.moved.set(rule.workspaceId, moved);
    await commitFindings(run.runtime, hot, findings, moved, new Date(run.now));
  }
  if (gone.length > 0) {
    await dropWatched(
      database,
      rule,
      gone.map((watched) => watched.key),
    );
    for (const watched of gone) hot.series.delete(watched.key);
  }
  if (run.now - hot.storedAt >= storeEveryMs(hot.series.size)) await store(run, hot);
  else await show(run, hot);
  const watchedCount = hot.series.size - (hot.series.has(everythingKey) ? 1 : 0);
  run.result.monitors += 1;
  run.result.series += watchedCount;
  run.result.findings += findings.length;
  run.stamps.push({
    id: rule.id,
    version: rule.version,
    // After findings the stored instant may already be a moment later.
    evaluatedAt: Math.max(run.now, rule.evaluatedAt ?? 0),
    watermark: hot.storedTo > 0 ? hot.storedTo : null,
    seriesCount: watchedCount,
    seriesTotal: Math.max(hot.seriesTotal, watchedCount),
    error: null,
  });
}

/** Between two of those: new series appear on screens at once, and small monitors show their last values. */
async function show(run: Run, hot: HotMonitor): Promise<void> {
  const { database } = run.runtime;
  const dirty = [...hot.series.values()].filter((watched) => watched.dirty);
  const fresh = dirty.filter((watched) => !watched.stored);
  if (hot.series.size <= latestSeriesMax) {
    const known = dirty.filter((watched) => watched.stored);
    if (known.length > 0) await writeLatest(database, hot.rule, known);
  }
  for (let i = 0; i < fresh.length; i += seriesPerTurn) {
    await writeWatched(database, hot.rule, fresh.slice(i, i + seriesPerTurn));
  }
}

/** Stores the memory of every series that changed; from here on a restart goes on where we are. */
async function store(run: Pick<Run, "runtime" | "now">, hot: HotMonitor): Promise<void> {
  const dirty = [...hot.series.values()].filter((watched) => watched.dirty);
  for (let i = 0; i < dirty.length; i += seriesPerTurn) {
    await writeWatched(run.runtime.database, hot.rule, dirty.slice(i, i + seriesPerTurn));
  }
  hot.storedTo = hot.judgedTo;
  hot.storedAt = run.now;
}

/** Stores what every monitor remembers, before the process ends. */
export async function storeAll(runtime: Runtime, evaluator: Evaluator, now: Date): Promise<void> {
  const stamps: Stamp[] = [];
  for (const hot of evaluator.hot.values()) {
    if (hot.judgedTo <= hot.storedTo) continue;
    await store({ runtime, now: now.getTime() }, hot);
    const { id, version, evaluatedAt } = hot.rule;
    if (evaluatedAt === null) continue;
    stamps.push({
      id,
      version,
      evaluatedAt,
      watermark: hot.storedTo,
      seriesCount: null,
      seriesTotal: null,
      error: null,
    });
  }
  await stamp(runtime.database, stamps);
}

async function catchUpThose(run: Run, rules: readonly Rule[]): Promise<void> {
  const startedAt = performance.now();
  for (const rule of rules) {
    const hot = run.evaluator.hot.get(rule.id);
    if (!hot || !isBehind(hot, run.now)) continue;
    if (run.signal.aborted || performance.now() - startedAt > catchUpBudgetMs) return;
    const findings: Finding[] = [];
    try {
      const isOver = () => run.signal.aborted || performance.now() - startedAt > catchUpBudgetMs;
      await catchUp(hot, run.runtime.telemetry, run.now, isOver, (found, quiet) =>
        judgeFound(run, hot, found, (finding) => findings.push(finding), quiet),
      );
      await conclude(run, hot, findings, []);
    } catch (error) {
      run.evaluator.hot.delete(rule.id);
      if (error instanceof Overtaken) run.log.info({ monitorId: rule.id }, error.message);
      else fail(run, hot, asError(error));
    }
  }
}

/** Kept with the monitor, where people look, and in the log with all of it. */
function fail(run: Run, hot: HotMonitor, error: Error): void {
  const { id, version, evaluatedAt } = hot.rule;
  run.result.failed += 1;
  run.log.warn({ err: error, monitorId: id }, "monitor could not be evaluated");
  run.stamps.push({
    id,
    version,
    evaluatedAt: Math.max(run.now, evaluatedAt ?? 0),
    watermark: null,
    seriesCount: null,
    seriesTotal: null,
    error: isTriopsError(error) ? error.message : "Evaluation failed; the worker's log says more",
  });
}

/** Time of the newest sample of a workspace; asked for only when none of those just read is fresh. */
async function newestSample(
  run: Run,
  workspaceId: string,
  found: readonly (Found[] | Error)[],
): Promise<number | null> {
  const flow = run.evaluator.flow.get(workspaceId) ?? { newest: null, askedAt: 0 };
  run.evaluator.flow.set(workspaceId, flow);
  for (const series of found) {
    if (series instanceof Error) continue;
    for (const { newest } of series) if (newest && newest.at > (flow.newest ?? 0)) flow.newest = newest.at;
  }
  const stale = flow.newest === null || run.now - flow.newest > 20_000;
  if (stale && run.now - flow.askedAt >= 30_000) {
    const from = Math.max(flow.newest ?? 0, run.now - 86_400_000);
    const window = { from: new Date(from), to: new Date(run.now + 60_000) };
    const health = await ingestHealth(run.runtime.telemetry, { workspaceId, window });
    flow.askedAt = run.now;
    const newest = health.newestSample?.getTime() ?? null;
    if (newest !== null && newest > (flow.newest ?? 0)) flow.newest = newest;
  }
  return flow.newest;
}
