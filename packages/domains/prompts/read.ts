import type { Prisma } from "@triops/database/client";
import { invalid, notFound } from "@triops/kernel/errors";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { isProtected, readGateOf } from "./gate-store.ts";
import { composeAll } from "./library.ts";
import { defaultLabel, folderOf, latestLabel } from "./names.ts";
import {
  byNameInput,
  byNumberInput,
  dependantPage,
  dependantsInput,
  folderList,
  foldersInput,
  listInput,
  movePage,
  movesInput,
  prompt,
  promptPage,
  promptVersion,
  resolvedVersion,
  versionListInput,
  versionPage,
} from "./schemas.ts";
import { partOf } from "./snapshot.ts";
import {
  contentOf,
  findVersion,
  requirePrompt,
  requireVersion,
  shownPrompt,
  shownPrompts,
  shownVersion,
  shownVersions,
} from "./store.ts";
import { takenBy } from "./variables.ts";

type Archived = "no" | "yes" | "all";
const archivedWhere = (archived: Archived): Prisma.PromptWhereInput =>
  archived === "all" ? {} : { archivedAt: archived === "yes" ? { not: null } : null };

/** Prompts by name. */
export const list = defineQuery({
  name: "prompts.list",
  permission: "prompts:read",
  input: listInput,
  output: promptPage,
  run: async ({ db }, { cursor, limit, search, folder, tag, label, type, archived }) => {
    const carrying =
      label && label !== latestLabel
        ? await db.promptLabel.findMany({ where: { label }, select: { promptId: true } })
        : null;
    const rows = await db.prompt.findMany({
      where: {
        AND: [
          archivedWhere(archived),
          cursor ? { name: { gt: nameIn(cursor) } } : {},
          folder ? { name: { startsWith: `${folder.replace(/\/+$/, "")}/` } } : {},
          search
            ? {
                OR: [
                  { name: { contains: search, mode: "insensitive" } },
                  { description: { contains: search, mode: "insensitive" } },
                ],
              }
            : {},
          tag ? { tags: { has: tag } } : {},
          type ? { type } : {},
          carrying ? { id: { in: carrying.map(({ promptId }) => promptId) } } : {},
        ],
      },
      orderBy: { name: "asc" },
      take: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      data: await shownPrompts(db, shown),
      nextCursor: rows.length > limit && last ? Buffer.from(last.name).toString("base64url") : null,
    };
  },
});

function nameIn(cursor: string): string {
  const name = Buffer.from(cursor, "base64url").toString("utf8");
  if (name === "" || name.includes("\u0000") || !name.isWellFormed())
    throw invalid("Invalid cursor", [{ path: "cursor", message: "Not of this list" }]);
  return name;
}

export const get = defineQuery({
  name: "prompts.get",
  permission: "prompts:read",
  input: idInput,
  output: prompt,
  run: async ({ db }, { id }) => shownPrompt(db, await requirePrompt(db, id)),
});

export const getByName = defineQuery({
  name: "prompts.get-by-name",
  permission: "prompts:read",
  input: byNameInput,
  output: prompt,
  run: async ({ db }, { name }) => {
    const row = await db.prompt.findFirst({ where: { name } });
    if (!row) throw notFound("prompt");
    return shownPrompt(db, row);
  },
});

/** Folders, tags and labels with how many prompts each has. */
export const folders = defineQuery({
  name: "prompts.folders",
  permission: "prompts:read",
  input: foldersInput,
  output: folderList,
  run: async ({ db }, { archived }) => {
    const rows = await db.prompt.findMany({
      where: archivedWhere(archived),
      select: { id: true, name: true, tags: true },
    });
    const counts = new Map<string, number>();
    const tags = new Map<string, number>();
    const add = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1);
    for (const row of rows) {
      for (let folder = folderOf(row.name); folder !== ""; folder = folderOf(folder)) add(counts, folder);
      for (const tag of row.tags) add(tags, tag);
    }
    const [labels, gate] = await Promise.all([
      db.promptLabel.groupBy({
        by: ["label"],
        where: { promptId: { in: rows.map(({ id }) => id) } },
        _count: { _all: true },
      }),
      readGateOf(db),
    ]);
    const sorted = (from: Map<string, number>) => [...from].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      folders: sorted(counts).map(([folder, prompts]) => ({ folder, prompts })),
      tags: sorted(tags).map(([tag, prompts]) => ({ tag, prompts })),
      labels: labels
        .map(({ label, _count }) => ({ label, prompts: _count._all, protected: isProtected(label, gate) }))
        .sort((a, b) => (a.label < b.label ? -1 : 1)),
      prompts: rows.length,
    };
  },
});

/** Versions of a prompt, newest first. */
export const listVersions = defineQuery({
  name: "prompts.list-versions",
  permission: "prompts:read",
  input: versionListInput,
  output: versionPage,
  run: async ({ db }, { promptId, branch, ...page }) => {
    await requirePrompt(db, promptId);
    const { where, ...query } = pageQuery(page);
    const rows = await db.promptVersion.findMany({
      ...query,
      where: { ...where, promptId, ...(branch ? { branch } : {}) },
    });
    const { data, nextCursor } = pageResult(rows, page, (row) => row);
    return { data: await shownVersions(db, data), nextCursor };
  },
});

export const getVersion = defineQuery({
  name: "prompts.get-version",
  permission: "prompts:read",
  input: idInput,
  output: promptVersion,
  run: async ({ db }, { id }) => shownVersion(db, await requireVersion(db, id)),
});

/** A version by its prompt's name and a number or label, with what it includes put in place. */
export const getByNumber = defineQuery({
  name: "prompts.get-version-by-number",
  permission: "prompts:read",
  input: byNumberInput,
  output: resolvedVersion,
  run: async (reading, { name, version, label }) => {
    const { db } = reading;
    const of = await db.prompt.findFirst({ where: { name } });
    if (!of) throw notFound("prompt");
    const row = await findVersion(db, of, { version, label: label ?? defaultLabel });
    if (!row) throw notFound("prompt version");
    return resolve(db, of, row);
  },
});

/** A version with what it includes put in place. */
export const resolved = defineQuery({
  name: "prompts.resolve-version",
  permission: "prompts:read",
  input: idInput,
  output: resolvedVersion,
  run: async ({ db }, { id }) => {
    const row = await requireVersion(db, id);
    return resolve(db, await requirePrompt(db, row.promptId), row);
  },
});

type Db = Parameters<typeof requirePrompt>[0];

async function resolve(
  db: Db,
  of: Parameters<typeof partOf>[0],
  row: Awaited<ReturnType<typeof requireVersion>>,
) {
  const [composed] = await composeAll(db, [partOf(of, row)]);
  const { template, declared } = contentOf(row);
  const { fault = null, graph = null } = composed ?? {};
  const taken = takenBy(composed?.template ?? template, declared);
  return {
    ...(await shownVersion(db, row)),
    template: composed?.template ?? template,
    variables: taken.variables,
    graph,
    fault: fault ?? taken.fault,
  };
}

/** Where a prompt's labels were, newest first. */
export const labelMoves = defineQuery({
  name: "prompts.label-moves",
  permission: "prompts:read",
  input: movesInput,
  output: movePage,
  run: async ({ db }, { id, label, ...page }) => {
    await requirePrompt(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.promptLabelMove.findMany({
      ...query,
      where: { ...where, promptId: id, ...(label ? { label } : {}) },
    });
    return pageResult(rows, page, (row) => row);
  },
});

/** Versions of other prompts that include this one. */
export const dependants = defineQuery({
  name: "prompts.dependants",
  permission: "prompts:read",
  input: dependantsInput,
  output: dependantPage,
  run: async ({ db }, { id, cursor, limit }) => {
    const of = await requirePrompt(db, id);
    const rows = await db.promptReference.findMany({
      where: { childName: of.name, ...(cursor ? { versionId: { lt: cursor } } : {}) },
      orderBy: [{ versionId: "desc" }, { reference: "asc" }],
      distinct: ["versionId"],
      take: limit + 1,
    });
    const names = await db.prompt.findMany({
      where: { id: { in: rows.map(({ promptId }) => promptId) } },
      select: { id: true, name: true },
    });
    const nameOf = new Map(names.map((row) => [row.id, row.name]));
    const items = rows.map((row) => ({
      id: row.versionId,
      promptId: row.promptId,
      promptName: nameOf.get(row.promptId) ?? "",
      version: row.version,
      label: row.childLabel,
      childVersion: row.childVersion,
    }));
    return pageResult(items, { limit }, (item) => item);
  },
});
