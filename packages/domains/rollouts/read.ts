import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, rollout, rolloutPage, timelineInput, timelinePage } from "./schemas.ts";
import { requireRollout, shown } from "./store.ts";

export const list = defineQuery({
  name: "rollouts.list",
  permission: "rollouts:read",
  input: listInput,
  output: rolloutPage,
  run: async ({ db }, { deploymentId, state, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.rollout.findMany({
      ...query,
      where: {
        ...where,
        ...(deploymentId ? { deploymentId } : {}),
        ...(state === "active" ? { state: { in: ["running", "paused"] } } : state ? { state } : {}),
      },
    });
    return pageResult(rows, page, shown);
  },
});

export const get = defineQuery({
  name: "rollouts.get",
  permission: "rollouts:read",
  input: idInput,
  output: rollout,
  run: async ({ db }, { id }) => shown(await requireRollout(db, id)),
});

/** Every move with what the guards had found, newest first. */
export const timeline = defineQuery({
  name: "rollouts.timeline",
  permission: "rollouts:read",
  input: timelineInput,
  output: timelinePage,
  run: async ({ db }, { id, ...page }) => {
    await requireRollout(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.rolloutEntry.findMany({ ...query, where: { ...where, rolloutId: id } });
    return pageResult(rows, page, (row) => row);
  },
});
