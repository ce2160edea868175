import { join, sql } from "@triops/database/sql";
import { invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Caller } from "../../runtime.ts";
import { accessTo } from "../access.ts";
import { requireActiveExperiment } from "../experiments/entity.ts";
import { checkLength, limits } from "../limits.ts";
import { artifactUriOf, type KeyValue, type RunEntity } from "./entity.ts";
import { inventedName } from "./names.ts";
import { checkTags } from "./tags.ts";

export const nameTag = "mlflow.runName";

export type NewRun = {
  experimentId: string;
  userId: string;
  startTimeMs?: number | undefined;
  name?: string | undefined;
  tags: readonly KeyValue[];
};

/** @throws notFound, invalid */
export async function createRun(caller: Caller, given: NewRun): Promise<RunEntity> {
  const access = accessTo(caller, "write");
  const { db, workspaceId, now } = access;
  const tags = new Map(checkTags(given.tags).map(({ key, value }) => [key, value]));
  const tagged = tags.get(nameTag);
  if (given.name && tagged && given.name !== tagged) {
    throw invalid(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${given.name}', mlflow.runName='${tagged}').`,
    );
  }
  const name = checkLength("run_name", given.name || tagged || inventedName(), limits.nameCharsMax);
  const userId = checkLength("user_id", given.userId, limits.nameCharsMax);
  tags.set(nameTag, name);
  const experiment = await requireActiveExperiment(access, given.experimentId);
  const id = newId();
  const startTimeMs = given.startTimeMs ?? now.getTime();
  const artifactUri = artifactUriOf(experiment.artifactLocation, id);
  const kept = [...tags].map(([key, value]) => ({ key, value }));
  await db.$executeRaw`
    WITH run AS (
      INSERT INTO training_runs
        (id, "workspaceId", "experimentId", name, "userId", status, "startTimeMs", "artifactUri", "updatedAt")
      VALUES (${id}::uuid, ${workspaceId}::uuid, ${experiment.id}::uuid, ${name}, ${userId}, 'RUNNING',
              ${startTimeMs}::bigint, ${artifactUri}, ${now})
    )
    INSERT INTO run_tags ("runId", key, "workspaceId", "experimentId", value)
    VALUES ${join(
      kept.map(
        ({ key, value }) =>
          sql`(${id}::uuid, ${key}, ${workspaceId}::uuid, ${experiment.id}::uuid, ${value})`,
      ),
    )}`;
  return {
    id,
    experimentId: experiment.id,
    experimentNumber: experiment.number,
    name,
    userId,
    status: "RUNNING",
    startTimeMs,
    endTimeMs: null,
    artifactUri,
    lifecycle: "active",
    metrics: [],
    params: [],
    tags: kept,
    datasets: [],
    inputModels: [],
    outputModels: [],
  };
}
