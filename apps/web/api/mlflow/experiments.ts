import {
  bringBackExperiment,
  createExperiment,
  deleteExperimentTag,
  experimentNumberOf,
  getExperiment,
  getExperimentByName,
  removeExperiment,
  renameExperiment,
  searchDatasets,
  searchExperiments,
  setExperimentTag,
} from "@triops/domains/training/index";
import { pageSize, tagsOf } from "./input.ts";
import { operation } from "./operation.ts";
import { experimentWire } from "./training-wire.ts";

export const views = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"] as const;

/** The client asks for 1,000 at a time. */
const experimentsMax = 50_000;

export const experimentOperations = [
  operation("POST", "/experiments/create", "training:write", async ({ caller, input }) => {
    const created = await createExperiment(caller, {
      name: input.requiredText("name"),
      artifactLocation: input.text("artifact_location"),
      tags: tagsOf(input, "tags"),
    });
    return { experiment_id: String(created.number) };
  }),
  operation("GET", "/experiments/get", "training:read", async ({ caller, input }) => ({
    experiment: experimentWire(await getExperiment(caller, input.requiredText("experiment_id"))),
  })),
  operation("GET", "/experiments/get-by-name", "training:read", async ({ caller, input }) => ({
    experiment: experimentWire(await getExperimentByName(caller, input.requiredText("experiment_name"))),
  })),
  operation(["GET", "POST"], "/experiments/search", "training:read", async ({ caller, input }) => {
    const { experiments, nextToken } = await searchExperiments(caller, {
      filter: input.text("filter"),
      orderBy: input.texts("order_by"),
      view: input.choice("view_type", views) ?? "ACTIVE_ONLY",
      limit: pageSize(input, 1_000, experimentsMax),
      token: input.text("page_token"),
    });
    return { experiments: experiments.map(experimentWire), next_page_token: nextToken };
  }),
  operation("POST", "/experiments/delete", "training:write", async ({ caller, input }) => {
    await removeExperiment.call(caller, { id: input.requiredText("experiment_id") });
    return {};
  }),
  operation("POST", "/experiments/restore", "training:write", async ({ caller, input }) => {
    await bringBackExperiment.call(caller, { id: input.requiredText("experiment_id") });
    return {};
  }),
  operation("POST", "/experiments/update", "training:write", async ({ caller, input }) => {
    const id = input.requiredText("experiment_id");
    const name = input.text("new_name");
    if (name) await renameExperiment(caller, id, name);
    return {};
  }),
  operation("POST", "/experiments/set-experiment-tag", "training:write", async ({ caller, input }) => {
    const [id, key] = [input.requiredText("experiment_id"), input.requiredText("key")];
    await setExperimentTag(caller, id, key, input.text("value") ?? "");
    return {};
  }),
  operation(
    ["POST", "DELETE"],
    "/experiments/delete-experiment-tag",
    "training:write",
    async ({ caller, input }) => {
      await deleteExperimentTag(caller, input.requiredText("experiment_id"), input.requiredText("key"));
      return {};
    },
  ),
  operation("POST", "/experiments/search-datasets", "training:read", async ({ caller, input }) => {
    const numbers = input.texts("experiment_ids").map(experimentNumberOf);
    const found = await searchDatasets(
      caller,
      numbers.filter((number) => number !== null),
    );
    return {
      dataset_summaries: found.map(({ experimentNumber, name, digest, context }) => ({
        experiment_id: String(experimentNumber),
        name,
        digest,
        context,
      })),
    };
  }),
];
