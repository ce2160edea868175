/**
 * Turns a stream of scores into episodes: one alert per episode, however long it lasts and however it flickers.
 *
 *   quiet ──score ≥ open for long enough──► open ──score < close for long enough──► resting ──rest over──► quiet
 *                                            ▲                                         │
 *                                            └────────── score ≥ open: reopened ───────┘
 *
 * Pure: the time of the point is passed in, the state is a plain object that survives JSON.
 */

export type EpisodePolicy = {
  /** Scores from here on are anomalous. Between `close` and `open` an open episode goes on, a new one does not start. */
  open: number;
  close: number;
  /** Anomalous without a calm point for at least this long before the episode opens; 0 = at the first point. */
  holdMs: number;
  /** Calm (below `close`) for this long before the episode ends. */
  recoverMs: number;
  /** After the end: a relapse within this time reopens the same episode instead of raising a new alert. */
  restMs: number;
};

/** At 0.998 pure noise opens about one episode in ten weeks of 5-minute points (detector.test.ts bounds it). */
export const DEFAULT_POLICY: EpisodePolicy = {
  open: 0.998,
  close: 0.9,
  holdMs: 0,
  recoverMs: 10 * 60_000,
  restMs: 60 * 60_000,
};

export type Episode = {
  phase: "quiet" | "pending" | "open" | "resting";
  /** Start of the anomalous stretch (pending) or of the episode (open, resting), epoch ms. */
  sinceMs: number | null;
  /** Start of the current calm stretch of an open episode, epoch ms. */
  calmSinceMs: number | null;
  /** End of the latest episode, epoch ms. */
  endedMs: number | null;
  /** Highest score of the episode and when. */
  peak: number;
  peakMs: number | null;
  /** Times this episode came back. */
  reopened: number;
  lastMs: number | null;
};

export type EpisodeEvent = "opened" | "recovered" | "reopened";

export function newEpisode(): Episode {
  return {
    phase: "quiet",
    sinceMs: null,
    calmSinceMs: null,
    endedMs: null,
    peak: 0,
    peakMs: null,
    reopened: 0,
    lastMs: null,
  };
}

/**
 * The episode after a point scored `score` (0..1) at `nowMs`, and what happened, if anything. A point older than
 * the last one is ignored. A score that is not a number counts as no point: the state stands.
 */
export function advance(
  episode: Episode,
  score: number,
  nowMs: number,
  policy: EpisodePolicy = DEFAULT_POLICY,
): { episode: Episode; event: EpisodeEvent | null } {
  if (Number.isNaN(score) || (episode.lastMs !== null && nowMs < episode.lastMs))
    return { episode, event: null };
  const at: Episode = { ...episode, lastMs: nowMs };
  if (at.phase === "open") return whileOpen(at, score, nowMs, policy);
  if (at.phase === "resting") {
    if (nowMs - at.endedMs! <= policy.restMs) {
      if (score < policy.open) return { episode: at, event: null };
      const again = {
        ...at,
        phase: "open" as const,
        endedMs: null,
        calmSinceMs: null,
        reopened: at.reopened + 1,
      };
      return { episode: peaked(again, score, nowMs), event: "reopened" };
    }
    return advance({ ...newEpisode(), endedMs: at.endedMs }, score, nowMs, policy);
  }
  if (score < policy.open)
    return { episode: { ...at, phase: "quiet", sinceMs: null, peak: 0, peakMs: null }, event: null };
  const sinceMs = at.sinceMs ?? nowMs;
  const held = nowMs - sinceMs >= policy.holdMs;
  const next = peaked({ ...at, sinceMs, phase: held ? "open" : "pending" }, score, nowMs);
  return { episode: next, event: held ? "opened" : null };
}

function whileOpen(
  at: Episode,
  score: number,
  nowMs: number,
  policy: EpisodePolicy,
): ReturnType<typeof advance> {
  if (score >= policy.close)
    return { episode: peaked({ ...at, calmSinceMs: null }, score, nowMs), event: null };
  const calmSinceMs = at.calmSinceMs ?? nowMs;
  if (nowMs - calmSinceMs < policy.recoverMs) return { episode: { ...at, calmSinceMs }, event: null };
  return {
    episode: { ...at, phase: "resting", calmSinceMs: null, endedMs: nowMs },
    event: "recovered",
  };
}

function peaked(at: Episode, score: number, nowMs: number): Episode {
  return score > at.peak ? { ...at, peak: score, peakMs: nowMs } : at;
}
