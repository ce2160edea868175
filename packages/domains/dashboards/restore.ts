import { conflict, notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { dashboard, restoreInput } from "./schemas.ts";
import { auditView, columnsOf, keepVersion, modelOf, requireDashboard, withStar } from "./store.ts";

/** Makes an old version the newest again, as a version of its own: nothing in between is lost. @throws conflict */
export const restore = defineVerb({
  name: "dashboards.restore",
  permission: "dashboards:write",
  input: restoreInput,
  output: dashboard,
  run: async (work, { id, version, seen }) => {
    const { db, context } = work;
    const before = await requireDashboard(db, id);
    const old = await db.dashboardVersion.findFirst({ where: { dashboardId: id, version } });
    if (!old) throw notFound("version");
    const [after] = await db.dashboard.updateManyAndReturn({
      where: { id, version: seen, deletedAt: null },
      data: { ...columnsOf(modelOf(old), context), version: seen + 1 },
    });
    if (!after)
      throw conflict(`${before.updatedByName} saved version ${before.version} meanwhile; look at it first`);
    await keepVersion(work, after, `Restored version ${version}`);
    work.audit({ subject: { type: "dashboard", id }, before: auditView(before), after: auditView(after) });
    return withStar(db, context.actor.id, after);
  },
});
