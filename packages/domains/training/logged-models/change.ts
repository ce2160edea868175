import { invalid, TriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Caller } from "../../runtime.ts";
import type { Work } from "../../work.ts";
import { accessTo, accessWithin } from "../access.ts";
import { type Lifecycle, requireActiveExperiment } from "../experiments/entity.ts";
import { modelIdOf, uuidOf } from "../ids.ts";
import { checkDistinctParams, checkKey, checkLength, limits } from "../limits.ts";
import { type KeyValue, missingRun } from "../runs/entity.ts";
import { inventedName } from "../runs/names.ts";
import { checkTags } from "../runs/tags.ts";
import { type LoggedModelEntity, type ModelStatus, requireModel } from "./entity.ts";

export type NewLoggedModel = {
  experimentId: string;
  name?: string | undefined;
  modelType?: string | undefined;
  sourceRunId?: string | undefined;
  params: readonly KeyValue[];
  tags: readonly KeyValue[];
};

function checkName(name: string): string {
  // Names become parts of `models:/` addresses.
  if (/[/:.%"']/.test(name) || name.trim() === "") {
    throw invalid(
      `Invalid model name ("${name.slice(0, 100)}") provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'").`,
    );
  }
  return checkLength("name", name, limits.nameCharsMax);
}

function checkParams(params: readonly KeyValue[]): void {
  params.forEach(({ key, value }, at) => {
    checkKey(`params[${at}].key`, key);
    checkLength(`params[${at}].value`, value, limits.paramCharsMax);
  });
  checkDistinctParams(params);
}

const objectOf = (pairs: readonly KeyValue[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

/** Made before its files are there: PENDING until the client says that it is ready. @throws notFound, invalid */
export async function createLoggedModel(caller: Caller, given: NewLoggedModel): Promise<LoggedModelEntity> {
  const access = accessTo(caller, "write");
  const { db, workspaceId, now } = access;
  const name = checkName(given.name || inventedName());
  checkParams(given.params);
  checkTags(given.tags);
  const experiment = await requireActiveExperiment(access, given.experimentId);
  const sourceRunId = given.sourceRunId ? uuidOf(given.sourceRunId) : null;
  if (given.sourceRunId) {
    const known = sourceRunId && (await db.trainingRun.count({ where: { id: sourceRunId } }));
    if (!known) throw missingRun(given.sourceRunId);
  }
  const id = newId();
  const row = {
    id,
    workspaceId,
    experimentId: experiment.id,
    name,
    modelType: checkLength("model_type", given.modelType ?? "", limits.nameCharsMax),
    sourceRunId,
    status: "LOGGED_MODEL_PENDING",
    creatorId: caller.context.actor.id,
    artifactUri: `${experiment.artifactLocation.replace(/\/+$/, "")}/models/${modelIdOf(id)}/artifacts`,
    params: objectOf(given.params),
    tags: objectOf(given.tags),
    createdAt: now,
    updatedAt: now,
  };
  await db.loggedModel.create({ data: row });
  return requireModel(access, modelIdOf(id));
}

/** The client says how the upload ended. @throws notFound */
export async function finishLoggedModel(
  caller: Caller,
  modelId: string,
  status: ModelStatus,
): Promise<LoggedModelEntity> {
  const access = accessTo(caller, "write");
  const model = await requireModel(access, modelId);
  await access.db.loggedModel.updateMany({
    where: { id: model.id },
    data: { status, updatedAt: access.now },
  });
  return { ...model, status, updatedAt: access.now };
}

/** @throws notFound, invalid */
export async function setModelTags(
  caller: Caller,
  modelId: string,
  tags: readonly KeyValue[],
): Promise<LoggedModelEntity> {
  const access = accessTo(caller, "write");
  checkTags(tags);
  const model = await requireModel(access, modelId);
  await access.db.$executeRaw`
    UPDATE logged_models SET tags = tags || ${JSON.stringify(objectOf(tags))}::jsonb, "updatedAt" = ${access.now}
    WHERE id = ${model.id}::uuid AND "workspaceId" = ${access.workspaceId}::uuid`;
  return requireModel(access, modelId);
}

/** @throws notFound for the model and for the tag */
export async function deleteModelTag(caller: Caller, modelId: string, key: string): Promise<void> {
  const access = accessTo(caller, "write");
  const model = await requireModel(access, modelId);
  if (!Object.hasOwn(model.tags, key))
    throw new TriopsError("not_found", `No tag with key '${key}' found for model with ID ${modelId}`);
  await access.db.$executeRaw`
    UPDATE logged_models SET tags = tags - ${key}::text, "updatedAt" = ${access.now}
    WHERE id = ${model.id}::uuid AND "workspaceId" = ${access.workspaceId}::uuid`;
}

/** Further parameters; one that is there keeps its value. @throws notFound, invalid */
export async function logModelParams(
  caller: Caller,
  modelId: string,
  params: readonly KeyValue[],
): Promise<void> {
  const access = accessTo(caller, "write");
  checkParams(params);
  const model = await requireModel(access, modelId);
  const changed = params.find(
    ({ key, value }) => Object.hasOwn(model.params, key) && model.params[key] !== value,
  );
  if (changed)
    throw invalid(
      `Changing param values is not allowed. Param with key='${changed.key}' was already logged for model with ID '${modelId}'.`,
    );
  await access.db.$executeRaw`
    UPDATE logged_models SET params = ${JSON.stringify(objectOf(params))}::jsonb || params, "updatedAt" = ${access.now}
    WHERE id = ${model.id}::uuid AND "workspaceId" = ${access.workspaceId}::uuid`;
}

/** Into the trash, or out of it. Doing so twice is no fault. @throws notFound */
export async function setModelLifecycle(
  work: Work,
  modelId: string,
  to: Lifecycle,
): Promise<LoggedModelEntity> {
  const access = accessWithin(work);
  const model = await requireModel(access, modelId, { deleted: to === "active" });
  await access.db.loggedModel.updateMany({
    where: { id: model.id, lifecycle: { not: to } },
    data: { lifecycle: to, deletedAt: to === "deleted" ? access.now : null },
  });
  work.audit({
    subject: { type: "logged-model", id: model.id },
    before: { lifecycle: model.lifecycle, name: model.name },
    after: { lifecycle: to },
  });
  return { ...model, lifecycle: to };
}
