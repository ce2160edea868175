import { createHash } from "node:crypto";
import type { Condition, Signal } from "./schemas.ts";

const minuteMs = 60_000;

/** Series of one monitor that are watched; the rest is counted and shown. */
export const seriesMax = 10_000;
/** A series that sends nothing for this long is no longer judged, and its claim is withdrawn. */
export const silentMs = 15 * minuteMs;
/** An absent series is forgotten, and its alert ended, when it has been gone for this long. */
export const forgetMs = 24 * 60 * minuteMs;
/** After a start of Triops, or a break in its own evaluation, nothing is called absent for this long on top. */
export const settleMs = 2 * minuteMs;
/** After an anomaly is over, only something worse than it is news for this long. */
export const refractoryMs = 15 * minuteMs;

/** True when series are folded into groups before they are judged. */
export const isGrouped = (signal: Signal): boolean => signal.groupBy.length > 0 || signal.combine;

/**
 * True when the signal is judged minute by minute, after the minute is over; otherwise each sample is judged as it
 * comes. Baselines need even steps, and sums and counts need a stretch of time to be taken over.
 */
export function isPerMinute(signal: Signal, condition: Condition): boolean {
  return (
    condition.kind === "anomaly" ||
    isGrouped(signal) ||
    signal.aggregate === "sum" ||
    signal.aggregate === "count" ||
    signal.aggregate === "increase"
  );
}

/** A minute is judged this long after its end, so that samples on their way still count. */
const graceMs = 8_000;
/** Samples are judged this often as they come. */
const samplesEveryMs = 14_000;

/** End of the last minute that is over, with time for late samples. Epoch milliseconds. */
export const closedMinute = (now: number): number => Math.floor((now - graceMs) / minuteMs) * minuteMs;

/** When a monitor that has been judged up to `judgedTo` can be judged again. */
export const dueAt = (signal: Signal, condition: Condition, judgedTo: number): number =>
  isPerMinute(signal, condition) ? judgedTo + minuteMs + graceMs : judgedTo + samplesEveryMs;

/** How long a breach must last, and how long calm must last before it is over. Milliseconds. */
export function timingOf(condition: Condition): { forMs: number; calmMs: number; refractoryMs: number } {
  if (condition.kind === "absence") return { forMs: 0, calmMs: 0, refractoryMs: 0 };
  const forMs = condition.forMinutes * minuteMs;
  // Calm lasts as long as the breach had to, within sensible limits: a value on the edge is one episode, not ten.
  const least = condition.kind === "anomaly" ? 5 : 1;
  const calmMs = Math.min(Math.max(forMs, least * minuteMs), 10 * minuteMs);
  return { forMs, calmMs, refractoryMs: condition.kind === "anomaly" ? refractoryMs : 0 };
}

type Threshold = Extract<Condition, { kind: "threshold" }>;

const compare: Record<Threshold["op"], (value: number, limit: number) => boolean> = {
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
};

/** A point between the threshold and the recovery value is neither: it changes nothing. */
export function judgeThreshold(condition: Threshold, value: number): { breaching: boolean; calm: boolean } {
  const holds = compare[condition.op];
  const breaching = holds(value, condition.value);
  return { breaching, calm: !holds(value, condition.recoverValue ?? condition.value) };
}

/** Why the recovery value makes no sense, or null. */
export function recoverValueFault(condition: Condition): string | null {
  if (condition.kind !== "threshold" || condition.recoverValue === undefined) return null;
  const above = condition.op.startsWith(">");
  const good = above ? condition.recoverValue <= condition.value : condition.recoverValue >= condition.value;
  return good ? null : `The recovery value must not lie ${above ? "above" : "below"} the threshold`;
}

type Anomaly = Extract<Condition, { kind: "anomaly" }>;

/** score = s / (s + 2) for a point that is as rare as one in 10^s (see the detector). */
const scoreOfRarity = (tenthPower: number): number => tenthPower / (tenthPower + 2);

/** Score from which a point counts, by sensitivity. */
export const scoreNeeded: Record<Anomaly["sensitivity"], number> = {
  high: scoreOfRarity(4),
  medium: scoreOfRarity(5),
  low: scoreOfRarity(6),
};
/** Below this score (one point in 30) a point is ordinary again. */
export const calmScore = scoreOfRarity(1.5);
/** Trust in the baseline from which its verdicts count: about an hour of points at one a minute. */
export const confidenceNeeded = 0.1;

export type Judged = {
  value: number;
  score: number;
  /** The score where it is news, 0 during an episode at least as severe. */
  onset: number;
  lower: number;
  upper: number;
  confidence: number;
};

/** `refractory`: an episode has only just ended, so that only something worse than it counts. */
export function judgeAnomaly(
  condition: Anomaly,
  point: Judged,
  refractory: boolean,
): { breaching: boolean; calm: boolean; learning: boolean } {
  const learning = point.confidence < confidenceNeeded;
  const wrongSide =
    (condition.direction === "above" && !(point.value > point.upper)) ||
    (condition.direction === "below" && !(point.value < point.lower));
  const score = refractory ? point.onset : point.score;
  return {
    learning,
    breaching: !learning && !wrongSide && score >= scoreNeeded[condition.sensitivity],
    calm: wrongSide || point.score < calmScore,
  };
}

export type Presence = "present" | "absent" | "forgotten" | "unknown";

/**
 * Whether a series is gone. Silence counts from its last point, or (plus time to settle) from when Triops could
 * have received one again: `ableSinceMs` is when evaluation (re)started or when data of the workspace began to
 * arrive again, whichever is later. Until then nobody knows.
 */
export function judgeAbsence(facts: {
  lastPointMs: number;
  nowMs: number;
  ableSinceMs: number;
  afterMs: number;
}): Presence {
  const { lastPointMs, nowMs, ableSinceMs, afterMs } = facts;
  if (nowMs - lastPointMs < afterMs) return "present";
  const silentSince = lastPointMs > ableSinceMs ? lastPointMs : ableSinceMs + settleMs;
  const silentFor = nowMs - silentSince;
  if (silentFor < afterMs) return "unknown";
  return silentFor >= Math.max(forgetMs, 2 * afterMs) ? "forgotten" : "absent";
}

const short = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 20);

/** Identity of a group within its monitor: stable as long as its labels are. */
export const groupKey = (labels: Readonly<Record<string, string>>): string =>
  `g${short(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** What a baseline was learned from; another signal needs another baseline. */
export const signalHash = (signal: Signal, condition: Condition): string =>
  short([
    signal.metric,
    signal.filters,
    signal.groupBy,
    signal.aggregate,
    signal.combine,
    isPerMinute(signal, condition),
  ]);

/** What an episode was judged by; under another rule it must start anew. */
export const conditionHash = (condition: Condition): string => short(Object.entries(condition).sort());
