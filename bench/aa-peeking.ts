/**
 * How often rollouts of a canary as good as its champion trip a guard, looked at after every ten requests (bar: 5 %).
 *
 * `pnpm bench aa-peeking [-- --runs 1000 --requests 1000 --alarm 0.05]`: nothing is started. Each run draws errors,
 * latencies and answers of both sides from the same distributions. Beside it, on the same draws: the usual z test at 5 %
 * after the same looks, and how many requests it takes until canaries that do harm are taken back.
 */
import { parseArgs } from "node:util";
import { alwaysValidBounds } from "@triops/analysis/significance/always-valid";
import { twoProportions } from "@triops/analysis/significance/tests";
import { judge, type Looks, type Side, wantsAnswers } from "@triops/domains/rollouts/guards";
import { defaultGuards, type Finding, type Guard, type Policy } from "@triops/domains/rollouts/schemas";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    runs: { type: "string", default: "1000" },
    requests: { type: "string", default: "1000" },
    alarm: { type: "string", default: "0.05" },
  },
});
const runs = Number(values.runs);
const requests = Number(values.requests);
const falseAlarmMax = Number(values.alarm);
const peekEvery = 10;

/** Strict guards: nothing worse than equal is allowed, so that every alarm is a false one. */
const guards = defaultGuards.map(
  (guard): Guard =>
    guard.kind === "error-rate"
      ? { ...guard, increaseMax: 0 }
      : guard.kind === "latency"
        ? { ...guard, ratioMax: 1 }
        : { ...guard, distanceMax: 0.01 },
);
const policy: Policy = { steps: [{ weight: 50, minutes: 10 }], guards, falseAlarmMax, waitMinutesMax: 0 };

let seed = 1;
/** mulberry32: the same runs on every machine. */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

type Drawn = { errors: number; requests: number; counts: number[]; answers: number[] };
const limits = Array.from({ length: 80 }, (_, i) => 2 ** (i / 8));
const none = (): Drawn => ({ errors: 0, requests: 0, counts: limits.map(() => 0), answers: [] });

function draw(side: Drawn, errorShare: number): void {
  side.requests++;
  if (random() < errorShare) side.errors++;
  else side.answers.push(random() + random() + random());
  // Exponential with mean 12 ms above 2 ms.
  const ms = 2 - 12 * Math.log(1 - random());
  const found = limits.findIndex((limit) => ms <= limit);
  const at = found < 0 ? limits.length - 1 : found;
  side.counts[at] = (side.counts[at] ?? 0) + 1;
}

const sideOf = ({ errors, requests: asked, counts, answers }: Drawn, withAnswers: boolean): Side => ({
  requests: asked,
  errors,
  latency: { limits, counts },
  p95Ms: null,
  answers: withAnswers ? { numbers: answers, labels: new Map() } : null,
});

const tripped = { all: 0, "error-rate": 0, latency: 0, output: 0 };
let naive = 0;
for (let run = 0; run < runs; run++) {
  const canary = none();
  const champion = none();
  let looks: Looks = { step: 0, looks: 0, size: 0 };
  let findings: Finding[] = [];
  let isTripped = false;
  let isNaivelyTripped = false;
  for (let n = 1; n <= requests; n++) {
    draw(canary, 0.05);
    draw(champion, 0.05);
    if (n % peekEvery !== 0) continue;
    const shares = [canary, champion].map(({ errors, requests: trials }) => ({ hits: errors, trials }));
    const [a, b] = shares as [{ hits: number; trials: number }, { hits: number; trials: number }];
    if (twoProportions(a, b).pValue < 0.05) isNaivelyTripped = true;
    if (isTripped) continue;
    const sizes = [canary.answers.length, champion.answers.length] as const;
    const withAnswers = wantsAnswers(policy, looks, ...sizes);
    const look = judge(policy, sideOf(canary, withAnswers), sideOf(champion, withAnswers), {
      looks,
      findings,
    });
    looks = look.looks;
    findings = look.findings;
    const alarm = findings.find(({ state }) => state === "breached");
    if (!alarm) continue;
    isTripped = true;
    tripped.all++;
    tripped[alarm.kind]++;
  }
  if (isNaivelyTripped) naive++;
}

/** Requests of the canary, a tenth of all, until its errors are surely a point above what the champion's are. */
function requestsUntil(share: number): number {
  const alpha = 0.01 / 9;
  for (let n = 1; n < 1e6; n += Math.max(1, Math.floor(n / 50))) {
    const low = alwaysValidBounds({ hits: Math.round(share * n), trials: n }, alpha / 2).low;
    const high = alwaysValidBounds({ hits: Math.round(0.005 * n * 9), trials: n * 9 }, alpha / 2).high;
    if (low > high + 0.01) return n;
  }
  return Number.POSITIVE_INFINITY;
}

const percent = (count: number) => (100 * count) / runs;
const figures: Figure[] = [
  {
    name: "false alarms of equals, all guards",
    value: percent(tripped.all),
    unit: "% of rollouts",
    peer: { name: "z test at 5 %", value: percent(naive), note: "looked at as often" },
  },
  ...([1, 0.5, 0.1, 0.05] as const).map((share) => ({
    name: `requests until a canary that fails ${100 * share} % is taken back`,
    value: requestsUntil(share),
    unit: "requests",
  })),
];
report("aa-peeking", figures, { runs, requests, falseAlarmMax, tripped, naive });
