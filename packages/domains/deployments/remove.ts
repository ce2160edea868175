import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { blockedBecause } from "./rules.ts";
import { deployment } from "./schemas.ts";
import { publishDeployments } from "./snapshot.ts";
import { auditView, requireDeployment, shown } from "./store.ts";

/** The name answers no more; predictions stay as long as they are kept. @throws conflict while it is switched on */
export const remove = defineVerb({
  name: "deployments.remove",
  permission: "deployments:write",
  input: idInput,
  output: deployment,
  run: async (work, { id }) => {
    const { db, runtime } = work;
    const row = await requireDeployment(db, id);
    const blocked = blockedBecause.remove(row);
    if (blocked) throw conflict(blocked);
    const { count } = await db.deployment.deleteMany({
      where: { id, enabled: false, revision: row.revision },
    });
    if (count === 0) throw conflict("The deployment was changed by somebody else just now; look again");
    await db.deploymentVariant.deleteMany({ where: { deploymentId: id } });
    await db.deploymentRevision.deleteMany({ where: { deploymentId: id } });
    work.audit({ subject: { type: "deployment", id }, before: auditView(row), after: null });
    work.afterCommit(() => publishDeployments(runtime, [id]));
    return shown(row);
  },
});
