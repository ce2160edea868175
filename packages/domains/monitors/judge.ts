import { explain, updateScore } from "@triops/analysis/anomaly/detector";
import type { Verdict } from "@triops/analysis/anomaly/types";
import { isRefractory, step, type Timing, type Transition } from "./episode.ts";
import type { Points } from "./fold.ts";
import { judgeAnomaly, judgeThreshold, sensitivities } from "./rules.ts";
import type { Condition } from "./schemas.ts";
import { remember, type Watched } from "./watched.ts";

export type Finding = { watched: Watched; transition: Transition; value: number | null; why: Verdict | null };

type OnFinding = (finding: Finding) => void;

/**
 * Judges the points of one series that are newer than its last one, in order; only findings are allocated.
 * @returns the highest score that was believed
 */
export function judgePoints(
  watched: Watched,
  points: Points,
  condition: Condition,
  timing: Timing,
  onFinding: OnFinding,
): number {
  let peakScore = 0;
  for (let i = 0; i < points.times.length; i++) {
    const at = points.times[i] as number;
    const { lastAt } = watched.episode;
    if (lastAt !== null && at <= lastAt) continue;
    const score = judgePoint(watched, at, points.values[i] as number, condition, timing, onFinding);
    if (score > peakScore) peakScore = score;
  }
  return peakScore;
}

/** Judges the next point of a series. @returns its score where there is one that is believed, else 0 */
export function judgePoint(
  watched: Watched,
  at: number,
  value: number,
  condition: Condition,
  timing: Timing,
  onFinding: OnFinding,
): number {
  const { episode } = watched;
  // A query may answer with what is no number; judged it is, but there is nothing to show.
  const shown = Number.isFinite(value) ? value : null;
  watched.lastValue = shown;
  watched.dirty = true;
  remember(watched.recent, at, value);
  if (condition.kind === "anomaly") {
    return judgeAgainstBaseline(watched, at, value, condition, timing, onFinding);
  }
  if (condition.kind === "absence") {
    // Presence is judged by the clock (`silence.ts`), not by values.
    episode.lastAt = at;
    return 0;
  }
  const transition = step(episode, { at, ...judgeThreshold(condition, value) }, timing);
  if (transition) onFinding({ watched, transition, value: shown, why: null });
  return 0;
}

/** History from before the monitor existed: the detector learns, nobody is judged. */
export function learnPoints(watched: Watched, points: Points): void {
  const { episode, detector } = watched;
  for (let i = 0; i < points.times.length; i++) {
    const at = points.times[i] as number;
    const value = points.values[i] as number;
    if (detector) {
      watched.trainedFrom ??= at;
      // The detector itself passes over what it has seen already.
      updateScore(detector, at, value);
    }
    if (at <= (episode.lastAt ?? 0)) continue;
    episode.lastAt = at;
    watched.lastValue = value;
    watched.dirty = true;
    remember(watched.recent, at, value);
  }
}

function judgeAgainstBaseline(
  watched: Watched,
  at: number,
  value: number,
  condition: Extract<Condition, { kind: "anomaly" }>,
  timing: Timing,
  onFinding: OnFinding,
): number {
  const { episode, detector } = watched;
  if (!detector) throw new Error("A series of an anomaly monitor has no baseline");
  watched.trainedFrom ??= at;
  const score = updateScore(detector, at, value);
  const { state } = episode;
  // The ordinary case by far: nothing to explain.
  if (state === "ok" && score < sensitivities[condition.sensitivity].score) {
    step(episode, { at, breaching: false, calm: true }, timing);
    return score;
  }
  const why = explain(detector);
  const refractory = isRefractory(episode, at, timing);
  const before = state === "pending" || state === "firing" || refractory ? episode.usual : null;
  const phase = state === "pending" ? "pending" : refractory ? "refractory" : "other";
  const verdict = judgeAnomaly(condition, { value, ...why }, before, phase);
  if (verdict.breaching && state !== "firing" && episode.breachingSince === null) {
    episode.usual = { expected: why.expected, lower: why.lower, upper: why.upper };
  }
  const transition = step(episode, { at, ...verdict }, timing);
  if (transition) onFinding({ watched, transition, value, why });
  return verdict.learning ? 0 : score;
}
