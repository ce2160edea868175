import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { describeChanges, shortly } from "./rules.ts";
import { dashboard, updateInput } from "./schemas.ts";
import {
  auditView,
  columnsOf,
  keepVersion,
  modelOf,
  requireDashboard,
  requireSound,
  withStar,
} from "./store.ts";

/**
 * Saves a whole model as the next version. `version` is the one that the change began with: when somebody saved
 * meanwhile nothing is written, and the conflict says who did and what changed. @throws conflict, invalid
 */
export const update = defineVerb({
  name: "dashboards.update",
  permission: "dashboards:write",
  input: updateInput,
  output: dashboard,
  run: async (work, { id, version, model, message }) => {
    const { db, context } = work;
    requireSound(model);
    const before = await requireDashboard(db, id);
    const [after] = await db.dashboard.updateManyAndReturn({
      where: { id, version, deletedAt: null },
      data: { ...columnsOf(model, context), version: version + 1 },
    });
    if (!after) {
      const base = await db.dashboardVersion.findFirst({ where: { dashboardId: id, version } });
      const changes = base ? shortly(describeChanges(modelOf(base), modelOf(before))) : "";
      const who = before.updatedByName || "Somebody";
      throw conflict(
        `${who} saved version ${before.version} meanwhile${changes ? `: ${changes}` : ""}. Yours began with version ${version}.`,
      );
    }
    await keepVersion(work, after, message || shortly(describeChanges(modelOf(before), model)));
    work.audit({ subject: { type: "dashboard", id }, before: auditView(before), after: auditView(after) });
    return withStar(db, context.actor.id, after);
  },
});
