import {
  alwaysValidBounds,
  alwaysValidQuantile,
  type Grouped,
  spentAt,
} from "@triops/analysis/significance/always-valid";
import {
  compareLabels,
  kolmogorovSmirnov,
  mannWhitney,
  twoProportions,
} from "@triops/analysis/significance/tests";
import type { Finding, Guard, Policy } from "./schemas.ts";

/** What one side did since the step began. */
export type Side = {
  requests: number;
  errors: number;
  /** Latency in ms, grouped. */
  latency: Grouped;
  p95Ms: number | null;
  /** A sample of its answers; null until it is asked for. */
  answers: Answers | null;
};
export type Answers = { numbers: readonly number[]; labels: ReadonlyMap<string, number> };

/** How often the distribution of answers was tested in this step, and at how many samples the last time. */
export type Looks = { step: number; looks: number; size: number };

/** Answers are looked at again when there are a quarter more of them: each look spends of the chance of a false alarm. */
const growth = 1.25;
const p95 = 0.95;

/** What each guard may spend in each step, so that the whole rollout stays within `falseAlarmMax`. */
const shareOf = ({ falseAlarmMax, guards, steps }: Policy): number =>
  falseAlarmMax / Math.max(1, guards.length) / Math.max(1, steps.length);

/** Whether the guard on answers wants to look now: only then are they read. */
export function wantsAnswers(
  policy: Policy,
  looks: Looks,
  canarySamples: number,
  championSamples: number,
): boolean {
  const guard = policy.guards.find(({ kind }) => kind === "output");
  const size = Math.min(canarySamples, championSamples);
  return guard !== undefined && size >= guard.samplesMin && size >= looks.size * growth;
}

export type Look = { findings: Finding[]; looks: Looks };

/**
 * Holds the canary against the champion. Errors and latency are judged by bounds that hold at every look, so that
 * looking every few seconds costs no certainty; answers by tests whose looks share the chance of a false alarm.
 */
export function judge(
  policy: Policy,
  canary: Side,
  champion: Side,
  before: { looks: Looks; findings: readonly Finding[] },
): Look {
  const alpha = shareOf(policy);
  let looks = before.looks;
  const findings = policy.guards.map((guard): Finding => {
    if (guard.kind === "error-rate") return judgeErrors(guard, canary, champion, alpha);
    if (guard.kind === "latency") return judgeLatency(guard, canary, champion, alpha);
    if (canary.answers === null || champion.answers === null) {
      const known = looks.looks > 0 ? before.findings.find(({ kind }) => kind === "output") : undefined;
      return known ?? waitingForAnswers(guard, canary, champion);
    }
    const size = Math.min(sizeOf(canary.answers), sizeOf(champion.answers));
    if (size < guard.samplesMin) return waitingForAnswers(guard, canary, champion);
    looks = { ...looks, looks: looks.looks + 1, size };
    return judgeAnswers(guard, canary.answers, champion.answers, spentAt(alpha, looks.looks));
  });
  return { findings, looks };
}

type GuardOf<Kind extends Guard["kind"]> = Extract<Guard, { kind: Kind }>;

function judgeErrors(guard: GuardOf<"error-rate">, canary: Side, champion: Side, alpha: number): Finding {
  const ofCanary = { hits: canary.errors, trials: canary.requests };
  const ofChampion = { hits: champion.errors, trials: champion.requests };
  const low = alwaysValidBounds(ofCanary, alpha / 2).low;
  const high = alwaysValidBounds(ofChampion, alpha / 2).high;
  const isAbove = guard.shareMax !== null && low > guard.shareMax;
  const isWorse = low > high + guard.increaseMax;
  const enough = Math.min(canary.requests, champion.requests) >= guard.samplesMin;
  const shares = `${percent(canary.errors, canary.requests)} of the canary's requests fail, ${percent(champion.errors, champion.requests)} of the champion's`;
  return {
    kind: guard.kind,
    state: isAbove || isWorse ? "breached" : enough ? "passing" : "waiting",
    text: isAbove
      ? `${shares}: surely above ${percent(guard.shareMax ?? 0, 1)}`
      : isWorse
        ? `${shares}: surely more than ${points(guard.increaseMax)} worse`
        : enough
          ? shares
          : `${countOf(canary.requests, champion.requests)} of ${guard.samplesMin} requests; ${shares}`,
    test: "Bounds that hold at every look (Robbins' mixture), both sides",
    canary: shareOrNull(canary),
    champion: shareOrNull(champion),
    canarySamples: canary.requests,
    championSamples: champion.requests,
    samplesMin: guard.samplesMin,
    canaryAtLeast: low,
    championAtMost: high,
    pValue: canary.requests > 0 && champion.requests > 0 ? twoProportions(ofCanary, ofChampion).pValue : null,
    distance: null,
    limit: guard.increaseMax,
  };
}

function judgeLatency(guard: GuardOf<"latency">, canary: Side, champion: Side, alpha: number): Finding {
  const low = alwaysValidQuantile(canary.latency, p95, alpha / 2).low;
  const high = alwaysValidQuantile(champion.latency, p95, alpha / 2).high;
  const isAbove = guard.p95MsMax !== null && low > guard.p95MsMax;
  const isSlower = guard.ratioMax !== null && Number.isFinite(high) && low > high * guard.ratioMax;
  const enough = Math.min(canary.requests, champion.requests) >= guard.samplesMin;
  const said = `95 % of the canary's requests take up to ${ms(canary.p95Ms)}, of the champion's up to ${ms(champion.p95Ms)}`;
  return {
    kind: guard.kind,
    state: isAbove || isSlower ? "breached" : enough ? "passing" : "waiting",
    text: isAbove
      ? `${said}: surely above ${ms(guard.p95MsMax)}`
      : isSlower
        ? `${said}: surely more than ${guard.ratioMax} times as long`
        : enough
          ? said
          : `${countOf(canary.requests, champion.requests)} of ${guard.samplesMin} requests; ${said}`,
    test: "Bounds of the 95th percentile that hold at every look; p by Mann-Whitney",
    canary: canary.p95Ms,
    champion: champion.p95Ms,
    canarySamples: canary.requests,
    championSamples: champion.requests,
    samplesMin: guard.samplesMin,
    canaryAtLeast: low,
    championAtMost: Number.isFinite(high) ? high : null,
    pValue:
      canary.requests > 0 && champion.requests > 0
        ? mannWhitney(canary.latency, champion.latency).pValue
        : null,
    distance: null,
    limit: guard.ratioMax ?? guard.p95MsMax,
  };
}

function judgeAnswers(guard: GuardOf<"output">, canary: Answers, champion: Answers, alpha: number): Finding {
  const isNumeric = canary.numbers.length + champion.numbers.length > 0;
  const numeric = isNumeric ? kolmogorovSmirnov(canary.numbers, champion.numbers) : null;
  const labels = numeric ? null : compareLabels(canary.labels, champion.labels);
  const distance = numeric?.statistic ?? labels?.distance ?? 0;
  const pValue = numeric?.pValue ?? labels?.pValue ?? 1;
  const breached = pValue < alpha && distance > guard.distanceMax;
  const said = `answers lie ${distance.toFixed(3)} apart (0 is alike, 1 has nothing in common)`;
  return {
    kind: guard.kind,
    state: breached ? "breached" : "passing",
    text: breached
      ? `The canary's and the champion's ${said}: more than ${guard.distanceMax}`
      : `The ${said}`,
    test: numeric
      ? "Kolmogorov-Smirnov; looks share the chance of a false alarm"
      : "χ² of labels, total variation distance; looks share the chance of a false alarm",
    canary: null,
    champion: null,
    canarySamples: sizeOf(canary),
    championSamples: sizeOf(champion),
    samplesMin: guard.samplesMin,
    canaryAtLeast: null,
    championAtMost: null,
    pValue,
    distance,
    limit: guard.distanceMax,
  };
}

function waitingForAnswers(guard: GuardOf<"output">, canary: Side, champion: Side): Finding {
  return {
    kind: guard.kind,
    state: "waiting",
    text: `${countOf(canary.requests, champion.requests)} of ${guard.samplesMin} answers to compare`,
    test: "None yet",
    canary: null,
    champion: null,
    canarySamples: canary.requests - canary.errors,
    championSamples: champion.requests - champion.errors,
    samplesMin: guard.samplesMin,
    canaryAtLeast: null,
    championAtMost: null,
    pValue: null,
    distance: null,
    limit: guard.distanceMax,
  };
}

const sizeOf = ({ numbers, labels }: Answers): number =>
  numbers.length > 0 ? numbers.length : [...labels.values()].reduce((sum, count) => sum + count, 0);
const countOf = (canary: number, champion: number): number => Math.min(canary, champion);
const shareOrNull = ({ errors, requests }: Side) => (requests === 0 ? null : errors / requests);
const percent = (hits: number, trials: number): string =>
  trials === 0 ? "none" : `${Number(((100 * hits) / trials).toFixed(2))} %`;
const points = (share: number): string => `${Number((100 * share).toFixed(2))} points`;
const ms = (value: number | null): string =>
  value === null ? "an unknown time" : `${Number(value.toPrecision(3))} ms`;
