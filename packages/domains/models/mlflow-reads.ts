import { notFound } from "@triops/kernel/errors";
import { z } from "zod";
import { defineQuery, type Reading } from "../verb.ts";
import { model, modelVersion, stage } from "./schemas.ts";
import { searchModels, searchVersions } from "./search.ts";
import { shownModels, shownVersions, type VersionRow } from "./store.ts";

/** Rows of one page, whatever more a client asks for: it follows the token. */
const rowsMax = 2_000;

const registered = model.extend({ latestVersions: z.array(modelVersion) });
const searchInput = z.object({
  filter: z.string().optional(),
  orderBy: z.array(z.string()).default([]),
  token: z.string().max(5_000).optional(),
  limit: z.int().min(1),
});
const found = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextToken: z.string().nullable() });

/** A model with the newest version of each stage: what MLflow calls a registered model. */
export const readRegistered = defineQuery({
  name: "models.read-registered",
  permission: "models:read",
  input: z.object({ name: z.string() }),
  output: registered,
  run: async (reading, { name }) => {
    const { db } = reading;
    const row = await db.registeredModel.findFirst({ where: { name } });
    const [one] = row ? await withLatest(reading, await shownModels(db, [row])) : [];
    if (!one) throw notFound("model");
    return one;
  },
});

/** Models in MLflow's grammar and orders. @throws invalid */
export const searchRegistered = defineQuery({
  name: "models.search-registered",
  permission: "models:read",
  input: searchInput,
  output: found(registered),
  run: async (reading, { limit, ...search }) => {
    const { db, context } = reading;
    const page = { ...search, limit: Math.min(limit, rowsMax) };
    const { rows, nextToken } = await searchModels(db, context.workspaceId, page);
    return { data: await withLatest(reading, await shownModels(db, rows)), nextToken };
  },
});

/** Versions in MLflow's grammar and orders. @throws invalid */
export const searchAllVersions = defineQuery({
  name: "models.search-versions",
  permission: "models:read",
  input: searchInput,
  output: found(modelVersion),
  run: async ({ db, context }, { limit, ...search }) => {
    const page = { ...search, limit: Math.min(limit, rowsMax) };
    const { rows, nextToken } = await searchVersions(db, context.workspaceId, page);
    return { data: await shownVersions(db, rows), nextToken };
  },
});

/** The newest version of each of these stages, or of all. */
export const readLatest = defineQuery({
  name: "models.read-latest",
  permission: "models:read",
  input: z.object({ modelId: z.uuid(), stages: z.array(stage).default([]) }),
  output: z.object({ data: z.array(modelVersion) }),
  run: async (reading, { modelId, stages }) => {
    const { db } = reading;
    const rows = await latestOf(reading, [modelId]);
    const wanted = rows.filter((row) => stages.length === 0 || (stages as string[]).includes(row.stage));
    return { data: await shownVersions(db, wanted) };
  },
});

/** The newest version in each stage, of many models in one statement. */
async function latestOf({ db, context }: Reading, modelIds: readonly string[]): Promise<VersionRow[]> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON ("modelId", stage) id FROM model_versions
    WHERE "workspaceId" = ${context.workspaceId}::uuid AND "modelId" = ANY(${[...modelIds]}::uuid[])
      AND "deletedAt" IS NULL
    ORDER BY "modelId", stage, version DESC`;
  return db.modelVersion.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    orderBy: { version: "asc" },
  });
}

async function withLatest<Shown extends { id: string }>(reading: Reading, models: readonly Shown[]) {
  const rows = await latestOf(
    reading,
    models.map(({ id }) => id),
  );
  const versions = await shownVersions(reading.db, rows);
  return models.map((one) => ({
    ...one,
    latestVersions: versions.filter((version) => version.modelId === one.id),
  }));
}
