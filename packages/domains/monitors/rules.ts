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
export const refractoryMs = 60 * minuteMs;

/** True when what is judged is computed from series, minute by minute: groups, or a query's result. */
export const isGrouped = (signal: Signal): boolean =>
  signal.promql !== undefined || signal.groupBy.length > 0 || signal.combine;

/** What the signal is called where its metric would be. */
export const signalName = ({ metric, promql }: Signal): string => promql ?? metric;

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

/**
 * When a point counts, by sensitivity. `score`: the detector's, 1 − the share of comparable past periods with
 * something as unusual; above 0.985 the whole history had nothing like it. `distance`: how far from the expected
 * value, in half widths of the expected band; 1 is its edge. Score alone finds every record, and every series sets
 * one now and then; distance alone finds every spike of a series full of spikes. On the labelled series of the
 * Numenta benchmark: high finds 52 of 65 windows with one alert in two series-weeks outside them, medium 39 with one
 * in five, low 23 with one in eleven.
 */
export const sensitivities: Record<Anomaly["sensitivity"], { score: number; distance: number }> = {
  high: { score: 0.95, distance: 1 },
  medium: { score: 0.97, distance: 1.5 },
  low: { score: 0.985, distance: 2 },
};
/** In the first two days there is no daily profile: what counts must be twice as far out. */
const learningFactor = 2;
/** Trust in the baseline from which its verdicts count: 100 points. */
export const confidenceNeeded = 0.1;
/** A series that hardly moves has hardly a band: what is less than this share of its value is no anomaly. */
const shareMin = 0.01;

export type Judged = {
  value: number;
  score: number;
  /** The score where it is news, 0 during an episode at least as severe. */
  onset: number;
  expected: number;
  lower: number;
  upper: number;
  confidence: number;
  learning: boolean;
};

type Band = { lower: number; upper: number };
/** What was expected when an episode began. */
export type Usual = Band & { expected: number };

const halfWidth = (band: Band, value: number): number =>
  Math.max((band.upper - band.lower) / 2, shareMin * Math.abs(value), Number.MIN_VALUE);

const within = (value: number, { lower, upper }: Band, widths: number): boolean => {
  const middle = (lower + upper) / 2;
  return Math.abs(value - middle) <= widths * halfWidth({ lower, upper }, middle);
};

/** Around the band from before the episode, this many half widths still are "as before". */
const asBeforeWidths = 1.5;

/**
 * Over is an episode when the series is where it was before it, or when what was new has become usual: the
 * detector goes with the series, so its score alone says neither.
 * @param before the band from before the current, or the just ended, episode
 * @param phase `pending`: breaching, but not yet for long enough; `refractory`: an episode has only just ended
 */
export function judgeAnomaly(
  condition: Anomaly,
  point: Judged,
  before: Band | null,
  phase: "pending" | "refractory" | "other",
): { breaching: boolean; calm: boolean; learning: boolean } {
  const { value, expected } = point;
  const needed = sensitivities[condition.sensitivity];
  const learning = point.confidence < confidenceNeeded;
  const asBefore = before !== null && within(value, before, asBeforeWidths);
  const isUsual = point.score < needed.score && within(value, point, 1);
  const wrongSide =
    (condition.direction === "above" && value <= expected) ||
    (condition.direction === "below" && value >= expected);
  const distance = Math.abs(value - expected) / halfWidth(point, expected);
  const farEnough = distance >= needed.distance * (point.learning ? learningFactor : 1);
  const score = phase === "refractory" ? point.onset : point.score;
  const begins = !wrongSide && farEnough && score >= needed.score && !(asBefore && phase === "refractory");
  // The band soon follows a new level: what has begun goes on until it is as before, or usual.
  const goesOn = phase === "pending" && !asBefore && !isUsual;
  return {
    learning,
    breaching: !learning && (begins || goesOn),
    calm: asBefore || isUsual || (wrongSide && before === null),
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
    ...(signal.promql === undefined ? [] : [signal.promql]),
  ]);

/** What an episode was judged by; under another rule it must start anew. */
export const conditionHash = (condition: Condition): string => short(Object.entries(condition).sort());
