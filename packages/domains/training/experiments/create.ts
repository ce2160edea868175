import { conflict, invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Caller } from "../../runtime.ts";
import { inTransaction } from "../../work.ts";
import { accessTo } from "../access.ts";
import { checkKey, checkLength, limits } from "../limits.ts";
import { type ExperimentEntity, ensureDefault, proxiedLocation, toExperiment } from "./entity.ts";

export type NewExperiment = {
  name: string;
  /** Where its artifacts go; with us unless given. */
  artifactLocation?: string | undefined;
  tags: readonly { key: string; value: string }[];
};

export const experimentExists = (name: string) => conflict(`Experiment(name=${name}) already exists.`);

/** @throws invalid, conflict when an active one has the name */
export async function createExperiment(caller: Caller, given: NewExperiment): Promise<ExperimentEntity> {
  const access = accessTo(caller, "write");
  const { workspaceId } = access;
  checkLength("name", given.name, limits.experimentNameCharsMax);
  const tags: Record<string, string> = {};
  for (const [at, { key, value }] of given.tags.entries()) {
    checkKey(`tags[${at}].key`, key);
    tags[key] = checkLength(`tags[${at}].value`, value, limits.experimentTagCharsMax);
  }
  if (given.artifactLocation) checkLocation(given.artifactLocation);
  await ensureDefault(access);
  return inTransaction(caller, "training.createExperiment", async (work) => {
    const taken = await work.db.experiment.count({ where: { activeName: given.name } });
    if (taken > 0) throw experimentExists(given.name);
    // The row of the default hands out numbers: whoever else creates one waits for it.
    const [counter] = await work.db.$queryRaw<{ lastNumber: number }[]>`
      UPDATE experiments SET "lastNumber" = "lastNumber" + 1
      WHERE "workspaceId" = ${workspaceId}::uuid AND number = 0 RETURNING "lastNumber"`;
    const number = counter?.lastNumber ?? 1;
    const id = newId();
    const created = await work.db.experiment.createMany({
      data: [
        {
          id,
          workspaceId,
          number,
          name: given.name,
          activeName: given.name,
          artifactLocation: given.artifactLocation || proxiedLocation(number),
          tags,
          createdById: caller.context.actor.id,
        },
      ],
      skipDuplicates: true,
    });
    if (created.count === 0) throw experimentExists(given.name);
    const row = await work.db.experiment.findFirstOrThrow({ where: { id } });
    work.audit({ subject: { type: "experiment", id }, before: null, after: { name: given.name, number } });
    return toExperiment(row);
  });
}

/** A place of the client's own; MLflow forbids what would make paths of its runs ambiguous. */
function checkLocation(location: string): void {
  checkLength("artifact_location", location, limits.nameCharsMax);
  if (/[?#]/.test(location) || location.split("/").includes(".."))
    throw invalid(
      `Invalid value ${JSON.stringify(location)} for parameter 'artifact_location' supplied: no '..', query or fragment`,
    );
}
