/** What is known of one run of an alert from outside, from its start to its end. Times are epoch milliseconds. */
export type Episode = {
  id: string;
  startsMs: number;
  /** Until when the last claim holds; null while it holds until told otherwise. */
  endsMs: number | null;
  state: "open" | "resolved";
  resolvedMs: number | null;
  /** How it ended. */
  ended: string | null;
};

export type Said = { startsMs: number; endsMs: number | null; resolved: boolean; receivedMs: number };

export type Step =
  /** `after`: an episode whose end nobody told and that must be closed first. */
  | { do: "open"; after?: Episode }
  | { do: "refresh"; episode: Episode }
  | { do: "reopen"; episode: Episode }
  | { do: "resolve"; episode: Episode; atMs: number }
  /** It was over before we ever heard of it: kept for the history, nobody is told. */
  | { do: "record" }
  | { do: "nothing"; because: "late" | "known" };

/**
 * How long after the end a claim with an earlier start is taken for one that was overtaken on its way, or that comes
 * from the other one of a pair of Prometheus servers: two of the minutes in which they repeat what still fires.
 */
export const lateGraceMs = 2 * 60_000;

/**
 * What a claim means, given what is known of its fingerprint (newest episode first). Order of arrival does not
 * matter: what is older than what we know changes nothing.
 */
export function stepOf(known: readonly Episode[], said: Said): Step {
  const open = known.find((episode) => episode.state === "open");
  const same = known.find((episode) => episode.startsMs === said.startsMs);
  if (said.resolved) return resolvedStep(known, said, open, same);
  if (open) {
    const lapsed = open.endsMs !== null && said.startsMs > open.endsMs;
    return lapsed ? { do: "open", after: open } : { do: "refresh", episode: open };
  }
  if (same) {
    // Not repeated in time, and now it is: the same fire, so the same alert.
    const goesOn = same.ended === "lapsed" && (said.endsMs === null || said.endsMs > (same.endsMs ?? 0));
    return goesOn ? { do: "reopen", episode: same } : { do: "nothing", because: "late" };
  }
  const covering = known.find(({ resolvedMs }) => resolvedMs !== null && said.startsMs <= resolvedMs);
  if (!covering) return { do: "open" };
  if (covering.ended === "lapsed") return { do: "reopen", episode: covering };
  // A person's word holds until it fires anew.
  if (covering.ended === "hand") return { do: "nothing", because: "late" };
  const overtaken = said.receivedMs - (covering.resolvedMs ?? 0) <= lateGraceMs;
  return overtaken ? { do: "nothing", because: "late" } : { do: "open" };
}

function resolvedStep(
  known: readonly Episode[],
  said: Said,
  open: Episode | undefined,
  same: Episode | undefined,
): Step {
  const endMs = said.endsMs ?? said.receivedMs;
  if (open && endMs >= open.startsMs) return { do: "resolve", episode: open, atMs: endMs };
  if (same) return { do: "nothing", because: "known" };
  const overlaps = known.some(
    ({ startsMs, resolvedMs }) => resolvedMs !== null && said.startsMs <= resolvedMs && endMs >= startsMs,
  );
  return overlaps ? { do: "nothing", because: "known" } : { do: "record" };
}
