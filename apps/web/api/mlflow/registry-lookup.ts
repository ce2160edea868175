import { idOfModel, idOfVersion, stageOf, stages } from "@triops/domains/models/index";
import { invalid, isTriopsError } from "@triops/kernel/errors";
import { MlflowRefusal } from "./answers.ts";
import type { MlflowCall } from "./operation.ts";

const missing = (text: string) => new MlflowRefusal(404, "RESOURCE_DOES_NOT_EXIST", text);

export const noModel = (name: string) => missing(`Registered Model with name=${name} not found`);
export const noVersion = (name: string, version: string) =>
  missing(`Model Version (name=${name}, version=${version}) not found`);

export type Named = { name: string; id: string };

/** The model that the request names. @throws MlflowRefusal */
export async function modelOf({ caller, input }: MlflowCall): Promise<Named> {
  const name = input.requiredText("name");
  const id = await idOfModel(caller, name);
  if (!id) throw noModel(name);
  return { name, id };
}

/** The version that the request names. @throws MlflowRefusal */
export async function versionOf(call: MlflowCall): Promise<Named & { version: number; modelId: string }> {
  const name = call.input.requiredText("name");
  const version = call.input.requiredInteger("version");
  const modelId = await idOfModel(call.caller, name);
  const id = modelId ? await idOfVersion(call.caller, modelId, version) : null;
  if (!modelId || !id) throw noVersion(name, String(version));
  return { name, version, modelId, id };
}

/** A stage in any case. @throws invalid in MLflow's words */
export function stageIn(text: string) {
  const stage = stageOf(text);
  if (stage) return stage;
  throw invalid(`Invalid Model Version stage: ${text}. Value must be one of ${stages.join(", ")}.`);
}

/**
 * What our verbs refuse, in words that name the field: MLflow's errors are one text. `taken` is what a conflict means
 * here.
 */
export async function inMlflowWords<T>(work: Promise<T>, taken?: () => MlflowRefusal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isTriopsError(error)) throw error;
    if (error.code === "conflict") {
      throw taken?.() ?? new MlflowRefusal(409, "RESOURCE_CONFLICT", error.message);
    }
    const [field] = error.code === "invalid" ? (error.fields ?? []) : [];
    if (field)
      throw invalid(`Invalid value for parameter '${wireNames[field.path] ?? field.path}': ${field.message}`);
    throw error;
  }
}

const wireNames: Readonly<Record<string, string>> = {
  modelId: "name",
  loggedModelId: "model_id",
  runId: "run_id",
  runLink: "run_link",
};

export const alreadyExists = (name: string) => () =>
  new MlflowRefusal(400, "RESOURCE_ALREADY_EXISTS", `Registered Model (name=${name}) already exists.`);
