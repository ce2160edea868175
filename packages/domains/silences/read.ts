import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, silence, silencePage } from "./schemas.ts";
import { requireSilence, withState } from "./store.ts";

export const list = defineQuery({
  name: "silences.list",
  permission: "silences:read",
  input: listInput,
  output: silencePage,
  run: async ({ db, context: { now } }, { state, search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const byState = {
      pending: { startsAt: { gt: now }, endsAt: { gt: now } },
      active: { startsAt: { lte: now }, endsAt: { gt: now } },
      current: { endsAt: { gt: now } },
      expired: { endsAt: { lte: now } },
    };
    const contains = { contains: search ?? "", mode: "insensitive" as const };
    const rows = await db.silence.findMany({
      ...query,
      where: {
        ...where,
        ...(state ? byState[state] : {}),
        ...(search ? { OR: [{ comment: contains }, { createdBy: contains }] } : {}),
      },
    });
    return pageResult(rows, page, (row) => withState(row, now));
  },
});

export const get = defineQuery({
  name: "silences.get",
  permission: "silences:read",
  input: idInput,
  output: silence,
  run: async ({ db, context: { now } }, { id }) => withState(await requireSilence(db, id), now),
});
