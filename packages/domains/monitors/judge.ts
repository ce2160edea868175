import { explain, updateScore } from "@triops/analysis/anomaly/detector";
import type { Verdict } from "@triops/analysis/anomaly/types";
import { isRefractory, step, type Timing, type Transition } from "./episode.ts";
import type { Points } from "./fold.ts";
import { judgeAnomaly, judgeThreshold, sensitivities } from "./rules.ts";
import type { Condition } from "./schemas.ts";
import { remember, type Watched } from "./watched.ts";

export type Finding = {
  watched: Watched;
  transition: Transition;
  value: number | null;
  why: Verdict | null;
};

/**
 * Judges the points of one series that are newer than its last one, in order; only the findings are allocated.
 * @param quiet learn only: for history from before the monitor existed
 */
export function judgePoints(
  watched: Watched,
  points: Points,
  condition: Condition,
  timing: Timing,
  onFinding: (finding: Finding) => void,
  quiet = false,
): number {
  const { episode } = watched;
  let judged = 0;
  let peakScore = 0;
  for (let i = 0; i < points.times.length; i++) {
    const at = points.times[i] as number;
    const value = points.values[i] as number;
    if (quiet) {
      learnFrom(watched, at, value);
      continue;
    }
    if (episode.lastAt !== null && at <= episode.lastAt) continue;
    judged += 1;
    watched.lastValue = value;
    remember(watched.recent, at, value);
    if (condition.kind === "absence") {
      // Presence is judged by the clock (`judgeSilence`), not by values.
      episode.lastAt = at;
      continue;
    }
    if (condition.kind === "threshold") {
      const transition = step(episode, { at, ...judgeThreshold(condition, value) }, timing);
      if (transition) onFinding({ watched, transition, value, why: null });
      continue;
    }
    const score = judgeAgainstBaseline(watched, at, value, condition, timing, onFinding);
    if (score > peakScore) peakScore = score;
  }
  if (judged > 0) watched.dirty = true;
  return peakScore;
}

/** The detector itself passes over what it has seen already. */
function learnFrom(watched: Watched, at: number, value: number): void {
  if (watched.detector) {
    watched.trainedFrom ??= at;
    updateScore(watched.detector, at, value);
  }
  if (at <= (watched.episode.lastAt ?? 0)) return;
  watched.episode.lastAt = at;
  watched.lastValue = value;
  watched.dirty = true;
  remember(watched.recent, at, value);
}

function judgeAgainstBaseline(
  watched: Watched,
  at: number,
  value: number,
  condition: Extract<Condition, { kind: "anomaly" }>,
  timing: Timing,
  onFinding: (finding: Finding) => void,
): number {
  const { episode, detector } = watched;
  if (!detector) throw new Error("A series of an anomaly monitor has no baseline");
  watched.trainedFrom ??= at;
  const score = updateScore(detector, at, value);
  // The ordinary case by far: nothing to explain.
  if (
    (episode.state === "ok" || episode.state === "absent") &&
    score < sensitivities[condition.sensitivity].score
  ) {
    step(episode, { at, breaching: false, calm: true }, timing);
    return score;
  }
  const why = explain(detector);
  const pending = episode.state === "pending";
  const refractory = isRefractory(episode, at, timing);
  const before = pending || refractory || episode.state === "firing" ? episode.usual : null;
  const phase = pending ? "pending" : refractory ? "refractory" : "other";
  const verdict = judgeAnomaly(condition, { value, ...why }, before, phase);
  if (verdict.breaching && episode.state !== "firing" && episode.breachingSince === null) {
    episode.usual = { lower: why.lower, upper: why.upper };
  }
  const transition = step(episode, { at, ...verdict }, timing);
  if (transition) onFinding({ watched, transition, value, why });
  return verdict.learning ? 0 : why.score;
}
