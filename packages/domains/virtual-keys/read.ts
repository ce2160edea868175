import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, virtualKey, virtualKeyPage } from "./schemas.ts";
import { requireVirtualKey, shown, shownOne } from "./store.ts";

export const list = defineQuery({
  name: "virtual-keys.list",
  permission: "virtual-keys:read",
  input: listInput,
  output: virtualKeyPage,
  run: async ({ db, runtime, context }, { search, teamId, state, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const { now } = context;
    const rows = await db.virtualKey.findMany({
      ...query,
      where: {
        ...where,
        ...(teamId ? { teamId } : {}),
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
        ...(state === "ended" ? { OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: now } }] } : {}),
        ...(state === "active"
          ? { revokedAt: null, AND: [{ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }] }
          : {}),
      },
    });
    const views = await shown({ db, runtime, now }, rows.slice(0, page.limit));
    return { ...pageResult(rows, page, ({ id }) => id), data: views };
  },
});

export const get = defineQuery({
  name: "virtual-keys.get",
  permission: "virtual-keys:read",
  input: idInput,
  output: virtualKey,
  run: async ({ db, runtime, context }, { id }) =>
    shownOne({ db, runtime, now: context.now }, await requireVirtualKey(db, id)),
});
