import { conflict } from "@triops/kernel/errors";
import {
  describeVariants,
  type Routed,
  requireDeployment,
  revise,
  variantsAtRevision,
} from "../deployments/index.ts";
import type { Work } from "../work.ts";
import { rolloutFailed, rolloutSettled } from "./events.ts";
import { withCanaryAsChampion, withCanaryAt } from "./rules.ts";
import type { Finding } from "./schemas.ts";
import { addEntry, auditView, claimMove, eventAbout, policyOf, type Row } from "./store.ts";

type Why = { reason: string; findings?: readonly Finding[] };

const over = (work: Work) => ({ activeKey: null, endedAt: work.context.now });
const released = { rolloutId: null, steadyRevision: null };
/** Every step is judged by itself, with its share of the chance of a false alarm. */
const afresh = { findings: [], memory: {} };

const recordMove = (work: Work, before: Row, after: Row, from: Routed, to: Routed) =>
  work.audit({
    subject: { type: "rollout", id: before.id },
    before: auditView(before, describeVariants(from.variants)),
    after: auditView(after, describeVariants(to.variants)),
  });

/** The next step's weight, or the canary as the champion after the last. @throws conflict */
export async function moveOn(work: Work, before: Row, { reason, findings }: Why): Promise<Row> {
  const steps = policyOf(before).steps;
  const next = before.stepIndex + 1;
  const step = steps[next];
  const from = await requireDeployment(work.db, before.deploymentId);
  if (!step) return complete(work, before, from, { reason, findings: findings ?? [] });
  const after = await claimMove(work, before, {
    state: "running",
    stepIndex: next,
    stepStartedAt: work.context.now,
    reason,
    ...afresh,
  });
  const to = await revise(work, from, {
    kind: "rollout_step",
    reason,
    variants: withCanaryAt(from.variants, before.canaryVariantId, step.weight),
    as: before.id,
  });
  await addEntry(work, after, "advanced", reason, findings);
  recordMove(work, before, after, from, to);
  return after;
}

async function complete(work: Work, before: Row, from: Routed, { reason, findings }: Why): Promise<Row> {
  const after = await claimMove(work, before, { state: "completed", reason, ...over(work) });
  const to = await revise(work, from, {
    kind: "rollout_completed",
    reason,
    variants: withCanaryAsChampion(from.variants, before.canaryVariantId),
    as: before.id,
    data: released,
  });
  await addEntry(work, after, "completed", reason, findings);
  recordMove(work, before, after, from, to);
  work.emit(rolloutSettled, { ...eventAbout(after, work.context.now), why: "The rollout was completed" });
  return after;
}

/** What answered before the rollout answers again. @throws conflict */
export async function takeBack(work: Work, before: Row, why: Why & { failed: boolean }): Promise<Row> {
  const { reason, findings, failed } = why;
  const from = await requireDeployment(work.db, before.deploymentId);
  const after = await claimMove(work, before, {
    state: "rolled_back",
    reason,
    ...(findings ? { findings: [...findings] } : {}),
    ...over(work),
  });
  const to = await revise(work, from, {
    kind: "rollout_rolled_back",
    reason,
    variants: await variantsAtRevision(work.db, before.deploymentId, before.baseRevision),
    as: before.id,
    data: released,
  });
  await addEntry(work, after, "rolled_back", reason, findings);
  recordMove(work, before, after, from, to);
  if (failed)
    work.emit(rolloutFailed, {
      ...eventAbout(after, work.context.now),
      outcome: "rolled_back",
      why: reason,
    });
  return after;
}

/** Weights stay as they are; guards that take the canary back go on watching. @throws conflict */
export async function hold(work: Work, before: Row, why: Why & { failed: boolean }): Promise<Row> {
  const { reason, findings, failed } = why;
  const from = await requireDeployment(work.db, before.deploymentId);
  const after = await claimMove(work, before, {
    state: "paused",
    reason,
    ...(findings ? { findings: [...findings] } : {}),
  });
  await addEntry(work, after, "paused", reason, findings);
  recordMove(work, before, after, from, from);
  if (failed)
    work.emit(rolloutFailed, { ...eventAbout(after, work.context.now), outcome: "paused", why: reason });
  return after;
}

/** The step begins anew, with fresh counts: whoever resumes has seen what the guards found. @throws conflict */
export async function goOn(work: Work, before: Row, { reason }: Why): Promise<Row> {
  const from = await requireDeployment(work.db, before.deploymentId);
  const after = await claimMove(work, before, {
    state: "running",
    stepStartedAt: work.context.now,
    reason,
    ...afresh,
  });
  await addEntry(work, after, "resumed", reason);
  recordMove(work, before, after, from, from);
  work.emit(rolloutSettled, { ...eventAbout(after, work.context.now), why: "The rollout was resumed" });
  return after;
}

/** Weights stay, and nobody moves them any more. @throws conflict */
export async function letGo(work: Work, before: Row, { reason }: Why): Promise<Row> {
  const from = await requireDeployment(work.db, before.deploymentId);
  if (from.rolloutId !== before.id) throw conflict("The deployment belongs to another rollout by now");
  const after = await claimMove(work, before, { state: "cancelled", reason, ...over(work) });
  const to = await revise(work, from, { kind: "rollout_cancelled", reason, as: before.id, data: released });
  await addEntry(work, after, "cancelled", reason);
  recordMove(work, before, after, from, to);
  return after;
}
