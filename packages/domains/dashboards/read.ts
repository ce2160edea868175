import { notFound } from "@triops/kernel/errors";
import { z } from "zod";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import {
  dashboard,
  dashboardPage,
  facets as facetsSchema,
  listInput,
  versionInput,
  versionPage,
  versionsInput,
  versionWithModel,
} from "./schemas.ts";
import { requireDashboard, starredOf, withStar } from "./store.ts";

/** Newest first. `search` looks into titles, descriptions and tags. */
export const list = defineQuery({
  name: "dashboards.list",
  permission: "dashboards:read",
  input: listInput,
  output: dashboardPage,
  run: async ({ db, context }, { search, tag, folder, starred, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const mine = starred
      ? (await db.dashboardStar.findMany({ where: { actorId: context.actor.id } })).map(
          (row) => row.dashboardId,
        )
      : null;
    const contains = { contains: search ?? "", mode: "insensitive" as const };
    const rows = await db.dashboard.findMany({
      ...query,
      omit: { model: true },
      where: {
        deletedAt: null,
        ...(tag ? { tags: { has: tag } } : {}),
        ...(folder ? { folder } : {}),
        ...(search
          ? { OR: [{ title: contains }, { description: contains }, { tags: { has: search } }] }
          : {}),
        AND: [where, ...(mine ? [{ id: { in: mine } }] : [])],
      },
    });
    const stars = await starredOf(
      db,
      context.actor.id,
      rows.map((row) => row.id),
    );
    return pageResult(rows, page, (row) => ({ ...row, starred: stars.has(row.id) }));
  },
});

export const get = defineQuery({
  name: "dashboards.get",
  permission: "dashboards:read",
  input: idInput,
  output: dashboard,
  run: async ({ db, context }, { id }) => withStar(db, context.actor.id, await requireDashboard(db, id)),
});

/** A menu of more words than this is searched in vain. */
const wordsMax = 1_000;

/** Tags and folders in use, with how many dashboards have them. */
export const facets = defineQuery({
  name: "dashboards.facets",
  permission: "dashboards:read",
  input: z.object({}),
  output: facetsSchema,
  run: async ({ db, context: { workspaceId } }) => {
    // Counted where they are kept: thousands of dashboards have a few dozen words between them.
    const tags = await db.$queryRaw<{ tag: string; count: number }[]>`
      SELECT tag, count(*)::int AS count FROM dashboards, unnest(tags) AS tag
      WHERE "workspaceId" = ${workspaceId}::uuid AND "deletedAt" IS NULL
      GROUP BY tag ORDER BY tag LIMIT ${wordsMax}`;
    const folders = await db.$queryRaw<{ folder: string; count: number }[]>`
      SELECT folder, count(*)::int AS count FROM dashboards
      WHERE "workspaceId" = ${workspaceId}::uuid AND "deletedAt" IS NULL AND folder <> ''
      GROUP BY folder ORDER BY folder LIMIT ${wordsMax}`;
    return { tags, folders };
  },
});

/** Every save, newest first, without the models. */
export const versions = defineQuery({
  name: "dashboards.versions",
  permission: "dashboards:read",
  input: versionsInput,
  output: versionPage,
  run: async ({ db }, { id, ...page }) => {
    await requireDashboard(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.dashboardVersion.findMany({
      ...query,
      omit: { model: true },
      where: { ...where, dashboardId: id },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const version = defineQuery({
  name: "dashboards.version",
  permission: "dashboards:read",
  input: versionInput,
  output: versionWithModel,
  run: async ({ db }, { id, version: wanted }) => {
    await requireDashboard(db, id);
    const row = await db.dashboardVersion.findFirst({ where: { dashboardId: id, version: wanted } });
    if (!row) throw notFound("version");
    return row;
  },
});
