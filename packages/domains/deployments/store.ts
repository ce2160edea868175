import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { conflict, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Runtime } from "../runtime.ts";
import type { Work } from "../work.ts";
import { describeVariants, inOrder } from "./rules.ts";
import type { RevisionKind } from "./schemas.ts";
import { publishDeployments } from "./snapshot.ts";
import { type StoredVariant, shownVariant, storedVariants, variantOfRow } from "./stored.ts";

export type Row = Prisma.DeploymentGetPayload<object>;
export type Routed = Row & { variants: StoredVariant[] };

/** @throws notFound, also for a deployment of another workspace */
export async function requireDeployment(db: Transaction, id: string): Promise<Routed> {
  const row = await db.deployment.findFirst({ where: { id } });
  if (!row) throw notFound("deployment");
  return { ...row, variants: (await variantsOf(db, [id])).get(id) ?? [] };
}

export async function variantsOf(
  db: Transaction,
  deploymentIds: readonly string[],
): Promise<Map<string, StoredVariant[]>> {
  const rows = await db.deploymentVariant.findMany({ where: { deploymentId: { in: [...deploymentIds] } } });
  const groups = new Map<string, StoredVariant[]>();
  for (const row of rows)
    groups.set(row.deploymentId, [...(groups.get(row.deploymentId) ?? []), variantOfRow(row)]);
  return new Map([...groups].map(([id, variants]) => [id, inOrder(variants)]));
}

/** As it leaves. */
export const shown = ({ sampleRate, maskColumns, retentionDays, variants, ...row }: Routed) => ({
  ...row,
  logging: { sampleRate, maskColumns, retentionDays },
  variants: variants.map(shownVariant),
});

/** What the audit log and the feed of changes show of a deployment. */
export const auditView = (row: Routed) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  enabled: row.enabled,
  revision: row.revision,
  variants: describeVariants(row.variants),
  stickyHeader: row.stickyHeader,
  fallback: row.fallback,
  sampleRate: row.sampleRate,
  maskColumns: row.maskColumns,
  retentionDays: row.retentionDays,
});

export const newVariantRows = (
  deploymentId: string,
  variants: readonly StoredVariant[],
  workspaceId: string,
) =>
  variants.map(({ target, signature, ...rest }) => ({
    ...rest,
    deploymentId,
    workspaceId,
    kind: target.kind,
    target,
    ...(signature === null ? {} : { signature }),
  }));

type Change = {
  kind: RevisionKind;
  reason?: string | undefined;
  variants?: readonly StoredVariant[];
  /** Columns of the deployment that change too. */
  data?: Prisma.DeploymentUpdateManyMutationInput;
  /** The rollout that may move it: unless given, none may be under way. `any` takes it from a rollout. */
  as?: string | null | "any";
};

/**
 * The only way a deployment's picture changes: one more revision with everything that requests are answered by. The
 * revision it began with is part of the condition, so of two writers one is told of the conflict and nothing mixes.
 * @throws conflict
 */
export async function revise(work: Work, before: Routed, change: Change): Promise<Routed> {
  const { db, context, runtime } = work;
  const { as = null } = change;
  const [row] = await db.deployment.updateManyAndReturn({
    where: { id: before.id, revision: before.revision, ...(as === "any" ? {} : { rolloutId: as }) },
    data: { ...change.data, revision: { increment: 1 } },
  });
  if (!row) throw conflict("The deployment was changed by somebody else just now; look again");
  const variants = change.variants ? inOrder(change.variants) : before.variants;
  if (change.variants) {
    await db.deploymentVariant.deleteMany({ where: { deploymentId: before.id } });
    await db.deploymentVariant.createMany({
      data: newVariantRows(before.id, variants, context.workspaceId),
    });
  }
  const after = { ...row, variants };
  await noteRevision(work, after, change.kind, change.reason);
  work.afterCommit(() => publishDeployments(runtime, [before.id]));
  return after;
}

export async function noteRevision(
  { db, context }: Work,
  row: Routed,
  kind: RevisionKind,
  reason = "",
): Promise<void> {
  const { actor, workspaceId, now } = context;
  await db.deploymentRevision.create({
    data: {
      id: newId(),
      workspaceId,
      deploymentId: row.id,
      revision: row.revision,
      kind,
      variants: row.variants,
      enabled: row.enabled,
      reason,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      at: now,
    },
  });
}

/** Variants as they were. @throws notFound */
export async function variantsAtRevision(
  db: Transaction,
  deploymentId: string,
  revision: number,
): Promise<StoredVariant[]> {
  const row = await db.deploymentRevision.findFirst({ where: { deploymentId, revision } });
  if (!row) throw notFound("revision");
  return storedVariants.parse(row.variants);
}

/** Per cent of requests that the champion answers now. */
export async function weightOfChampion(
  { database }: Runtime,
  workspaceId: string,
  deploymentId: string,
): Promise<number> {
  const row = await database.deploymentVariant.findFirst({
    where: { workspaceId, deploymentId, role: "champion" },
    select: { weight: true },
  });
  return row?.weight ?? 0;
}
