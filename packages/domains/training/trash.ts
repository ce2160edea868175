import { z } from "zod";
import { defineVerb } from "../verb.ts";
import { deleteExperiment, restoreExperiment } from "./experiments/change.ts";
import { hexOf, modelIdOf } from "./ids.ts";
import { setModelLifecycle } from "./logged-models/change.ts";
import { setRunLifecycle } from "./runs/update.ts";
import { lifecycleStage } from "./schemas.ts";

/** What is not found says so in MLflow's words, so that an id may be any text. */
const input = z.object({ id: z.string().min(1).max(300) });
const output = z.object({ id: z.string(), lifecycleStage });

/** Into the trash with its runs and models; a job empties it later. */
export const removeExperiment = defineVerb({
  name: "training.removeExperiment",
  permission: "training:write",
  input,
  output,
  run: async (work, { id }) => {
    await deleteExperiment(work, id);
    return { id, lifecycleStage: "deleted" };
  },
});

/** Back, with what went into the trash together with it. @throws conflict when its name is taken */
export const bringBackExperiment = defineVerb({
  name: "training.restoreExperiment",
  permission: "training:write",
  input,
  output,
  run: async (work, { id }) => {
    await restoreExperiment(work, id);
    return { id, lifecycleStage: "active" };
  },
});

const ofRun = (name: string, to: "active" | "deleted") =>
  defineVerb({
    name,
    permission: "training:write",
    input,
    output,
    run: async (work, { id }) => ({
      id: hexOf((await setRunLifecycle(work, id, to)).id),
      lifecycleStage: to,
    }),
  });
export const removeRun = ofRun("training.removeRun", "deleted");
export const bringBackRun = ofRun("training.restoreRun", "active");

const ofModel = (name: string, to: "active" | "deleted") =>
  defineVerb({
    name,
    permission: "training:write",
    input,
    output,
    run: async (work, { id }) => ({
      id: modelIdOf((await setModelLifecycle(work, id, to)).id),
      lifecycleStage: to,
    }),
  });
export const removeModel = ofModel("training.removeModel", "deleted");
export const bringBackModel = ofModel("training.restoreModel", "active");
