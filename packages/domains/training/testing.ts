import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { createExperiment } from "./experiments/create.ts";
import type { ExperimentEntity } from "./experiments/entity.ts";
import { hexOf, modelIdOf } from "./ids.ts";
import { createLoggedModel } from "./logged-models/change.ts";
import { createRun } from "./runs/create.ts";
import type { RunEntity } from "./runs/entity.ts";
import { removeExperiment, removeModel, removeRun } from "./trash.ts";

export const makeExperiment = (caller: Caller, name = `experiment ${newId()}`): Promise<ExperimentEntity> =>
  createExperiment(caller, { name, tags: [] });

export async function makeRun(caller: Caller, experimentNumber?: number): Promise<RunEntity> {
  const number = experimentNumber ?? (await makeExperiment(caller)).number;
  return createRun(caller, { experimentId: String(number), userId: "ann", tags: [] });
}

const ofExperiment = async (caller: Caller) => ({ id: String((await makeExperiment(caller)).number) });

const ofRun = async (caller: Caller) => ({ id: hexOf((await makeRun(caller)).id) });

/** MLflow's id of a logged model. */
export async function makeLoggedModel(caller: Caller): Promise<string> {
  const { number } = await makeExperiment(caller);
  const made = await createLoggedModel(caller, { experimentId: String(number), params: [], tags: [] });
  return modelIdOf(made.id);
}
const ofModel = async (caller: Caller) => ({ id: await makeLoggedModel(caller) });

export const samples: Samples = {
  "training.run-artifacts": ofRun,
  "training.model-artifacts": ofModel,
  "training.removeExperiment": ofExperiment,
  "training.removeRun": ofRun,
  "training.removeModel": ofModel,
  "training.restoreExperiment": async (caller) => {
    const sample = await ofExperiment(caller);
    await removeExperiment.call(caller, sample);
    return sample;
  },
  "training.restoreRun": async (caller) => {
    const sample = await ofRun(caller);
    await removeRun.call(caller, sample);
    return sample;
  },
  "training.restoreModel": async (caller) => {
    const sample = await ofModel(caller);
    await removeModel.call(caller, sample);
    return sample;
  },
  "training.experiment": ofExperiment,
  "training.experiment-keys": ofExperiment,
  "training.run": async (caller) => ({ id: hexOf((await makeRun(caller)).id) }),
  "training.logged-model": ofModel,
};
