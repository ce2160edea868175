import type { Severity } from "../severity.ts";
import { type Episode, stepOf } from "./episodes.ts";
import type { AlertsBody, OutsideClaim } from "./intake-schemas.ts";

/** A run of an alert while a batch of claims is worked through: what is stored of it, and what the batch changed. */
export type Run = Episode & {
  fingerprint: string;
  severity: Severity;
  /** Not stored yet. */
  fresh: boolean;
  /** As it stood before the batch; open for a fresh one that nobody knew. */
  before: "open" | "resolved" | null;
  lastSeenMs: number;
  /** Claims of this batch that said it still fires. */
  refreshes: number;
  /** What the newest claim says, when it says something else than what is stored. */
  said: Said | null;
  changes: { kind: "opened" | "reopened" | "resolved"; atMs: number; detail: Record<string, string> }[];
};

export type Said = {
  claim: OutsideClaim;
  source: AlertsBody["source"];
  keyId: string;
  group: AlertsBody["group"];
};

export type Claimed = Said & { fingerprint: string; severity: Severity; receivedMs: number };

/** Works claims into what is known, in the order of their arrival. Changes `known`; newest runs first. */
export function workIn(known: Map<string, Run[]>, claims: readonly Claimed[], newRunId: () => string): void {
  for (const claimed of claims) {
    const runs = known.get(claimed.fingerprint) ?? [];
    known.set(claimed.fingerprint, runs);
    workInOne(runs, claimed, newRunId);
  }
}

function workInOne(runs: Run[], claimed: Claimed, newRunId: () => string): void {
  const { claim, receivedMs } = claimed;
  const startsMs = Date.parse(claim.startsAt);
  const endsMs = claim.endsAt === null ? null : Date.parse(claim.endsAt);
  const step = stepOf(runs, { startsMs, endsMs, resolved: claim.resolved, receivedMs });
  const runOf = (episode: Episode) => episode as Run;
  switch (step.do) {
    case "nothing":
      return;
    case "refresh":
      refresh(runOf(step.episode), claimed, endsMs);
      return;
    case "reopen": {
      const run = runOf(step.episode);
      Object.assign(run, { state: "open", resolvedMs: null, ended: null, endsMs });
      run.changes.push({ kind: "reopened", atMs: receivedMs, detail: { reason: "it is claimed again" } });
      refresh(run, claimed, endsMs);
      return;
    }
    case "resolve":
      end(runOf(step.episode), "told", step.atMs, claimed);
      return;
    case "open":
      if (step.after) end(runOf(step.after), "lapsed", step.after.endsMs ?? receivedMs, claimed);
      runs.unshift(opened(claimed, startsMs, endsMs, newRunId()));
      return;
    case "record": {
      const run = opened(claimed, startsMs, endsMs, newRunId());
      end(run, "told", endsMs ?? receivedMs, claimed);
      runs.push(run);
      runs.sort((a, b) => b.startsMs - a.startsMs);
    }
  }
}

function opened(claimed: Claimed, startsMs: number, endsMs: number | null, id: string): Run {
  const { fingerprint, severity, receivedMs } = claimed;
  return {
    id,
    fingerprint,
    severity,
    startsMs,
    endsMs,
    state: "open",
    resolvedMs: null,
    ended: null,
    fresh: true,
    before: null,
    lastSeenMs: Math.max(receivedMs, startsMs),
    refreshes: 0,
    said: claimed,
    changes: [{ kind: "opened", atMs: startsMs, detail: { source: claimed.source } }],
  };
}

function refresh(run: Run, claimed: Claimed, endsMs: number | null): void {
  run.refreshes += 1;
  run.lastSeenMs = Math.max(run.lastSeenMs, claimed.receivedMs);
  // One path may say until when it holds and another not: what must be repeated is the stricter promise.
  if (endsMs !== null) run.endsMs = run.endsMs === null ? endsMs : Math.max(run.endsMs, endsMs);
  run.said = claimed;
}

const reasons = { told: "its claimant says that it is over", lapsed: "nobody repeated the claim in time" };

/** The end never lies before the start, nor in the future. */
function end(run: Run, how: "told" | "lapsed", atMs: number, { receivedMs }: Claimed): void {
  const resolvedMs = Math.max(run.startsMs, Math.min(atMs, receivedMs));
  Object.assign(run, { state: "resolved", resolvedMs, ended: how });
  run.lastSeenMs = Math.max(run.lastSeenMs, receivedMs);
  run.changes.push({ kind: "resolved", atMs: resolvedMs, detail: { reason: reasons[how] } });
}
