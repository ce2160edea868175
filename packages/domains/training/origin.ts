import type { Transaction } from "@triops/database/scoped";
import { hexOf, modelIdOf, modelUuidOf, uuidOf } from "./ids.ts";

/** What a registered version names as its beginning, in MLflow's ids. */
export type OriginRef = { runId: string | null; loggedModelId: string | null };

/** What training knows of that. All of it is empty for ids that are nobody's. */
export type Origin = {
  run: { id: string; name: string; status: string; startedAt: Date; experiment: number } | null;
  loggedModel: { id: string; name: string; status: string; createdAt: Date } | null;
  /** Newest values; those of the logged model go before those of its run. */
  metrics: Record<string, number>;
  params: Record<string, string>;
  datasets: { id: string; name: string; digest: string; context: string | null; sourceType: string }[];
};

const keysMax = 2_000;

/** In the order given; a handful of statements for any number of them. */
export async function originsOf(db: Transaction, refs: readonly OriginRef[]): Promise<Origin[]> {
  const modelIds = refs.flatMap((ref) => uuidIn(ref.loggedModelId, modelUuidOf));
  const models = await db.loggedModel.findMany({ where: { id: { in: modelIds } } });
  const modelById = new Map(models.map((model) => [model.id, model]));
  const places = refs.map((ref) => {
    const model = modelById.get(uuidIn(ref.loggedModelId, modelUuidOf)[0] ?? "") ?? null;
    return { model, runId: uuidIn(ref.runId, uuidOf)[0] ?? model?.sourceRunId ?? null };
  });
  const runIds = [...new Set(places.flatMap(({ runId }) => runId ?? []))];
  const inRuns = { runId: { in: runIds } };
  const [runs, runMetrics, modelMetrics, params, uses] = await Promise.all([
    db.trainingRun.findMany({ where: { id: { in: runIds } } }),
    db.runMetric.findMany({ where: inRuns, take: keysMax * refs.length }),
    db.loggedModelMetric.findMany({
      where: { loggedModelId: { in: modelIds } },
      orderBy: { timestampMs: "asc" },
      take: keysMax * refs.length,
    }),
    db.runParam.findMany({ where: inRuns, take: keysMax * refs.length }),
    db.runDataset.findMany({ where: inRuns }),
  ]);
  const [datasets, experiments] = await Promise.all([
    db.trainingDataset.findMany({ where: { id: { in: uses.map((use) => use.datasetId) } } }),
    db.experiment.findMany({
      where: { id: { in: runs.map((run) => run.experimentId) } },
      select: { id: true, number: true },
    }),
  ]);
  const numberOf = new Map(experiments.map(({ id, number }) => [id, number]));
  return places.map(({ model, runId }) => {
    const run = runs.find(({ id }) => id === runId);
    const metrics: Record<string, number> = {};
    for (const row of runMetrics) if (row.runId === runId && row.value !== null) metrics[row.key] = row.value;
    for (const row of modelMetrics)
      if (row.loggedModelId === model?.id && row.value !== null) metrics[row.key] = row.value;
    const own = (model?.params ?? {}) as Record<string, string>;
    return {
      run: run
        ? {
            id: hexOf(run.id),
            name: run.name,
            status: run.status,
            startedAt: new Date(Number(run.startTimeMs)),
            experiment: numberOf.get(run.experimentId) ?? 0,
          }
        : null,
      loggedModel: model
        ? { id: modelIdOf(model.id), name: model.name, status: model.status, createdAt: model.createdAt }
        : null,
      metrics,
      params: {
        ...Object.fromEntries(params.filter((row) => row.runId === runId).map((row) => [row.key, row.value])),
        ...own,
      },
      datasets: uses
        .filter((use) => use.runId === runId)
        .flatMap((use) => {
          const dataset = datasets.find(({ id }) => id === use.datasetId);
          if (!dataset) return [];
          const { id, name, digest, sourceType } = dataset;
          return [{ id, name, digest, sourceType, context: use.context }];
        }),
    };
  });
}

const uuidIn = (id: string | null, parse: (id: string) => string | null): string[] =>
  id ? [parse(id) ?? ""].filter(Boolean) : [];
