import { notFound } from "@triops/kernel/errors";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import {
  byNameInput,
  byVersionInput,
  historyInput,
  historyPage,
  listInput,
  model,
  modelPage,
  modelVersion,
  versionListInput,
  versionPage,
} from "./schemas.ts";
import { searchModels, searchVersions } from "./search.ts";
import {
  requireModel,
  requireNumber,
  requireVersion,
  shownModel,
  shownModels,
  shownVersion,
  shownVersions,
} from "./store.ts";

/** Registered models by name, or the ones changed last first. @throws invalid for a filter that cannot be read */
export const list = defineQuery({
  name: "models.list",
  permission: "models:read",
  input: listInput,
  output: modelPage,
  run: async ({ db, context }, { search, filter, order, cursor, limit }) => {
    const { rows, nextToken } = await searchModels(db, context.workspaceId, {
      filter,
      named: search || undefined,
      orderBy: order === "updated" ? ["last_updated_timestamp DESC"] : [],
      token: cursor,
      limit,
    });
    return { data: await shownModels(db, rows), nextCursor: nextToken };
  },
});

export const get = defineQuery({
  name: "models.get",
  permission: "models:read",
  input: idInput,
  output: model,
  run: async ({ db }, { id }) => shownModel(db, await requireModel(db, id)),
});

export const getByName = defineQuery({
  name: "models.get-by-name",
  permission: "models:read",
  input: byNameInput,
  output: model,
  run: async ({ db }, { name }) => {
    const row = await db.registeredModel.findFirst({ where: { name } });
    if (!row) throw notFound("model");
    return shownModel(db, row);
  },
});

/** Versions, newest number first within one model, else the ones changed last first. */
export const listVersions = defineQuery({
  name: "models.list-versions",
  permission: "models:read",
  input: versionListInput,
  output: versionPage,
  run: async ({ db, context }, { modelId, runId, filter, cursor, limit }) => {
    const { rows, nextToken } = await searchVersions(db, context.workspaceId, {
      filter,
      modelId,
      runId,
      orderBy: modelId ? ["version_number DESC"] : [],
      token: cursor,
      limit,
    });
    return { data: await shownVersions(db, rows), nextCursor: nextToken };
  },
});

export const getVersion = defineQuery({
  name: "models.get-version",
  permission: "models:read",
  input: idInput,
  output: modelVersion,
  run: async ({ db }, { id }) => shownVersion(db, await requireVersion(db, id)),
});

export const getVersionByNumber = defineQuery({
  name: "models.get-version-by-number",
  permission: "models:read",
  input: byVersionInput,
  output: modelVersion,
  run: async ({ db }, { name, version }) => {
    const row = await db.registeredModel.findFirst({ where: { name } });
    if (!row) throw notFound("model");
    return shownVersion(db, await requireNumber(db, row.id, version));
  },
});

/** Who changed what about a model: from the audit log, newest first. */
export const history = defineQuery({
  name: "models.history",
  permission: "models:read",
  input: historyInput,
  output: historyPage,
  run: async ({ db }, { id, ...page }) => {
    await requireModel(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.auditEvent.findMany({
      ...query,
      where: { ...where, subjectType: "model", subjectId: id },
    });
    return pageResult(rows, page, (row) => row);
  },
});

/** Who changed what about a version: its own, and the aliases that came to it. */
export const versionHistory = defineQuery({
  name: "models.version-history",
  permission: "models:read",
  input: historyInput,
  output: historyPage,
  run: async ({ db }, { id, ...page }) => {
    const version = await requireVersion(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.auditEvent.findMany({
      ...query,
      where: {
        ...where,
        OR: [
          { subjectType: "model-version", subjectId: id },
          // An alias is audited with its model; what concerns this version names its number.
          {
            subjectType: "model",
            subjectId: version.modelId,
            after: { path: ["version"], equals: version.version },
          },
          {
            subjectType: "model",
            subjectId: version.modelId,
            before: { path: ["version"], equals: version.version },
          },
        ],
      },
    });
    return pageResult(rows, page, (row) => row);
  },
});
