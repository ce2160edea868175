import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { apiKey, apiKeyPage, listInput } from "./schemas.ts";
import { keyView, requireKey } from "./store.ts";

export const list = defineQuery({
  name: "api-keys.list",
  permission: "api-keys:admin",
  input: listInput,
  output: apiKeyPage,
  run: async ({ db, context }, { state, search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const ended = [{ revokedAt: { lte: context.now } }, { expiresAt: { lte: context.now } }];
    const rows = await db.apiKey.findMany({
      ...query,
      where: {
        ...where,
        ...(search ? { name: { contains: search, mode: "insensitive" as const } } : {}),
        ...(state === "ended" ? { OR: ended } : {}),
        ...(state === "active"
          ? { revokedAt: null, AND: [{ OR: [{ expiresAt: null }, { expiresAt: { gt: context.now } }] }] }
          : {}),
      },
    });
    return pageResult(rows, page, keyView);
  },
});

export const get = defineQuery({
  name: "api-keys.get",
  permission: "api-keys:admin",
  input: idInput,
  output: apiKey,
  run: async ({ db }, { id }) => keyView(await requireKey(db, id)),
});
