import { setImmediate as yieldToOthers } from "node:timers/promises";
import { isTriopsError } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import type { Runtime } from "../runtime.ts";
import { catchUp, overlapMs } from "./catch-up.ts";
import { commitFindings, Overtaken } from "./commit.ts";
import { type Evaluator, isResting, movedIn, noteBreak, rest } from "./evaluator.ts";
import { newestSample } from "./flow.ts";
import type { Found } from "./found.ts";
import { dropWatched, readRules, readWatched, type Stamp, stamp, writeLatest } from "./hot-store.ts";
import { type Finding, judgePoints, learnPoints } from "./judge.ts";
import { keep } from "./keep.ts";
import { foundOf, groupPoints, latestOf } from "./points.ts";
import { closedMinute, dueAt, isGrouped, isPerMinute, seriesMax, signalName, timingOf } from "./rules.ts";
import { judgeEverything, judgeSilence, noteFlow } from "./silence.ts";
import { everythingKey, type HotMonitor, newWatched, type Rule, type Watched } from "./watched.ts";

/** Of one run: `points` read (a minute of each series twice), `findings` told, monitors that `failed`. */
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
  latest: { rule: Rule; watched: Watched }[];
};

/** Catching up takes turns with judging what is new. */
const catchUpBudgetMs = 20_000;
/** Series judged in one go before others get the processor: a few milliseconds. */
const seriesPerTurn = 500;
/** Worth telling beside another anomaly. */
const movedScoreMin = 0.97;

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
    latest: [],
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
  await writeLatest(runtime.database, run.latest);
  await stamp(runtime.database, run.stamps);
  for (const { id, evaluatedAt } of run.stamps) {
    const hot = evaluator.hot.get(id);
    if (hot) hot.rule.evaluatedAt = evaluatedAt;
  }
  return run.result;
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
    if (hot.has(rule.id) || run.signal.aborted || isResting(run.evaluator, rule, run.now)) continue;
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
    .filter((hot) => !isResting(run.evaluator, hot.rule, run.now))
    .filter((hot) => !isBehind(hot, run.now) && isDue(hot, run.now));
  if (live.length === 0) return;
  movedIn(run.evaluator, workspaceId, run.now);
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
      const known = hot.series.values();
      const since = hot.judgedTo - overlapMs;
      const groups = await groupPoints(run.runtime.telemetry, hot.rule, since, until, { known });
      totals.set(hot, groups.total);
      found.set(hot, groups.found);
    } catch (error) {
      found.set(hot, asError(error));
    }
  }
  const flow = run.evaluator.flow.get(workspaceId) ?? { newest: null, askedAt: 0 };
  run.evaluator.flow.set(workspaceId, flow);
  const justRead = [...found.values()].flatMap((series) =>
    series instanceof Error ? [] : series.flatMap((one) => (one.newest ? [one.newest.at] : [])),
  );
  const newest = await newestSample(run.runtime.telemetry, workspaceId, flow, justRead, run.now).catch(
    asError,
  );
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
      const metric = signalName(rule.signal);
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
    const moved = movedIn(run.evaluator, rule.workspaceId, run.now);
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
  await keep(run, hot);
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

async function catchUpThose(run: Run, rules: readonly Rule[]): Promise<void> {
  const startedAt = performance.now();
  for (const rule of rules) {
    const hot = run.evaluator.hot.get(rule.id);
    if (!hot || !isBehind(hot, run.now) || isResting(run.evaluator, rule, run.now)) continue;
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
  rest(run.evaluator, hot.rule, run.now);
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
