import { conflict } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { describeVariants, requireDeployment, resolveVariant, revise } from "../deployments/index.ts";
import { defineVerb } from "../verb.ts";
import { withCanaryAt } from "./rules.ts";
import { rollout, startInput } from "./schemas.ts";
import { addEntry, auditView, shown } from "./store.ts";

/** Lets a version answer a small share, then more, as long as its guards find nothing. @throws invalid, conflict */
export const start = defineVerb({
  name: "rollouts.start",
  permission: "rollouts:write",
  input: startInput,
  output: rollout,
  run: async (work, { deploymentId, canary: wanted, policy, reason = "" }) => {
    const { db, context } = work;
    const from = await requireDeployment(db, deploymentId);
    if (from.rolloutId !== null) throw conflict("A rollout of this deployment is under way");
    const champion = from.variants.find(({ role }) => role === "champion");
    if (!champion) throw conflict("The deployment has no champion to compare with");
    const weight = policy.steps[0]?.weight ?? 0;
    const canary = await resolveVariant(work, { ...wanted, role: "canary", weight }, from.variants);
    if (canary.id === champion.id) throw conflict("This version is the champion already");
    if (from.variants.some(({ id, role }) => role === "canary" && id !== canary.id))
      throw conflict("The deployment has a canary already: give its share back to the champion first");
    const others = from.variants.filter(({ id }) => id !== canary.id);
    const id = newId();
    const to = await revise(work, from, {
      kind: "rollout_started",
      reason,
      variants: withCanaryAt([...others, canary], canary.id, weight),
      data: { rolloutId: id, steadyRevision: from.revision },
    });
    const row = await db.rollout.create({
      data: {
        id,
        workspaceId: context.workspaceId,
        deploymentId,
        deploymentName: from.name,
        activeKey: deploymentId,
        state: "running",
        policy,
        canaryVariantId: canary.id,
        canaryModel: canary.modelName,
        canaryVersion: canary.modelVersion,
        championVariantId: champion.id,
        championModel: champion.modelName,
        championVersion: champion.modelVersion,
        stepStartedAt: context.now,
        reason,
        baseRevision: from.revision,
        createdById: context.actor.id,
        createdByName: context.actor.name,
        createdAt: context.now,
      },
    });
    await addEntry(
      work,
      row,
      "started",
      reason || `${weight} % of requests to ${canary.modelName} ${canary.modelVersion}`.trim(),
    );
    work.audit({
      subject: { type: "rollout", id },
      before: null,
      after: auditView(row, describeVariants(to.variants)),
    });
    return shown(row);
  },
});
