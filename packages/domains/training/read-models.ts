import { notFound } from "@triops/kernel/errors";
import { pageQuery, pageResult } from "../paging.ts";
import { defineQuery, type Reading } from "../verb.ts";
import { experimentNumberOf, hexOf, modelIdOf, modelUuidOf, uuidOf } from "./ids.ts";
import { figureOf } from "./read-runs.ts";
import { idInput, loggedModel, loggedModelPage, modelsInput } from "./schemas.ts";

type Row = Awaited<ReturnType<Reading["db"]["loggedModel"]["findMany"]>>[number];

/** The client writes here under which names it registered the model. */
const registrationsTag = "mlflow.modelVersions";

export const listLoggedModels = defineQuery({
  name: "training.logged-models",
  permission: "training:read",
  input: modelsInput,
  output: loggedModelPage,
  run: async (reading, { experimentIds, runId, ...page }) => {
    const { db } = reading;
    const { where, ...query } = pageQuery(page);
    const numbers = experimentIds?.split(",").flatMap((id) => experimentNumberOf(id) ?? []);
    const sourceRunId = runId === undefined ? undefined : uuidOf(runId);
    if (sourceRunId === null) return { data: [], nextCursor: null };
    const experiments = numbers
      ? await db.experiment.findMany({ where: { number: { in: numbers } }, select: { id: true } })
      : undefined;
    const rows = await db.loggedModel.findMany({
      ...query,
      where: {
        ...where,
        lifecycle: "active",
        ...(experiments ? { experimentId: { in: experiments.map(({ id }) => id) } } : {}),
        ...(sourceRunId ? { sourceRunId } : {}),
      },
    });
    const found = pageResult(rows, page, (row) => row);
    return { ...found, data: await shown(reading, found.data) };
  },
});

export const getLoggedModel = defineQuery({
  name: "training.logged-model",
  permission: "training:read",
  input: idInput,
  output: loggedModel,
  run: async (reading, { id }) => {
    const uuid = modelUuidOf(id);
    const row = uuid && (await reading.db.loggedModel.findFirst({ where: { id: uuid } }));
    if (!row) throw notFound("logged model");
    return (await shown(reading, [row]))[0];
  },
});

async function shown({ db }: Reading, rows: readonly Row[]) {
  const [metrics, experiments] = await Promise.all([
    db.loggedModelMetric.findMany({
      where: { loggedModelId: { in: rows.map(({ id }) => id) } },
      orderBy: [{ key: "asc" }, { datasetName: "asc" }],
    }),
    db.experiment.findMany({
      where: { id: { in: rows.map(({ experimentId }) => experimentId) } },
      select: { id: true, number: true },
    }),
  ]);
  const numbers = new Map(experiments.map(({ id, number }) => [id, number]));
  return rows.map((row) => {
    const tags = row.tags as Record<string, string>;
    return {
      id: modelIdOf(row.id),
      name: row.name,
      experimentId: String(numbers.get(row.experimentId) ?? ""),
      status: row.status,
      statusMessage: row.statusMessage,
      modelType: row.modelType || null,
      sourceRunId: row.sourceRunId && hexOf(row.sourceRunId),
      artifactUri: row.artifactUri,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      params: row.params as Record<string, string>,
      tags,
      metrics: metrics
        .filter((metric) => metric.loggedModelId === row.id)
        .map((metric) => ({
          key: metric.key,
          value: figureOf(metric.value ?? Number.NaN),
          step: Number(metric.step),
          datasetName: metric.datasetName || null,
          runId: hexOf(metric.runId),
        })),
      registrations: registrationsIn(tags[registrationsTag]),
    };
  });
}

/** The tag is a client's own text: what cannot be read is no registration. */
export function registrationsIn(text: string | undefined): { name: string; version: string }[] {
  if (text === undefined) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((one: unknown) => {
    const { name, version } = (one ?? {}) as { name?: unknown; version?: unknown };
    const isVersion = typeof version === "number" || typeof version === "string";
    return typeof name === "string" && isVersion ? [{ name, version: String(version) }] : [];
  });
}
