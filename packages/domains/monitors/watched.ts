import { createState, type DetectorState, deserialise, serialise } from "@triops/analysis/anomaly/detector";
import type { Severity } from "../severity.ts";
import { type Episode, newEpisode } from "./episode.ts";
import type { Before } from "./fold.ts";
import { conditionHash, signalHash } from "./rules.ts";
import type { Condition, Signal } from "./schemas.ts";

/** What evaluation must know of a monitor. Times are epoch milliseconds. */
export type Rule = {
  id: string;
  workspaceId: string;
  name: string;
  severity: Severity;
  signal: Signal;
  condition: Condition;
  /** When it was last changed by somebody: another version is another rule. */
  version: number;
  evaluatedAt: number | null;
  watermark: number | null;
};

/** One series as it is held in memory. */
export type Watched = {
  key: string;
  labels: Record<string, string>;
  unit: string;
  episode: Episode;
  detector: DetectorState | null;
  /** Time of the first point that the baseline has learned. */
  trainedFrom: number | null;
  lastValue: number | null;
  /** Newest sample, for counters that are sampled more rarely than the overlap reaches. */
  before: Before;
  recent: Recent;
  /** Changed since it was last stored. */
  dirty: boolean;
  stored: boolean;
};

/** A rule with everything it watches, ready to judge. */
export type HotMonitor = {
  rule: Rule;
  series: Map<string, Watched>;
  /** Everything before this instant has been judged. */
  judgedTo: number;
  /** Everything before this instant is judged in the stored rows too. */
  storedTo: number;
  storedAt: number;
  seriesTotal: number;
  /** No data of the workspace arrives, as far as this monitor's patience goes: its series are not judged. */
  stalled: boolean;
  /** Some baselines were lost and must be learned again from history. */
  relearn: boolean;
  /** Series that have learned from history, while learning of the monitor is under way: it may take several runs. */
  learned: Set<string> | null;
  /** Since when a series could have been heard. */
  ableSince: number;
};

/** Stands for all data of a workspace among the series of one monitor of absence. */
export const everythingKey = "everything";

const recentMax = 60;

/** The last points, for evidence: a ring that takes its memory with the first point. */
export type Recent = { times: Float64Array | null; values: Float64Array | null; count: number };

export function remember(recent: Recent, at: number, value: number): void {
  recent.times ??= new Float64Array(recentMax);
  recent.values ??= new Float64Array(recentMax);
  recent.times[recent.count % recentMax] = at;
  recent.values[recent.count % recentMax] = value;
  recent.count += 1;
}

/** Oldest first: [epoch milliseconds, value]. */
export function recentPoints(recent: Recent): [number, number][] {
  const length = Math.min(recent.count, recentMax);
  return Array.from({ length }, (_unused, i): [number, number] => {
    const at = (recent.count - length + i) % recentMax;
    return [recent.times?.[at] ?? 0, recent.values?.[at] ?? 0];
  });
}

export function newWatched(
  rule: Pick<Rule, "condition">,
  found: { key: string; labels: Record<string, string>; unit: string },
  at: number,
): Watched {
  const learns = rule.condition.kind === "anomaly";
  return {
    key: found.key,
    labels: found.labels,
    unit: found.unit,
    episode: { ...newEpisode(at), state: learns ? "learning" : "ok" },
    detector: learns ? createState() : null,
    trainedFrom: null,
    lastValue: null,
    before: null,
    recent: { times: null, values: null, count: 0 },
    dirty: true,
    stored: false,
  };
}

/** As it is stored: which signal and which rule it belongs to, the episode, the baseline. */
export type Memory = {
  v: 1;
  signal: string;
  rule: string;
  episode: Episode;
  trainedFrom: number | null;
  unit: string;
  detector?: string;
};

export const memoryOf = (rule: Rule, watched: Watched): Memory => ({
  v: 1,
  signal: signalHash(rule.signal, rule.condition),
  rule: conditionHash(rule.condition),
  episode: watched.episode,
  trainedFrom: watched.trainedFrom,
  unit: watched.unit,
  ...(watched.detector ? { detector: serialise(watched.detector) } : {}),
});

type Row = {
  seriesKey: string;
  labels: unknown;
  lastValue: number | null;
  memory: unknown;
};

/**
 * A stored series, ready to go on from where it was stored, or null when it belongs to another signal. A baseline
 * of another version of the detector is dropped (`trainedFrom` is null then), and an episode judged by another
 * rule starts anew.
 */
export function restore(rule: Rule, row: Row, at: number): Watched | null {
  const memory = row.memory as Memory | null;
  if (memory?.v !== 1 || memory.signal !== signalHash(rule.signal, rule.condition)) return null;
  const labels = row.labels as Record<string, string>;
  const watched = newWatched(rule, { key: row.seriesKey, labels, unit: memory.unit }, at);
  watched.dirty = false;
  watched.stored = true;
  watched.lastValue = row.lastValue;
  if (memory.rule === conditionHash(rule.condition)) watched.episode = memory.episode;
  else watched.episode.lastAt = memory.episode.lastAt;
  if (watched.detector && memory.detector) {
    try {
      watched.detector = deserialise(memory.detector);
      watched.trainedFrom = memory.trainedFrom;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return watched;
}
