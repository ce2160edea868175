import { invalid, TriopsError } from "@triops/kernel/errors";
import type { Caller } from "../../runtime.ts";
import { inTransaction, type Work } from "../../work.ts";
import { type Access, accessTo, accessWithin } from "../access.ts";
import { checkKey, checkLength, limits } from "../limits.ts";
import { experimentExists } from "./create.ts";
import { type ExperimentEntity, requireActiveExperiment, requireExperiment } from "./entity.ts";

/** @throws notFound, invalid when it is deleted, conflict when another has the name */
export async function renameExperiment(caller: Caller, id: string, name: string): Promise<void> {
  const access = accessTo(caller, "write");
  checkLength("new_name", name, limits.experimentNameCharsMax);
  const before = await requireActiveExperiment(access, id);
  await inTransaction(caller, "training.renameExperiment", async (work) => {
    await claimName(work, before, name);
    const { count } = await work.db.experiment.updateMany({
      where: { id: before.id, lifecycle: "active" },
      data: { name, activeName: name, updatedAt: access.now },
    });
    if (count === 0)
      throw invalid(`The experiment ${id} must be in the 'active' state. Current state is deleted.`);
    audit(work, before, { name: before.name }, { name });
  });
}

async function claimName({ db }: Work, { id }: ExperimentEntity, name: string): Promise<void> {
  const taken = await db.experiment.count({ where: { activeName: name, id: { not: id } } });
  if (taken > 0) throw experimentExists(name);
}

const audit = (work: Work, { id }: ExperimentEntity, before: object, after: object) =>
  work.audit({ subject: { type: "experiment", id }, before, after });

/** Its runs and models go with it into the trash. @throws notFound, invalid */
export async function deleteExperiment(work: Work, id: string): Promise<void> {
  const access = accessWithin(work);
  const experiment = await requireActiveExperiment(access, id);
  const gone = { lifecycle: "deleted", deletedAt: access.now };
  const { count } = await work.db.experiment.updateMany({
    where: { id: experiment.id, lifecycle: "active" },
    data: { ...gone, activeName: null, updatedAt: access.now },
  });
  if (count === 0)
    throw invalid(`The experiment ${id} must be in the 'active' state. Current state is deleted.`);
  const runs = await work.db.trainingRun.updateMany({
    where: { experimentId: experiment.id, lifecycle: "active" },
    data: gone,
  });
  await work.db.loggedModel.updateMany({
    where: { experimentId: experiment.id, lifecycle: "active" },
    data: gone,
  });
  audit(work, experiment, { lifecycle: "active" }, { lifecycle: "deleted", runs: runs.count });
}

/** What went into the trash together with it comes back with it. @throws notFound, invalid, conflict */
export async function restoreExperiment(work: Work, id: string): Promise<void> {
  const access = accessWithin(work);
  const experiment = await requireExperiment(access, id);
  const { db } = access;
  const row = await db.experiment.findFirst({ where: { id: experiment.id }, select: { deletedAt: true } });
  if (experiment.lifecycle !== "deleted" || !row?.deletedAt)
    throw invalid(`The experiment ${id} must be in the 'deleted' state. Current state is active.`);
  const { deletedAt } = row;
  await claimName(work, experiment, experiment.name);
  const back = { lifecycle: "active", deletedAt: null };
  const { count } = await work.db.experiment.updateMany({
    where: { id: experiment.id, lifecycle: "deleted" },
    data: { ...back, activeName: experiment.name, updatedAt: access.now },
  });
  if (count === 0)
    throw invalid(`The experiment ${id} must be in the 'deleted' state. Current state is active.`);
  const where = { experimentId: experiment.id, lifecycle: "deleted", deletedAt };
  await work.db.trainingRun.updateMany({ where, data: back });
  await work.db.loggedModel.updateMany({ where, data: back });
  audit(work, experiment, { lifecycle: "deleted" }, { lifecycle: "active" });
}

/** @throws notFound, invalid */
export async function setExperimentTag(
  caller: Caller,
  id: string,
  key: string,
  value: string,
): Promise<void> {
  const access = accessTo(caller, "write");
  checkKey("key", key);
  checkLength("value", value, limits.experimentTagCharsMax);
  const { id: experimentId } = await requireActiveExperiment(access, id);
  await changeTags(access, experimentId, { [key]: value });
}

/** @throws notFound also for a tag that it has not */
export async function deleteExperimentTag(caller: Caller, id: string, key: string): Promise<void> {
  const access = accessTo(caller, "write");
  const experiment = await requireActiveExperiment(access, id);
  if (!Object.hasOwn(experiment.tags, key))
    throw new TriopsError("not_found", `No tag with name: ${key} in experiment with id ${id}`);
  const { db, workspaceId } = access;
  await db.$executeRaw`
    UPDATE experiments SET tags = tags - ${key}::text, "updatedAt" = ${access.now}
    WHERE "workspaceId" = ${workspaceId}::uuid AND id = ${experiment.id}::uuid`;
}

async function changeTags(
  { db, workspaceId, now }: Access,
  id: string,
  tags: Record<string, string>,
): Promise<void> {
  await db.$executeRaw`
    UPDATE experiments SET tags = tags || ${JSON.stringify(tags)}::jsonb, "updatedAt" = ${now}
    WHERE "workspaceId" = ${workspaceId}::uuid AND id = ${id}::uuid`;
}
