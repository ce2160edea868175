import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { setAlias } from "./aliases.ts";
import { create } from "./create.ts";
import { createVersion } from "./create-version.ts";
import type { Model, ModelVersion } from "./schemas.ts";

let made = 0;

/** A model with a name of its own. */
export const makeModel = (caller: Caller, name = `model-${process.pid}-${++made}`): Promise<Model> =>
  create.call(caller, { name, tags: [{ key: "team", value: "risk" }] });

export async function makeVersion(
  caller: Caller,
  given: { modelId?: string; source?: string; runId?: string } = {},
): Promise<ModelVersion> {
  const modelId = given.modelId ?? (await makeModel(caller)).id;
  const { source = "mlflow-artifacts:/0/models/m-1/artifacts", runId } = given;
  return createVersion.call(caller, { modelId, source, runId });
}

const ofModel =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeModel(caller)).id, ...more });
const ofVersion =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeVersion(caller)).id, ...more });
const checks = { requireSignature: false };

export const samples: Samples = {
  "models.create": async () => ({ name: `model-${process.pid}-${++made}` }),
  "models.get": ofModel(),
  "models.update": ofModel({ description: "Says whether a payment is fraud", owners: ["Risk"] }),
  "models.rename": ofModel({ name: `renamed-${process.pid}-${++made}` }),
  "models.delete": ofModel(),
  "models.set-tag": ofModel({ key: "team", value: "fraud" }),
  "models.delete-tag": ofModel({ key: "team" }),
  "models.set-alias": async (caller) => {
    const { modelId, version } = await makeVersion(caller);
    return { id: modelId, alias: "candidate", version };
  },
  "models.drop-alias": async (caller) => {
    const { modelId, version } = await makeVersion(caller);
    await setAlias.call(caller, { id: modelId, alias: "candidate", version });
    return { id: modelId, alias: "candidate" };
  },
  "models.set-gate": async () => ({ protectedAliases: ["champion"], checks }),
  "models.read-model-gate": ofModel(),
  "models.set-model-gate": ofModel({ protectedAliases: ["champion", "live"], checks }),
  "models.history": ofModel(),
  "models.create-version": async (caller) => ({
    modelId: (await makeModel(caller)).id,
    source: "mlflow-artifacts:/0/models/m-1/artifacts",
  }),
  "models.get-version": ofVersion(),
  "models.update-version": ofVersion({ description: "With the new features" }),
  "models.delete-version": ofVersion(),
  "models.set-version-tag": ofVersion({ key: "validated", value: "yes" }),
  "models.delete-version-tag": ofVersion({ key: "validated" }),
  "models.move-stage": ofVersion({ stage: "Staging" }),
  "models.version-history": ofVersion(),
  "models.read-lineage": ofModel(),
  "models.read-card": ofModel(),
  "models.save-card": ofModel({ text: "# What it is for", revision: 0 }),
  "models.read-files": ofVersion(),
  "models.read-metrics": ofVersion(),
  "models.read-version-lineage": ofVersion(),
};
