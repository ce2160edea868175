import type { Transaction } from "@triops/database/scoped";
import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { deploymentTaken } from "./events.ts";
import { describeVariants } from "./rules.ts";
import { deployment, type RevisionKind, rollBackInput } from "./schemas.ts";
import { auditView, type Routed, requireDeployment, revise, shown, variantsAtRevision } from "./store.ts";
import { type StoredVariant, storedVariants } from "./stored.ts";

/**
 * Who answered before answers again, within a second on all gateways. Without a revision: what was before the last
 * move, or before the rollout that is under way, which ends. Done twice, it undoes itself.
 * @throws conflict when there is nothing to go back to
 */
export const rollBack = defineVerb({
  name: "deployments.roll-back",
  permission: "deployments:write",
  input: rollBackInput,
  output: deployment,
  run: async (work, { id, revision, reason }) => {
    const before = await requireDeployment(work.db, id);
    const variants = await variantsAt(work.db, before, revision);
    const after = await revise(work, before, {
      kind: "rolled_back",
      reason: reason ?? "",
      variants,
      as: "any",
      data: { rolloutId: null, steadyRevision: null },
    });
    work.audit({ subject: { type: "deployment", id }, before: auditView(before), after: auditView(after) });
    if (before.rolloutId) {
      work.emit(deploymentTaken, {
        deploymentId: id,
        rolloutId: before.rolloutId,
        byName: work.context.actor.name,
      });
    }
    return shown(after);
  },
});

const moves: RevisionKind[] = [
  "created",
  "routed",
  "rolled_back",
  "alias_moved",
  "rollout_started",
  "rollout_step",
  "rollout_completed",
  "rollout_rolled_back",
];

async function variantsAt(
  db: Transaction,
  before: Routed,
  revision: number | undefined,
): Promise<StoredVariant[]> {
  const steady = before.rolloutId === null ? null : before.steadyRevision;
  const wanted = revision ?? steady;
  if (wanted !== null) return variantsAtRevision(db, before.id, wanted);
  const now = describeVariants(before.variants);
  const rows = await db.deploymentRevision.findMany({
    where: { deploymentId: before.id, kind: { in: moves }, revision: { lt: before.revision } },
    orderBy: { revision: "desc" },
    take: 100,
  });
  for (const row of rows) {
    const variants = storedVariants.parse(row.variants);
    if (describeVariants(variants) !== now) return variants;
  }
  throw conflict("There is nothing to go back to: it was never routed differently");
}
