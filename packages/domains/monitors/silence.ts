import { stepPresence, withdraw } from "./episode.ts";
import type { Finding } from "./judge.ts";
import { forgetMs, judgeAbsence, settleMs, silentMs } from "./rules.ts";
import { everythingKey, type HotMonitor, newWatched, type Watched } from "./watched.ts";

/** How long a series of this monitor may be silent. */
const patienceMs = ({ rule: { condition } }: HotMonitor): number =>
  condition.kind === "absence" ? condition.afterMinutes * 60_000 : silentMs;

/**
 * Whether data of the workspace flows at all. Half of the patience without a single new sample and nobody is judged,
 * well before the first series would count as gone: a gateway that is away is one fault, not hundreds.
 */
export function noteFlow(hot: HotMonitor, newest: number | null, now: number): void {
  const stalled = newest === null || now - newest >= patienceMs(hot) / 2;
  if (hot.stalled && !stalled) hot.ableSince = Math.max(hot.ableSince, now);
  hot.stalled = stalled;
}

/**
 * Judges series by the clock: monitors of absence say what is gone, the others withdraw claims about series that
 * send no more.
 * @returns series that are gone for good, to be dropped
 */
export function judgeSilence(hot: HotMonitor, now: number, onFinding: (finding: Finding) => void): Watched[] {
  if (hot.stalled) return [];
  const gone: Watched[] = [];
  for (const watched of hot.series.values()) {
    if (watched.key === everythingKey) continue;
    const isGone =
      hot.rule.condition.kind === "absence"
        ? judgePresence(hot, watched, now, onFinding)
        : judgeStopped(hot, watched, now, onFinding);
    if (isGone) gone.push(watched);
  }
  return gone;
}

function judgePresence(
  hot: HotMonitor,
  watched: Watched,
  now: number,
  onFinding: (finding: Finding) => void,
): boolean {
  const { episode } = watched;
  const presence = judgeAbsence({
    lastPointMs: episode.lastAt ?? episode.since,
    nowMs: now,
    ableSinceMs: hot.ableSince,
    afterMs: patienceMs(hot),
  });
  const before = episode.state;
  const transition = stepPresence(episode, presence, now);
  if (transition) onFinding({ watched, transition, value: watched.lastValue, why: null });
  if (before !== episode.state) watched.dirty = true;
  return presence === "forgotten";
}

function judgeStopped(
  hot: HotMonitor,
  watched: Watched,
  now: number,
  onFinding: (finding: Finding) => void,
): boolean {
  const { episode } = watched;
  const silentFor = now - Math.max(episode.lastAt ?? episode.since, hot.ableSince);
  if (silentFor < silentMs) return false;
  if (episode.state !== "absent") {
    const transition = withdraw(episode, now, "absent", "it stopped sending");
    if (transition) onFinding({ watched, transition, value: watched.lastValue, why: null });
    watched.dirty = true;
  }
  return silentFor >= forgetMs;
}

/**
 * The one claim that nothing arrives at all, made by one monitor of absence for its workspace.
 * @param claims false for the workspace's other monitors, which then only take an old claim back
 */
export function judgeEverything(
  hot: HotMonitor,
  newest: number | null,
  now: number,
  claims: boolean,
  onFinding: (finding: Finding) => void,
): void {
  const known = hot.series.get(everythingKey);
  const silentFor = now - Math.max(newest ?? 0, hot.ableSince + settleMs);
  const silent =
    newest !== null && hot.stalled && silentFor >= patienceMs(hot) && hot.series.size > (known ? 1 : 0);
  if (!known && !(silent && claims)) return;
  const watched = known ?? newWatched(hot.rule, { key: everythingKey, labels: {}, unit: "" }, newest ?? now);
  hot.series.set(everythingKey, watched);
  watched.episode.lastAt = newest;
  const presence = silent && claims ? "absent" : hot.stalled && claims ? "unknown" : "present";
  const transition = stepPresence(watched.episode, presence, now);
  if (!transition) return;
  watched.dirty = true;
  onFinding({ watched, transition, value: null, why: null });
}
