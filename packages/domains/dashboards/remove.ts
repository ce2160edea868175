import { notFound } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { dashboard } from "./schemas.ts";
import { auditView, requireDashboard, withStar } from "./store.ts";

/** Takes a dashboard out of sight. Row and versions stay, so that it can be brought back. */
export const remove = defineVerb({
  name: "dashboards.remove",
  permission: "dashboards:write",
  input: idInput,
  output: dashboard,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requireDashboard(db, id);
    const [after] = await db.dashboard.updateManyAndReturn({
      where: { id, deletedAt: null },
      data: { deletedAt: context.now },
    });
    if (!after) throw notFound("dashboard");
    work.audit({ subject: { type: "dashboard", id }, before: auditView(before), after: null });
    return withStar(db, context.actor.id, after);
  },
});

/** Brings a deleted one back, as it was. @throws notFound when it is not deleted */
export const bringBack = defineVerb({
  name: "dashboards.bringBack",
  permission: "dashboards:write",
  input: idInput,
  output: dashboard,
  run: async (work, { id }) => {
    const { db, context } = work;
    const [after] = await db.dashboard.updateManyAndReturn({
      where: { id, deletedAt: { not: null } },
      data: { deletedAt: null },
    });
    if (!after) throw notFound("deleted dashboard");
    work.audit({ subject: { type: "dashboard", id }, before: null, after: auditView(after) });
    return withStar(db, context.actor.id, after);
  },
});
