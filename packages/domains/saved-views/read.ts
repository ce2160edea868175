import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, savedView, savedViewPage } from "./schemas.ts";
import { present, requireView } from "./store.ts";

/** The caller's own views and the shared ones. */
export const list = defineQuery({
  name: "saved-views.list",
  permission: "saved-views:read",
  input: listInput,
  output: savedViewPage,
  run: async ({ db, context }, { screen, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.savedView.findMany({
      ...query,
      where: {
        ...where,
        ...(screen ? { screen } : {}),
        OR: [{ shared: true }, { ownerId: context.actor.id }],
      },
    });
    return pageResult(rows, page, (row) => present(row, context.actor));
  },
});

export const get = defineQuery({
  name: "saved-views.get",
  permission: "saved-views:read",
  input: idInput,
  output: savedView,
  run: async ({ db, context }, { id }) => present(await requireView(db, id, context.actor), context.actor),
});
