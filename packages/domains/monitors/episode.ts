import type { Presence, Usual } from "./rules.ts";
import type { SeriesState } from "./schemas.ts";

/**
 * Where one series stands: plain numbers (epoch milliseconds), small enough to be stored with each change.
 * One breach is one episode from its first breaching point until calm has lasted.
 */
export type Episode = {
  state: SeriesState;
  since: number;
  breachingSince: number | null;
  calmSince: number | null;
  lastAt: number | null;
  /** Smoothed distance of points, so that a gap is judged by the series' own pace. */
  paceMs: number | null;
  endedAt: number | null;
  /** The expected band from before the episode that is under way, or was the last. */
  usual: Usual | null;
  /** Episodes so far. */
  count: number;
};

export type Transition = { kind: "breached" | "recovered"; at: number; from: number; reason: string };

export type Timing = { forMs: number; calmMs: number; refractoryMs: number };

export const newEpisode = (at: number): Episode => ({
  state: "ok",
  since: at,
  breachingSince: null,
  calmSince: null,
  lastAt: null,
  paceMs: null,
  endedAt: null,
  usual: null,
  count: 0,
});

const gapMsMin = 10 * 60_000;

export const isRefractory = (episode: Episode, at: number, timing: Timing): boolean =>
  episode.endedAt !== null && at - episode.endedAt < timing.refractoryMs;

/**
 * Judges the next point. Points that are not newer than the last change nothing.
 * @returns what others must be told, or null. Changes `episode` in place.
 */
export function step(
  episode: Episode,
  point: { at: number; breaching: boolean; calm: boolean; learning?: boolean },
  timing: Timing,
): Transition | null {
  const { at } = point;
  if (episode.lastAt !== null && at <= episode.lastAt) return null;
  keepPace(episode, at);
  if (episode.state === "firing") return stepFiring(episode, point, timing);
  if (point.learning) {
    episode.breachingSince = null;
    enter(episode, "learning", at);
    return null;
  }
  if (!point.breaching) {
    // Between the threshold and the recovery value a breach under way neither ends nor begins.
    if (point.calm || episode.breachingSince === null) {
      episode.breachingSince = null;
      enter(episode, "ok", at);
    }
    return null;
  }
  episode.breachingSince ??= at;
  if (at - episode.breachingSince < timing.forMs) {
    enter(episode, "pending", at);
    return null;
  }
  const again = isRefractory(episode, at, timing);
  episode.count += 1;
  episode.calmSince = null;
  enter(episode, "firing", at);
  return { kind: "breached", at, from: episode.breachingSince, reason: again ? "again" : "new" };
}

function stepFiring(
  episode: Episode,
  point: { at: number; breaching: boolean; calm: boolean },
  timing: Timing,
): Transition | null {
  const { at } = point;
  if (!point.calm) {
    episode.calmSince = null;
    return null;
  }
  episode.calmSince ??= at;
  if (at - episode.calmSince < timing.calmMs) return null;
  const from = episode.calmSince;
  end(episode, "ok", at);
  return { kind: "recovered", at, from, reason: "back to normal" };
}

/** The series stopped sending, or is watched no longer: what it claimed no longer stands. */
export function withdraw(
  episode: Episode,
  at: number,
  state: "absent" | "ok",
  reason: string,
): Transition | null {
  if (episode.state === state) return null;
  const wasFiring = episode.state === "firing";
  end(episode, state, at);
  return wasFiring ? { kind: "recovered", at, from: at, reason } : null;
}

/** For monitors of absence: silence breaches, a new point recovers. */
export function stepPresence(episode: Episode, presence: Presence, at: number): Transition | null {
  if (presence === "absent" && episode.state !== "firing") {
    episode.count += 1;
    enter(episode, "firing", at);
    return { kind: "breached", at, from: episode.lastAt ?? at, reason: "new" };
  }
  if (presence === "present") return withdraw(episode, at, "ok", "it sends again");
  if (presence === "forgotten") return withdraw(episode, at, "absent", "gone for good: forgotten");
  return null;
}

function end(episode: Episode, state: SeriesState, at: number): void {
  if (episode.state === "firing") episode.endedAt = at;
  episode.breachingSince = null;
  episode.calmSince = null;
  enter(episode, state, at);
}

function enter(episode: Episode, state: SeriesState, at: number): void {
  if (episode.state === state) return;
  episode.state = state;
  episode.since = at;
}

/** A silence much longer than usual ends what was pending: nobody knows what happened within. */
function keepPace(episode: Episode, at: number): void {
  const gap = episode.lastAt === null ? null : at - episode.lastAt;
  if (gap !== null && gap > Math.max(gapMsMin, 4 * (episode.paceMs ?? gap))) {
    episode.breachingSince = null;
    episode.calmSince = null;
  }
  if (gap !== null)
    episode.paceMs = Math.round(episode.paceMs === null ? gap : 0.8 * episode.paceMs + 0.2 * gap);
  episode.lastAt = at;
}
