import { limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { resolveVariants } from "./resolve.ts";
import { inOrder } from "./rules.ts";
import { createInput, deployment } from "./schemas.ts";
import { publishDeployments } from "./snapshot.ts";
import { auditView, newVariantRows, noteRevision, shown } from "./store.ts";

/** Each is held in memory by every gateway. */
const deploymentsMax = 500;

/** Gives versions a name that requests are sent to; it answers within a second. @throws invalid, conflict, limitReached */
export const create = defineVerb({
  name: "deployments.create",
  permission: "deployments:write",
  input: createInput,
  output: deployment,
  run: async (work, { variants: wanted, logging, ...given }) => {
    const { db, context, runtime } = work;
    if ((await db.deployment.count()) >= deploymentsMax)
      throw limitReached(`A workspace has at most ${deploymentsMax} deployments`);
    const variants = inOrder(await resolveVariants(work, wanted, []));
    const id = newId();
    const row = await db.deployment.create({
      data: { ...given, ...logging, id, workspaceId: context.workspaceId, createdById: context.actor.id },
    });
    await db.deploymentVariant.createMany({ data: newVariantRows(id, variants, context.workspaceId) });
    const after = { ...row, variants };
    await noteRevision(work, after, "created");
    work.audit({ subject: { type: "deployment", id }, after: auditView(after) });
    work.afterCommit(() => publishDeployments(runtime, [id]));
    return shown(after);
  },
});
