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

/** Tags and folders in use, with how many dashboards have them. */
export const facets = defineQuery({
  name: "dashboards.facets",
  permission: "dashboards:read",
  input: z.object({}),
  output: facetsSchema,
  run: async ({ db }) => {
    const rows = await db.dashboard.findMany({
      where: { deletedAt: null },
      select: { tags: true, folder: true },
    });
    return {
      tags: counted(rows.flatMap((row) => row.tags)).map(([tag, count]) => ({ tag, count })),
      folders: counted(rows.map((row) => row.folder).filter(Boolean)).map(([folder, count]) => ({
        folder,
        count,
      })),
    };
  },
});

function counted(words: readonly string[]): [word: string, count: number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}

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
