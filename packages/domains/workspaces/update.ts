import { conflict } from "@triops/kernel/errors";
import { keptLimits, limitsOf, publishWorkspaceKeys } from "../api-keys/index.ts";
import { defineVerb } from "../verb.ts";
import { updateInput, workspace } from "./schemas.ts";
import { auditView, requireOwn, workspaceView } from "./store.ts";

/** Changes name, retention or limits. The slug stays: addresses that people kept go on working. */
export const update = defineVerb({
  name: "workspaces.update",
  permission: "workspaces:admin",
  input: updateInput,
  output: workspace,
  run: async (work, { id, name, retentionDays, limits }) => {
    const { db, context, runtime } = work;
    const before = await requireOwn(db, context, id);
    const [after] = await db.workspace.updateManyAndReturn({
      where: { id, updatedAt: before.updatedAt },
      data: {
        name: name ?? before.name,
        retentionDays: retentionDays ?? before.retentionDays,
        ingestLimits: keptLimits({ ...limitsOf(before.ingestLimits), ...limits }),
      },
    });
    if (!after) throw conflict("Somebody else changed it just now; look again");
    work.audit({ subject: { type: "workspace", id }, before: auditView(before), after: auditView(after) });
    if (after.retentionDays !== before.retentionDays || limits)
      work.afterCommit(() => publishWorkspaceKeys(runtime, id));
    return workspaceView(after);
  },
});
