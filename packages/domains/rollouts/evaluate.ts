import type { Grouped } from "@triops/analysis/significance/always-valid";
import { scopeToWorkspace } from "@triops/database/scoped";
import { defineJob } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { recentAnswers } from "@triops/telemetry/predictions/answers";
import { predictionTotals } from "@triops/telemetry/predictions/traffic";
import { bucketLimitMs, trafficBucketSeconds } from "@triops/telemetry/predictions/traffic-rows";
import { z } from "zod";
import { weightOfChampion } from "../deployments/index.ts";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { judge, type Look, type Looks, type Side, wantsAnswers } from "./guards.ts";
import { hold, moveOn, takeBack } from "./moves.ts";
import { type Decision, decide } from "./rules.ts";
import type { Policy } from "./schemas.ts";
import { findingsOf, policyOf, type Row } from "./store.ts";

const batch = 200;
const everySeconds = 10;

/**
 * Looks at every rollout under way and moves those whose time has come. A killed worker leaves a rollout either moved
 * with its weights, revision and history, or untouched: one transaction, settled by the count of moves.
 */
export const evaluate = defineJob<Record<string, never>, Runtime>({
  name: "rollouts.evaluate",
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  timeoutMs: 60_000,
  concurrency: 1,
  dedupe: () => "evaluate",
  every: { seconds: everySeconds },
  run: async ({ services: runtime, signal, log }) => {
    const rows = await runtime.database.rollout.findMany({
      where: { state: { in: ["running", "paused"] } },
      orderBy: { evaluatedAt: { sort: "asc", nulls: "first" } },
      take: batch,
    });
    for (const row of rows) {
      if (signal.aborted) return;
      try {
        await evaluateRollout(runtime, row);
      } catch (error) {
        // Somebody was quicker: the next look sees what they made of it.
        if (isTriopsError(error) && error.code === "conflict") continue;
        log.warn({ err: error, rolloutId: row.id }, "a rollout could not be evaluated");
        const fault = isTriopsError(error) ? error.message : "It could not be evaluated; it is tried again";
        await scopeToWorkspace(runtime.database, row.workspaceId).rollout.updateMany({
          where: { id: row.id, moves: row.moves },
          data: { evaluatedAt: runtime.clock.now(), fault },
        });
      }
    }
  },
});

/** @throws conflict when somebody moved it meanwhile, unavailable when the counts cannot be read */
export async function evaluateRollout(runtime: Runtime, row: Row): Promise<Decision> {
  const now = runtime.clock.now();
  const policy = policyOf(row);
  const look = await lookAt(runtime, row, policy, now);
  const { findings } = look;
  const { stepIndex, stepStartedAt } = row;
  const decision = decide({ policy, stepIndex, stepStartedAt, findings }, now);
  const db = scopeToWorkspace(runtime.database, row.workspaceId);
  const { count } = await db.rollout.updateMany({
    where: { id: row.id, moves: row.moves, state: row.state },
    data: { findings, memory: look.looks, evaluatedAt: now, fault: null },
  });
  if (count === 0) return { do: "stay", why: "Somebody moved it meanwhile" };
  const isPaused = row.state === "paused";
  // A paused one waits for a person, but a canary that does harm is not left answering.
  if (decision.do === "stay" || (isPaused && decision.do !== "rollback")) return decision;
  const deed = { advance: "advance", complete: "complete", pause: "pause", rollback: "roll-back" }[
    decision.do
  ];
  const name = `rollouts.${deed}`;
  const context = systemContext(row.workspaceId, "rollouts", now, newId());
  await inTransaction({ context, runtime }, name, async (work) => {
    if (decision.do === "rollback")
      await takeBack(work, row, { reason: decision.why, findings, failed: true });
    else if (decision.do === "pause") await hold(work, row, { reason: decision.why, findings, failed: true });
    else await moveOn(work, row, { reason: passed(policy, stepIndex), findings });
  });
  return decision;
}

const passed = ({ steps, guards }: Policy, at: number): string =>
  `${steps[at]?.weight ?? 0} % for ${steps[at]?.minutes ?? 0} minutes${guards.length > 0 ? ", every guard passed" : ""}`;

const looksAt = z.object({ step: z.int(), looks: z.int(), size: z.int() });

async function lookAt(runtime: Runtime, row: Row, policy: Policy, now: Date): Promise<Look> {
  const known = looksAt.safeParse(row.memory);
  const looks: Looks =
    known.success && known.data.step === row.stepIndex
      ? known.data
      : { step: row.stepIndex, looks: 0, size: 0 };
  if (policy.guards.length === 0) return { findings: [], looks };
  const { telemetry } = runtime;
  const { workspaceId, deploymentName: deployment } = row;
  const to = new Date(now.getTime() + trafficBucketSeconds * 1_000);
  // Counts of the bucket in which a step began belong in part to the step before. Before the first one there was no
  // canary, and the champion was the same.
  const bucketMs = trafficBucketSeconds * 1_000;
  const wholeBuckets = row.stepIndex === 0 ? Math.floor : Math.ceil;
  const stepMs = wholeBuckets(row.stepStartedAt.getTime() / bucketMs) * bucketMs;
  const inStep = { from: new Date(Math.min(stepMs, to.getTime() - 1)), to };
  // A champion that answers nothing any more is known by what it did in the steps before.
  const championWeight = await weightOfChampion(runtime, row.workspaceId, row.deploymentId);
  const forChampion = championWeight > 0 ? inStep : { from: row.createdAt, to };
  const scope = { workspaceId, deployments: [deployment] };
  const [now_, before] = await Promise.all([
    predictionTotals(telemetry, { ...scope, window: inStep }),
    forChampion === inStep ? null : predictionTotals(telemetry, { ...scope, window: forChampion }),
  ]);
  const canary = sideOf(now_, row.canaryVariantId);
  const champion = sideOf(before ?? now_, row.championVariantId);
  if (wantsAnswers(policy, looks, canary.requests - canary.errors, champion.requests - champion.errors)) {
    const answers = await recentAnswers(telemetry, {
      workspaceId,
      deployment,
      window: { from: forChampion.from, to },
      variants: [row.canaryVariantId, row.championVariantId],
    });
    const answersOf = (id: string) => answers.find(({ variant }) => variant === id) ?? nothing;
    canary.answers = answersOf(row.canaryVariantId);
    champion.answers = answersOf(row.championVariantId);
  }
  return judge(policy, canary, champion, { looks, findings: findingsOf(row) });
}

const nothing = { numbers: [], labels: new Map<string, number>() };

type Totals = Awaited<ReturnType<typeof predictionTotals>>;

function sideOf(totals: Totals, variantId: string): Side {
  const own = totals.find(({ variant, role }) => variant === variantId && role !== "shadow");
  if (!own)
    return { requests: 0, errors: 0, latency: { limits: [], counts: [] }, p95Ms: null, answers: null };
  return {
    requests: own.requests,
    errors: own.errors,
    latency: groupedMs(own.latency),
    p95Ms: own.p95Ms,
    answers: null,
  };
}

/** Each bucket with its lower limit: buckets that nothing fell into are not stored. */
function groupedMs({ indexes, counts }: { indexes: readonly number[]; counts: readonly number[] }): Grouped {
  const limits: number[] = [];
  const grouped: number[] = [];
  indexes.forEach((index, at) => {
    if (indexes[at - 1] !== index - 1) {
      limits.push(bucketLimitMs(index - 1));
      grouped.push(0);
    }
    limits.push(bucketLimitMs(index));
    grouped.push(counts[at] ?? 0);
  });
  return { limits, counts: grouped };
}
