import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import type { Work } from "../work.ts";
import { gateOf } from "./gate-store.ts";
import { isProtected, promptTag } from "./rules.ts";
import type { Tag } from "./schemas.ts";

export type ModelRow = Prisma.RegisteredModelGetPayload<object>;
export type VersionRow = Prisma.ModelVersionGetPayload<object>;
export type AliasRow = Prisma.ModelAliasGetPayload<object>;

/** @throws notFound, also for a model of another workspace */
export async function requireModel(db: Transaction, id: string): Promise<ModelRow> {
  const row = await db.registeredModel.findFirst({ where: { id } });
  if (!row) throw notFound("model");
  return row;
}

/** @throws notFound, also for one that was deleted */
export async function requireVersion(db: Transaction, id: string): Promise<VersionRow> {
  const row = await db.modelVersion.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound("model version");
  return row;
}

/** @throws notFound */
export async function requireNumber(db: Transaction, modelId: string, version: number): Promise<VersionRow> {
  const row = await db.modelVersion.findFirst({ where: { modelId, version, deletedAt: null } });
  if (!row) throw notFound("model version");
  return row;
}

/** What the audit log shows of a model. */
export const auditView = ({ id, name, description, owners }: ModelRow) => ({
  id,
  name,
  model: name,
  description,
  owners,
});

/** What the audit log shows of a version; `name` as people say it. */
export function auditVersion(model: Pick<ModelRow, "id" | "name">, row: VersionRow) {
  const { id, version, description, source, runId, loggedModelId, stage, status } = row;
  const name = `${model.name} v${version}`;
  const { id: modelId, name: of } = model;
  return { id, name, model: of, modelId, version, description, source, runId, loggedModelId, stage, status };
}

const group = <Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> => {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

const tagOf = ({ key, value }: Tag): Tag => ({ key, value });

/** Models as they leave, in the order given: four statements for any number of them. */
export async function shownModels(db: Transaction, rows: readonly ModelRow[]) {
  if (rows.length === 0) return [];
  const modelId = { in: rows.map((row) => row.id) };
  const [tags, aliases, counts, gates] = await Promise.all([
    db.registeredModelTag.findMany({ where: { modelId }, orderBy: { key: "asc" } }),
    db.modelAlias.findMany({ where: { modelId }, orderBy: { alias: "asc" } }),
    db.modelVersion.groupBy({
      by: ["modelId"],
      where: { modelId, deletedAt: null },
      _count: { _all: true },
      _max: { version: true },
    }),
    gateOf(
      db,
      rows.map((row) => row.id),
    ),
  ]);
  const newest = await db.modelVersion.findMany({
    where: {
      OR: counts.map((count) => ({ modelId: count.modelId, version: count._max.version ?? 0 })),
    },
    select: { id: true, modelId: true, version: true, createdAt: true, createdByName: true },
  });
  const tagsOf = group(tags, (tag) => tag.modelId);
  const aliasesOf = group(aliases, (alias) => alias.modelId);
  const latestOf = new Map(newest.map((version) => [version.modelId, version]));
  const countOf = new Map(counts.map((count) => [count.modelId, count._count._all]));
  return rows.map((row) => ({
    ...row,
    tags: (tagsOf.get(row.id) ?? []).map(tagOf),
    aliases: (aliasesOf.get(row.id) ?? []).map((alias) => ({
      ...alias,
      protected: isProtected(alias.alias, gates(row.id).protectedAliases),
    })),
    latestVersion: latestOf.get(row.id) ?? null,
    versions: countOf.get(row.id) ?? 0,
  }));
}

export async function shownModel(db: Transaction, row: ModelRow) {
  const [shown] = await shownModels(db, [row]);
  if (!shown) throw notFound("model");
  return shown;
}

/** Versions as they leave, in the order given: three statements for any number of them. */
export async function shownVersions(db: Transaction, rows: readonly VersionRow[]) {
  if (rows.length === 0) return [];
  const versionId = { in: rows.map((row) => row.id) };
  const [models, tags, aliases] = await Promise.all([
    db.registeredModel.findMany({
      where: { id: { in: [...new Set(rows.map((row) => row.modelId))] } },
      select: { id: true, name: true },
    }),
    db.modelVersionTag.findMany({ where: { versionId }, orderBy: { key: "asc" } }),
    db.modelAlias.findMany({ where: { versionId }, orderBy: { alias: "asc" } }),
  ]);
  const nameOf = new Map(models.map((model) => [model.id, model.name]));
  const tagsOf = group(tags, (tag) => tag.versionId);
  const aliasesOf = group(aliases, (alias) => alias.versionId);
  return rows.map((row) => ({
    ...row,
    modelName: nameOf.get(row.modelId) ?? "",
    tags: (tagsOf.get(row.id) ?? []).map(tagOf),
    aliases: (aliasesOf.get(row.id) ?? []).map(({ alias }) => alias),
  }));
}

export async function shownVersion(db: Transaction, row: VersionRow) {
  const [shown] = await shownVersions(db, [row]);
  if (!shown) throw notFound("model version");
  return shown;
}

/** Whether MLflow keeps a prompt under this name: the same table, told apart by a tag. */
export async function isPrompt(db: Transaction, modelId: string): Promise<boolean> {
  const tag = await db.registeredModelTag.findFirst({ where: { modelId, key: promptTag } });
  return tag?.value.toLowerCase() === "true";
}

/** The time of the last change, as MLflow counts it. */
export const touch = ({ db, context }: Work, modelId: string) =>
  db.registeredModel.updateMany({ where: { id: modelId }, data: { updatedAt: context.now } });

/** One value per key: the last one said. */
export const lastOfEach = (tags: readonly Tag[]): Tag[] => [
  ...new Map(tags.map((tag) => [tag.key, tag])).values(),
];
