import {
  createLoggedModel,
  deleteModelTag,
  finishLoggedModel,
  getLoggedModel,
  logModelParams,
  modelStatuses,
  removeModel,
  searchLoggedModels,
  setModelTags,
} from "@triops/domains/training/index";
import { type Input, pageSize, tagsOf, wrongValue } from "./input.ts";
import { operation } from "./operation.ts";
import { modelWire } from "./training-wire.ts";

const modelsUsual = 100;
const modelsMax = 1_000;

const orderOf = (input: Input) => ({
  field: input.requiredText("field_name"),
  ascending: input.flag("ascending") ?? true,
  datasetName: input.text("dataset_name") || undefined,
  datasetDigest: input.text("dataset_digest") || undefined,
});

export const loggedModelOperations = [
  operation("POST", "/logged-models", "training:write", async ({ caller, input }) => {
    const model = await createLoggedModel(caller, {
      experimentId: input.requiredText("experiment_id"),
      name: input.text("name"),
      modelType: input.text("model_type"),
      sourceRunId: input.text("source_run_id") || undefined,
      params: tagsOf(input, "params"),
      tags: tagsOf(input, "tags"),
    });
    return { model: modelWire(model) };
  }),
  operation("POST", "/logged-models/search", "training:read", async ({ caller, input }) => {
    const { models, nextToken } = await searchLoggedModels(caller, {
      experimentIds: input.texts("experiment_ids"),
      filter: input.text("filter"),
      datasets: input.items("datasets").map((dataset) => ({
        name: dataset.requiredText("dataset_name"),
        digest: dataset.text("dataset_digest") || undefined,
      })),
      orderBy: input.items("order_by").map(orderOf),
      limit: pageSize(input, modelsUsual, modelsMax),
      token: input.text("page_token"),
    });
    return { models: models.map(modelWire), next_page_token: nextToken };
  }),
  operation("GET", "/logged-models/{id}", "training:read", async ({ caller, input, path }) => ({
    model: modelWire(
      await getLoggedModel(caller, path.id ?? "", { deleted: input.flag("allow_deleted") ?? false }),
    ),
  })),
  operation("PATCH", "/logged-models/{id}", "training:write", async ({ caller, input, path }) => {
    const status = input.choice("status", modelStatuses);
    if (!status || status === "LOGGED_MODEL_PENDING") return wrongValue("status", status ?? null);
    return { model: modelWire(await finishLoggedModel(caller, path.id ?? "", status)) };
  }),
  operation("DELETE", "/logged-models/{id}", "training:write", async ({ caller, path }) => {
    await removeModel.call(caller, { id: path.id ?? "" });
    return {};
  }),
  operation("PATCH", "/logged-models/{id}/tags", "training:write", async ({ caller, input, path }) => ({
    model: modelWire(await setModelTags(caller, path.id ?? "", tagsOf(input, "tags"))),
  })),
  operation("DELETE", "/logged-models/{id}/tags/{key...}", "training:write", async ({ caller, path }) => {
    await deleteModelTag(caller, path.id ?? "", path.key ?? "");
    return {};
  }),
  operation("POST", "/logged-models/{id}/params", "training:write", async ({ caller, input, path }) => {
    await logModelParams(caller, path.id ?? "", tagsOf(input, "params"));
    return {};
  }),
];
