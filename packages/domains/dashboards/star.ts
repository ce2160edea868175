import { defineVerb } from "../verb.ts";
import { dashboard, starInput } from "./schemas.ts";
import { requireDashboard } from "./store.ts";

/** Marks a dashboard as one's own favourite, or no longer. Whoever may read may do that. */
export const star = defineVerb({
  name: "dashboards.star",
  permission: "dashboards:read",
  input: starInput,
  output: dashboard,
  run: async (work, { id, starred }) => {
    const { db, context } = work;
    const row = await requireDashboard(db, id);
    const key = { dashboardId: id, actorId: context.actor.id };
    if (!starred) await db.dashboardStar.deleteMany({ where: key });
    else
      await db.dashboardStar.createMany({
        data: [{ ...key, workspaceId: context.workspaceId }],
        skipDuplicates: true,
      });
    work.audit({ subject: { type: "dashboard", id }, after: { starred } });
    return { ...row, starred };
  },
});
