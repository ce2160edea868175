import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { openStates } from "./rules.ts";
import { listInput, promotion, promotionPage, timelineInput, timelinePage } from "./schemas.ts";
import { requirePromotion } from "./store.ts";

export const list = defineQuery({
  name: "promotions.list",
  permission: "promotions:read",
  input: listInput,
  output: promotionPage,
  run: async ({ db }, { state, modelId, versionId, alias, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.promotion.findMany({
      ...query,
      where: {
        ...where,
        ...(state === "open" ? { state: { in: [...openStates] } } : state ? { state } : {}),
        ...(modelId ? { modelId } : {}),
        ...(versionId ? { versionId } : {}),
        ...(alias ? { alias } : {}),
      },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const get = defineQuery({
  name: "promotions.get",
  permission: "promotions:read",
  input: idInput,
  output: promotion,
  run: ({ db }, { id }) => requirePromotion(db, id),
});

/** What was said and done about it, newest first. */
export const timeline = defineQuery({
  name: "promotions.timeline",
  permission: "promotions:read",
  input: timelineInput,
  output: timelinePage,
  run: async ({ db }, { id, ...page }) => {
    await requirePromotion(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.promotionEntry.findMany({ ...query, where: { ...where, promotionId: id } });
    return pageResult(rows, page, (row) => row);
  },
});
