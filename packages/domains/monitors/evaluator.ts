import { type Moved, movedWithinMs } from "./evidence.ts";
import type { Flow } from "./flow.ts";
import type { HotMonitor } from "./watched.ts";

/** A break longer than this means that Triops itself was down. */
const breakMs = 2 * 60_000;

/** What one process remembers between runs. Losing it costs a replay of some minutes, never an alert. */
export type Evaluator = {
  /** A run that its job gave up waiting for may still be at work: two at once would spoil each other's memory. */
  busy: boolean;
  hot: Map<string, HotMonitor>;
  /** Since when this process has evaluated without a break. Epoch milliseconds. */
  ableSince: number;
  lastRunAt: number | null;
  /** Per workspace: does data arrive? */
  flow: Map<string, Flow>;
  /** Per workspace: what was unusual lately. */
  moved: Map<string, Moved[]>;
  /** Monitors (by id and version) that failed, and when they are tried again. */
  retryAt: Map<string, number>;
};

export const newEvaluator = (): Evaluator => ({
  busy: false,
  hot: new Map(),
  ableSince: 0,
  lastRunAt: null,
  flow: new Map(),
  moved: new Map(),
  retryAt: new Map(),
});

/** Notes that a run begins. After a break nobody is called absent for having been silent during it. */
export function noteBreak(evaluator: Evaluator, now: number): void {
  if (evaluator.lastRunAt === null || now - evaluator.lastRunAt > breakMs) {
    evaluator.ableSince = now;
    for (const hot of evaluator.hot.values()) hot.ableSince = now;
  }
  evaluator.lastRunAt = now;
}

/** A monitor that cannot be evaluated is not tried at every tick; a changed one is, at once. */
const retryMs = 30_000;

type Version = { id: string; version: number };
const keyOf = ({ id, version }: Version): string => `${id} ${version}`;

export const isResting = (evaluator: Evaluator, rule: Version, now: number): boolean =>
  (evaluator.retryAt.get(keyOf(rule)) ?? 0) > now;

export function rest(evaluator: Evaluator, rule: Version, now: number): void {
  for (const [key, at] of evaluator.retryAt) if (at <= now) evaluator.retryAt.delete(key);
  evaluator.retryAt.set(keyOf(rule), now + retryMs);
}

/** Unusual points are told beside a finding for this long; more than this many are not kept. */
const movedMs = 4 * movedWithinMs;
const movedMax = 2_000;

/** What was unusual in a workspace lately, old entries left out; add to it. */
export function movedIn(evaluator: Evaluator, workspaceId: string, now: number): Moved[] {
  const kept = (evaluator.moved.get(workspaceId) ?? [])
    .filter((one) => now - one.at < movedMs)
    .slice(-movedMax);
  evaluator.moved.set(workspaceId, kept);
  return kept;
}
