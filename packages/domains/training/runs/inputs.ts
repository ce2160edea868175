import { invalid, TriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Caller } from "../../runtime.ts";
import { type Access, accessTo } from "../access.ts";
import { modelUuidOf } from "../ids.ts";
import { checkLength, limits } from "../limits.ts";
import { type KeyValue, requireActiveRun, requireRun } from "./entity.ts";

export type DatasetInput = {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema?: string | undefined;
  profile?: string | undefined;
  tags: readonly KeyValue[];
};

export const contextTag = "mlflow.data.context";

function check(
  { name, digest, sourceType, source, schema = "", profile = "", tags }: DatasetInput,
  at: number,
): void {
  const field = `datasets[${at}].dataset`;
  checkLength(`${field}.name`, name, limits.datasetNameCharsMax);
  checkLength(`${field}.digest`, digest, limits.datasetDigestCharsMax);
  checkLength(`${field}.source_type`, sourceType, limits.nameCharsMax);
  checkLength(`${field}.source`, source, limits.datasetSourceCharsMax);
  checkLength(`${field}.schema`, schema, limits.datasetSchemaCharsMax);
  checkLength(`${field}.profile`, profile, limits.datasetProfileCharsMax);
  tags.forEach(({ key, value }, i) => {
    checkLength(`datasets[${at}].tags[${i}].key`, key, limits.inputTagKeyCharsMax);
    checkLength(`datasets[${at}].tags[${i}].value`, value, limits.inputTagValueCharsMax);
  });
}

/** What a run was trained on. Saying it again changes nothing. @throws notFound, invalid */
export async function logInputs(
  caller: Caller,
  runId: string,
  datasets: readonly DatasetInput[],
  modelIds: readonly string[],
): Promise<void> {
  const access = accessTo(caller, "write");
  if (datasets.length > limits.datasetsMax)
    throw invalid(`A request can log at most ${limits.datasetsMax} datasets. Got ${datasets.length}.`);
  datasets.forEach(check);
  const run = await requireActiveRun(access, runId);
  for (const dataset of datasets) await logDataset(access, run, dataset);
  await linkModels(
    access,
    run.id,
    "input",
    modelIds.map((modelId) => ({ modelId, step: 0 })),
  );
}

async function logDataset(
  { db, workspaceId }: Access,
  run: { id: string; experimentId: string },
  dataset: DatasetInput,
): Promise<void> {
  const { name, digest, sourceType, source, schema, profile, tags } = dataset;
  const key = { experimentId: run.experimentId, name, digest };
  await db.trainingDataset.createMany({
    data: [
      {
        ...key,
        id: newId(),
        workspaceId,
        sourceType,
        source,
        schema: schema ?? null,
        profile: profile ?? null,
      },
    ],
    skipDuplicates: true,
  });
  const { id } = await db.trainingDataset.findFirstOrThrow({ where: key, select: { id: true } });
  await db.runDataset.createMany({
    data: [
      {
        runId: run.id,
        datasetId: id,
        workspaceId,
        context: tags.find((tag) => tag.key === contextTag)?.value ?? null,
        tags: Object.fromEntries(tags.map((tag) => [tag.key, tag.value])),
      },
    ],
    skipDuplicates: true,
  });
}

/** The models that a run gave out. @throws notFound, invalid */
export async function logOutputs(
  caller: Caller,
  runId: string,
  models: readonly { modelId: string; step: number }[],
): Promise<void> {
  const access = accessTo(caller, "write");
  const run = await requireRun(access, runId);
  await linkModels(access, run.id, "output", models);
}

async function linkModels(
  { db, workspaceId }: Access,
  runId: string,
  direction: "input" | "output",
  models: readonly { modelId: string; step: number }[],
): Promise<void> {
  if (models.length === 0) return;
  if (models.length > limits.batchEntitiesMax)
    throw invalid(`A request can name at most ${limits.batchEntitiesMax} models`);
  const data = models.map(({ modelId, step }) => {
    const loggedModelId = modelUuidOf(modelId);
    if (loggedModelId === null)
      throw new TriopsError("not_found", `Logged model with ID '${modelId}' not found.`);
    return { runId, loggedModelId, direction, workspaceId, step: BigInt(step) };
  });
  const ids = [...new Set(data.map(({ loggedModelId }) => loggedModelId))];
  const known = await db.loggedModel.findMany({ where: { id: { in: ids } }, select: { id: true } });
  const missing = data.findIndex(({ loggedModelId }) => !known.some(({ id }) => id === loggedModelId));
  if (missing >= 0)
    throw new TriopsError("not_found", `Logged model with ID '${models[missing]?.modelId}' not found.`);
  await db.runModel.createMany({ data, skipDuplicates: true });
}

/** Data sets used in these experiments, one per name, digest and context. */
export async function searchDatasets(
  caller: Caller,
  experimentNumbers: readonly number[],
): Promise<{ experimentNumber: number; name: string; digest: string; context: string | null }[]> {
  const { db, workspaceId } = accessTo(caller, "read");
  return db.$queryRaw`
    SELECT DISTINCT e.number AS "experimentNumber", d.name, d.digest, rd.context
    FROM experiments e
    JOIN training_datasets d ON d."experimentId" = e.id
    JOIN run_datasets rd ON rd."datasetId" = d.id
    WHERE e."workspaceId" = ${workspaceId}::uuid AND e.number = ANY(${[...experimentNumbers]}::int[])
    ORDER BY e.number, d.name, d.digest LIMIT 1000`;
}
