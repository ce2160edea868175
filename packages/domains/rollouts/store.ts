import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { conflict, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Work } from "../work.ts";
import type { Finding, RolloutEntry, RolloutState } from "./schemas.ts";
import { finding, policy } from "./schemas.ts";

export type Row = Prisma.RolloutGetPayload<object>;

/** @throws notFound, also for a rollout of another workspace */
export async function requireRollout(db: Transaction, id: string): Promise<Row> {
  const row = await db.rollout.findFirst({ where: { id } });
  if (!row) throw notFound("rollout");
  return row;
}

/** As it leaves. */
export const shown = (row: Row) => ({
  ...row,
  canary: { variantId: row.canaryVariantId, model: row.canaryModel, version: row.canaryVersion },
  champion: { variantId: row.championVariantId, model: row.championModel, version: row.championVersion },
});

/** What the audit log and the feed of changes show of a rollout; `name` is the deployment's. */
export const auditView = (row: Row, variants: string) => ({
  id: row.id,
  name: row.deploymentName,
  deploymentId: row.deploymentId,
  state: row.state,
  step: row.stepIndex + 1,
  canary: `${row.canaryModel} ${row.canaryVersion}`.trim(),
  champion: `${row.championModel} ${row.championVersion}`.trim(),
  variants,
  reason: row.reason,
});

export const policyOf = (row: Row) => policy.parse(row.policy);
export const findingsOf = (row: Row): Finding[] => finding.array().catch([]).parse(row.findings);

/**
 * Takes the next place in the rollout's own count of moves. Of two movers, or of one that was thought dead, one is told
 * of the conflict, and its whole transaction with the weights in it is undone.
 * @throws conflict
 */
export async function claimMove(
  { db }: Work,
  before: Row,
  data: Prisma.RolloutUpdateManyMutationInput & { state: RolloutState },
): Promise<Row> {
  const [after] = await db.rollout.updateManyAndReturn({
    where: { id: before.id, moves: before.moves, state: before.state },
    data: { ...data, moves: { increment: 1 } },
  });
  if (!after) throw conflict("The rollout moved on just now; look again");
  return after;
}

export async function addEntry(
  { db, context }: Work,
  row: Row,
  kind: RolloutEntry["kind"],
  text: string,
  findings: readonly Finding[] = [],
): Promise<void> {
  const { actor, workspaceId, now } = context;
  await db.rolloutEntry.create({
    data: {
      id: newId(),
      workspaceId,
      rolloutId: row.id,
      at: now,
      kind,
      stepIndex: row.stepIndex,
      text,
      findings: [...findings],
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
    },
  });
}

export const eventAbout = (row: Row, at: Date) => ({
  rolloutId: row.id,
  deploymentId: row.deploymentId,
  deploymentName: row.deploymentName,
  model: row.canaryModel,
  canaryVersion: row.canaryVersion,
  championVersion: row.championVersion,
  at: at.toISOString(),
});
