import type { Database } from "@triops/database/client";
import { jobFactory } from "@triops/jobs/define";
import { removeRunMetrics } from "@triops/telemetry/run-metrics/history";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { prefixOfUri } from "./artifacts.ts";
import { hexOf, modelIdOf } from "./ids.ts";

/** How long the trash keeps what was put there. */
export const trashDays = 30;
const dayMs = 86_400_000;
/** Rows of one round; what is left comes with the next. */
const batch = 200;
/** An upload that was begun so long ago will not be ended. */
const uploadMsMax = dayMs;

/**
 * Empties the trash: files first, then points, the row last, so that a purge that was cut off is taken up again. What
 * a registered version still needs stays until that is gone.
 */
export const purge = jobFactory<Runtime>()({
  name: "training.purge",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 600_000,
  dedupe: () => "purge",
  every: { seconds: 3_600 },
  run: async ({ services: runtime, now }) => {
    await purgeBefore(runtime, new Date(now.getTime() - trashDays * dayMs));
    await runtime.objects.tidy(new Date(now.getTime() - uploadMsMax));
  },
});

type Doomed = { id: string; workspaceId: string; artifactUri: string };

/** @returns how many of each are gone */
export async function purgeBefore(
  runtime: Runtime,
  before: Date,
): Promise<{ runs: number; models: number; experiments: number }> {
  const { database } = runtime;
  const where = { lifecycle: "deleted", deletedAt: { lt: before } };
  const select = { id: true, workspaceId: true, artifactUri: true };
  const page = { where, select, orderBy: { deletedAt: "asc" as const }, take: batch };
  const models = await unneeded(
    database,
    await database.loggedModel.findMany(page),
    "loggedModelId",
    modelIdOf,
  );
  await removeFiles(runtime, models);
  const modelIds = models.map(({ id }) => id);
  await database.loggedModelMetric.deleteMany({ where: { loggedModelId: { in: modelIds } } });
  await database.runModel.deleteMany({ where: { loggedModelId: { in: modelIds } } });
  await database.loggedModel.deleteMany({ where: { id: { in: modelIds }, ...where } });

  const runs = await unneeded(database, await database.trainingRun.findMany(page), "runId", hexOf);
  await removeFiles(runtime, runs);
  for (const [workspaceId, ids] of byWorkspace(runs))
    await removeRunMetrics(runtime.telemetry, workspaceId, ids);
  const runIds = runs.map(({ id }) => id);
  const ofRuns = { where: { runId: { in: runIds } } };
  await database.runMetric.deleteMany(ofRuns);
  await database.runParam.deleteMany(ofRuns);
  await database.runTag.deleteMany(ofRuns);
  await database.runDataset.deleteMany(ofRuns);
  await database.runModel.deleteMany(ofRuns);
  await database.trainingRun.deleteMany({ where: { id: { in: runIds }, ...where } });

  // Number 0 hands out numbers and stays; others go when nothing is in them any more.
  const experiments = await database.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM experiments e
    WHERE e.lifecycle = 'deleted' AND e."deletedAt" < ${before} AND e.number > 0
      AND NOT EXISTS (SELECT 1 FROM training_runs r WHERE r."experimentId" = e.id)
      AND NOT EXISTS (SELECT 1 FROM logged_models l WHERE l."experimentId" = e.id)
    LIMIT ${batch}`;
  const experimentIds = experiments.map(({ id }) => id);
  await database.trainingDataset.deleteMany({ where: { experimentId: { in: experimentIds } } });
  await database.experiment.deleteMany({ where: { id: { in: experimentIds }, ...where } });
  return { runs: runs.length, models: models.length, experiments: experimentIds.length };
}

/** Registered versions name runs and logged models by MLflow's ids. */
async function unneeded(
  database: Database,
  doomed: readonly Doomed[],
  column: "runId" | "loggedModelId",
  nameOf: (id: string) => string,
): Promise<Doomed[]> {
  if (doomed.length === 0) return [];
  const names = doomed.map(({ id }) => nameOf(id));
  const versions = await database.modelVersion.findMany({
    where: { [column]: { in: names }, deletedAt: null },
    select: { workspaceId: true, runId: true, loggedModelId: true },
  });
  const needed = new Set(versions.map((version) => `${version.workspaceId} ${version[column]}`));
  return doomed.filter(({ id, workspaceId }) => !needed.has(`${workspaceId} ${nameOf(id)}`));
}

async function removeFiles({ objects, log }: Runtime, doomed: readonly Doomed[]): Promise<void> {
  for (const { workspaceId, artifactUri, id } of doomed) {
    try {
      const prefix = prefixOfUri(workspaceId, artifactUri);
      // With its own folder only: a location that somebody chose for an experiment may hold other things.
      if (prefix?.includes(hexOf(id))) await objects.removeAll(prefix);
    } catch (error) {
      log.warn({ err: error, id }, "files of the trash could not be removed");
      throw error;
    }
  }
}

function byWorkspace(rows: readonly Doomed[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { workspaceId, id } of rows) found.set(workspaceId, [...(found.get(workspaceId) ?? []), id]);
  return found;
}
