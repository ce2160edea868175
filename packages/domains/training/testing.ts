import { scopeToWorkspace } from "@triops/database/scoped";
import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { createExperiment } from "./experiments/create.ts";
import type { ExperimentEntity } from "./experiments/entity.ts";
import { hexOf, modelIdOf } from "./ids.ts";
import { createRun } from "./runs/create.ts";
import type { RunEntity } from "./runs/entity.ts";

export const makeExperiment = (caller: Caller, name = `experiment ${newId()}`): Promise<ExperimentEntity> =>
  createExperiment(caller, { name, tags: [] });

export async function makeRun(caller: Caller, experimentNumber?: number): Promise<RunEntity> {
  const number = experimentNumber ?? (await makeExperiment(caller)).number;
  return createRun(caller, { experimentId: String(number), userId: "ann", tags: [] });
}

const ofExperiment = async (caller: Caller) => ({ id: String((await makeExperiment(caller)).number) });

export const samples: Samples = {
  "training.experiment": ofExperiment,
  "training.experiment-keys": ofExperiment,
  "training.run": async (caller) => ({ id: hexOf((await makeRun(caller)).id) }),
  "training.logged-model": async (caller) => {
    const { id: experimentId, artifactLocation } = await makeExperiment(caller);
    const { workspaceId, actor } = caller.context;
    const id = newId();
    await scopeToWorkspace(caller.runtime.database, workspaceId).loggedModel.create({
      data: {
        id,
        workspaceId,
        experimentId,
        name: "a model",
        status: "LOGGED_MODEL_READY",
        creatorId: actor.id,
        artifactUri: `${artifactLocation}/models/${modelIdOf(id)}/artifacts`,
      },
    });
    return { id: modelIdOf(id) };
  },
};
