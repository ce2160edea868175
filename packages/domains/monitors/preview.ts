import { setImmediate as yieldToOthers } from "node:timers/promises";
import { explain } from "@triops/analysis/anomaly/detector";
import { defineQuery, type Reading } from "../verb.ts";
import { minuteMs } from "./fold.ts";
import type { Found } from "./found.ts";
import { type Finding, judgePoint } from "./judge.ts";
import { groupPoints, historyOf, latestOf } from "./points.ts";
import { addBand, addPoint, type Grid, newGrid } from "./preview-grid.ts";
import { requireQuery } from "./promql-points.ts";
import { closedMinute, isGrouped, timingOf } from "./rules.ts";
import { type Condition, previewInput, previewResult } from "./schemas.ts";
import { requireSense } from "./store.ts";
import { newWatched, type Rule } from "./watched.ts";

/** What a chart shows at most; judged is every minute. */
const stepsShown = 336;
/** Whoever waits for a preview waits this long at most; what was judged by then is shown. */
const budgetMs = 5_000;
/** Points judged in one go before others get the processor: some 30 ms. */
const pointsPerTurn = 10_000;

/**
 * How a rule would have done on what was: judged minute by minute as the evaluation does (for thresholds on single
 * samples: by the minute's mean), nothing stored, nobody told.
 */
export const preview = defineQuery({
  name: "monitors.preview",
  permission: "monitors:read",
  input: previewInput,
  output: previewResult,
  run: async (reading, { signal, condition, days, seriesMax }) => {
    requireSense(condition);
    requireQuery(signal);
    const deadline = performance.now() + budgetMs;
    const to = closedMinute(reading.context.now.getTime());
    const from = to - Math.round(days * 24 * 60) * minuteMs;
    const stepMs = Math.ceil((to - from) / stepsShown / minuteMs) * minuteMs;
    const firstMs = Math.floor(from / stepMs) * stepMs;
    const times = Array.from({ length: Math.ceil((to - firstMs) / stepMs) }, (_, i) => firstMs + i * stepMs);
    const question = { id: "preview", workspaceId: reading.context.workspaceId, signal, condition };
    const { found, total, complete } = await history(reading, question, from, to, seriesMax, deadline);
    const series = [];
    let judgedAll = complete;
    for (const one of found) {
      const grid = newGrid(times, stepMs, condition.kind === "anomaly");
      const judged = await judgeHistory(one, condition, grid, to, deadline);
      judgedAll &&= judged.complete;
      const { episodes, learningUntil } = judged;
      series.push({ seriesKey: one.key, labels: one.labels, ...grid.shown, episodes, learningUntil });
    }
    const episodeCount = series.reduce((sum, one) => sum + one.episodes.length, 0);
    return {
      times,
      stepMs,
      judgedFrom: new Date(from),
      judgedTo: new Date(to),
      complete: judgedAll,
      seriesTotal: total,
      episodeCount,
      series,
    };
  },
});

type Question = Pick<Rule, "id" | "workspaceId" | "signal" | "condition">;

/** The first series or groups that match, by key, with their minutes. */
async function history(
  { runtime: { telemetry } }: Reading,
  question: Question,
  from: number,
  to: number,
  seriesMax: number,
  deadline: number,
): Promise<{ found: Found[]; total: number; complete: boolean }> {
  if (isGrouped(question.signal)) {
    const groups = await groupPoints(telemetry, question, from, to, { groupsMax: seriesMax, deadline });
    return { ...groups, found: groups.found.slice(0, seriesMax) };
  }
  // A rule is made for what sends now.
  const latest = (await latestOf(telemetry, [question], to - minuteMs, to)).get(question.id) ?? [];
  if (latest instanceof Error) throw latest;
  const chosen = [...latest].sort((a, b) => (a.seriesId < b.seriesId ? -1 : 1)).slice(0, seriesMax);
  const found: Found[] = [];
  for (const one of chosen) {
    if (performance.now() > deadline) return { found, total: latest.length, complete: false };
    await historyOf(telemetry, question, [one], from, to, (portion) => void found.push(...portion));
  }
  return { found, total: latest.length, complete: true };
}

type EpisodeShown = { from: Date; to: Date | null; value: number | null; score: number | null };

/** Fills the grid. @returns the episodes that would have been alerts */
async function judgeHistory(
  { points, ...found }: Found,
  condition: Condition,
  grid: Grid,
  to: number,
  deadline: number,
): Promise<{ episodes: EpisodeShown[]; learningUntil: Date | null; complete: boolean }> {
  const watched = newWatched({ condition }, found, points.times[0] ?? to);
  const timing = timingOf(condition);
  const episodes: EpisodeShown[] = [];
  const onFinding = ({ transition, value, why }: Finding) => {
    const open = episodes.at(-1);
    if (transition.kind === "breached") {
      episodes.push({ from: new Date(transition.from), to: null, value, score: why?.score ?? null });
    } else if (open) open.to = new Date(transition.from);
  };
  const silentMs = condition.kind === "absence" ? condition.afterMinutes * minuteMs : null;
  let learningUntil: Date | null = null;
  let before: number | null = null;
  for (let i = 0; i < points.times.length; i++) {
    const at = points.times[i] as number;
    const value = points.values[i] as number;
    if (silentMs !== null) episodes.push(...silence(before, at, silentMs, true));
    judgePoint(watched, at, value, condition, timing, onFinding);
    if (watched.episode.state === "learning") learningUntil = new Date(at);
    if (Number.isFinite(value)) addPoint(grid, at, value);
    if (watched.detector) addBand(grid, at, explain(watched.detector));
    before = at;
    if (i % pointsPerTurn !== pointsPerTurn - 1) continue;
    await yieldToOthers();
    if (performance.now() > deadline) return { episodes, learningUntil, complete: false };
  }
  if (silentMs !== null) episodes.push(...silence(before, to, silentMs, false));
  return { episodes, learningUntil, complete: true };
}

/** A minute's point stands for the whole minute. */
function silence(before: number | null, at: number, afterMs: number, ended: boolean): EpisodeShown[] {
  if (before === null || at - before - minuteMs < afterMs) return [];
  const to = ended ? new Date(at) : null;
  return [{ from: new Date(before + minuteMs), to, value: null, score: null }];
}
